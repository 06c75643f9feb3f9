import type { BenchDestination } from './destination.ts';
import { duckDb } from './destinations/duckdb.ts';
import { postgresServer } from './destinations/postgres.ts';

/** Everything that can be loaded into. */
export const DESTINATIONS: readonly BenchDestination[] = [duckDb, postgresServer];
