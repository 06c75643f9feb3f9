import type { Output } from '../terminal/output.ts';
import { safeJson } from '../terminal/sanitise.ts';
import { jsonOf } from './cell.ts';
import type { RowWriter } from './row-writer.ts';

/** Rows as one JSON array, a row per line. */
export function jsonArrayWriter(output: Output): RowWriter {
  return jsonRows(output, '[', () => ']\n');
}

/** Rows inside the versioned object of `--json`, with their number behind them. */
export function jsonObjectWriter(output: Output, header: Readonly<Record<string, unknown>>): RowWriter {
  const start = safeJson(JSON.stringify({ version: 1, ...header }));
  return jsonRows(output, `${start.slice(0, -1)},"rows":[`, (count) => `],"rowCount":${count}}\n`);
}

function jsonRows(output: Output, start: string, end: (count: number) => string): RowWriter {
  let count = 0;
  return {
    async write(row) {
      await output.raw(`${count === 0 ? start : ','}\n${safeJson(jsonOf(row))}`);
      count += 1;
    },
    async end() {
      await output.raw(`${count === 0 ? start : '\n'}${end(count)}`);
    },
  };
}
