import { join } from 'node:path';
import duckdb from '@leat/dest-duckdb';
import type { BenchDestination } from '../destination.ts';

/** Name of the database in a run's folder; the floors use it too. */
export const DATABASE_FILE = 'warehouse.duckdb';

/** A DuckDB file, with the settings a user has who sets none. */
export const duckDb: BenchDestination = {
  name: 'duckdb',
  configure: (folder) => duckdb({ path: join(folder, DATABASE_FILE) }),
  // The driver is loaded before the clock starts.
  prepare: async () => void (await import('@duckdb/node-api')),
};
