import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DATABASE_FILE } from '../destinations/duckdb.ts';
import type { FloorTimes } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import { basePages, changedPages } from '../workloads/merge.ts';
import { FLAT_COLUMNS, writeFlatCsv } from './duckdb-flat.ts';
import { loadCsv, readCsv } from './load-csv.ts';

/** What is there before. */
export async function duckDbMergeBase(rows: number, folder: string): Promise<void> {
  await loadCsv(folder, [{ name: 'events', columns: FLAT_COLUMNS, file: writeFlatCsv(basePages(rows), folder) }]);
}

/**
 * The merges by hand: one csv file into a temporary table, then delete what it has and insert, in one transaction. The floor
 * of the upsert too: `MERGE INTO` and `UPDATE … FROM` with ten columns take several times as long, since DuckDB rewrites a
 * column for every value.
 */
export async function duckDbMerge(rows: number, folder: string): Promise<FloorTimes> {
  const started = performance.now();
  const file = writeFlatCsv(changedPages(rows), folder);
  const write = secondsSince(started);
  const instance = await DuckDBInstance.create(join(folder, DATABASE_FILE));
  const connection = await instance.connect();
  const table = { name: 'changes', columns: FLAT_COLUMNS, file };
  await connection.run('SET preserve_insertion_order = false');
  await connection.run('BEGIN');
  await connection.run(`CREATE TEMPORARY TABLE changes AS SELECT * FROM ${readCsv(table)}`);
  await connection.run('DELETE FROM events USING changes WHERE events.id = changes.id');
  await connection.run('INSERT INTO events SELECT * FROM changes');
  await connection.run('COMMIT');
  connection.closeSync();
  instance.closeSync();
  return { write, load: secondsSince(started) - write };
}
