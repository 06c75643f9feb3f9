import type { FloorTimes } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import { flatPages, type FlatRow } from '../workloads/flat.ts';
import { CopiedTable } from './copied-table.ts';
import { csvText } from './csv-file.ts';

const COLUMNS = {
  id: 'bigint',
  account: 'bigint',
  amount: 'double precision',
  score: 'double precision',
  name: 'text',
  note: 'text',
  active: 'boolean',
  created_at: 'timestamptz',
  price: 'numeric(18,4)',
  comment: 'text',
};

/** The flat workload by hand: one COPY, fed while the rows are made. */
export async function postgresFlat(rows: number, folder: string): Promise<FloorTimes> {
  const started = performance.now();
  const events = await CopiedTable.create(folder, 'events', COLUMNS);
  for (const page of flatPages(rows)) {
    for (const row of page) events.add(line(row));
    // oxlint-disable-next-line no-await-in-loop -- the server says when it wants more
    await events.send();
  }
  const write = secondsSince(started);
  await events.close();
  return { write, load: secondsSince(started) - write };
}

function line(row: FlatRow): string {
  return `${row.id},${row.account},${row.amount},${row.score},${csvText(row.name)},${csvText(row.note)},${row.active},${row.created_at},${row.price},${csvText(row.comment)}\n`;
}
