import { join } from 'node:path';
import type { FloorTimes } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import { flatPages, type FlatRow } from '../workloads/flat.ts';
import { CsvFile, csvText } from './csv-file.ts';
import { loadCsv } from './load-csv.ts';

/** The flat table. */
export const FLAT_COLUMNS = {
  id: 'BIGINT',
  account: 'BIGINT',
  amount: 'DOUBLE',
  score: 'DOUBLE',
  name: 'VARCHAR',
  note: 'VARCHAR',
  active: 'BOOLEAN',
  created_at: 'TIMESTAMPTZ',
  price: 'DECIMAL(18,4)',
  comment: 'VARCHAR',
};

/** The flat workload by hand: one csv file, one `read_csv`. */
export async function duckDbFlat(rows: number, folder: string): Promise<FloorTimes> {
  const started = performance.now();
  const file = writeFlatCsv(flatPages(rows), folder);
  const write = secondsSince(started);
  await loadCsv(folder, [{ name: 'events', columns: FLAT_COLUMNS, file }]);
  return { write, load: secondsSince(started) - write };
}

/** Writes rows of the flat workload as csv. */
export function writeFlatCsv(pages: Iterable<readonly FlatRow[]>, folder: string): CsvFile {
  const file = new CsvFile(join(folder, 'events.csv'));
  for (const page of pages) for (const row of page) file.add(line(row));
  file.close();
  return file;
}

function line(row: FlatRow): string {
  return `${row.id},${row.account},${row.amount},${row.score},${csvText(row.name)},${csvText(row.note)},${row.active},${row.created_at},${row.price},${csvText(row.comment)}\n`;
}
