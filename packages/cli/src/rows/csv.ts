import type { Output } from '../terminal/output.ts';
import { textOf } from './cell.ts';
import type { RowWriter } from './row-writer.ts';

/** Rows as RFC 4180 with a header line; null is an empty field, an empty text is `""`. Values are not changed for any reader. */
export function csvWriter(output: Output): RowWriter {
  let columns: readonly string[] | undefined;
  return {
    async write(row) {
      if (columns === undefined) {
        columns = Object.keys(row);
        await output.raw(line(columns));
      }
      await output.raw(line(columns.map((name) => row[name])));
    },
    end: () => Promise.resolve(),
  };
}

function line(values: readonly unknown[]): string {
  return `${values.map((value) => field(value)).join(',')}\r\n`;
}

function field(value: unknown): string {
  const text = textOf(value);
  if (text === '') return typeof value === 'string' ? '""' : '';
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
