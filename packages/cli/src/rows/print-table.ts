import type { Output } from '../terminal/output.ts';
import type { Row } from './row-writer.ts';
import { tableWriter } from './table.ts';

/** Prints rows as a table for people; nothing with `--json`, whose object the command writes itself. */
export async function printTable(output: Output, rows: Iterable<Row>): Promise<void> {
  if (output.json) return;
  const writer = tableWriter(output);
  for (const row of rows) await writer.write(row);
  await writer.end();
}
