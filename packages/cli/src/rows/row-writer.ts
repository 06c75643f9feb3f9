import type { Output } from '../terminal/output.ts';
import { csvWriter } from './csv.ts';
import { jsonArrayWriter, jsonObjectWriter } from './json.ts';
import { tableWriter } from './table.ts';

/** A row as the destination gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** Prints rows one after another, in memory that does not grow with their number. */
export interface RowWriter {
  write(row: Row): Promise<void>;
  end(): Promise<void>;
}

export const ROW_FORMATS = ['table', 'json', 'csv'] as const;
export type RowFormat = (typeof ROW_FORMATS)[number];

/** A writer for the format that was asked for; with `--json` the one object of the command, which has the rows in it. */
export function createRowWriter(
  output: Output,
  format: RowFormat,
  header: Readonly<Record<string, unknown>>,
): RowWriter {
  if (output.json) return jsonObjectWriter(output, header);
  switch (format) {
    case 'json':
      return jsonArrayWriter(output);
    case 'csv':
      return csvWriter(output);
    case 'table':
      return tableWriter(output);
  }
}
