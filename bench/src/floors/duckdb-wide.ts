import { join } from 'node:path';
import type { FloorTimes } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import type { Workload } from '../workload.ts';
import { sparse, sparsePages, wide, widePages, type WideRow } from '../workloads/wide.ts';
import { CsvFile, csvText } from './csv-file.ts';
import { loadCsv } from './load-csv.ts';

const TYPES: Readonly<Record<string, string>> = {
  bigint: 'BIGINT',
  double: 'DOUBLE',
  text: 'VARCHAR',
  bool: 'BOOLEAN',
};

/** The wide workload by hand. */
export function duckDbWide(rows: number, folder: string): Promise<FloorTimes> {
  return load(wide, widePages(rows), folder);
}

/** The sparse workload by hand. */
export function duckDbSparse(rows: number, folder: string): Promise<FloorTimes> {
  return load(sparse, sparsePages(rows), folder);
}

async function load(
  { tables: [table] }: Workload,
  pages: Iterable<readonly WideRow[]>,
  folder: string,
): Promise<FloorTimes> {
  const started = performance.now();
  const file = new CsvFile(join(folder, 'measurements.csv'));
  const names = table.columns.map(({ name }) => name);
  for (const page of pages) for (const row of page) file.add(line(row, names));
  file.close();
  const write = secondsSince(started);
  const columns = Object.fromEntries(table.columns.map(({ name, type }) => [name, TYPES[type] ?? 'VARCHAR']));
  await loadCsv(folder, [{ name: table.name, columns, file }]);
  return { write, load: secondsSince(started) - write };
}

function line(row: WideRow, names: readonly string[]): string {
  let text = '';
  for (const name of names) {
    const value = row[name];
    if (value !== null && value !== undefined) text += typeof value === 'string' ? csvText(value) : value;
    text += ',';
  }
  return `${text.slice(0, -1)}\n`;
}
