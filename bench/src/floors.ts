import type { Floor, FloorBase } from './floor.ts';
import { duckDbFlat } from './floors/duckdb-flat.ts';
import { duckDbJsonText } from './floors/duckdb-json-text.ts';
import { duckDbMerge, duckDbMergeBase } from './floors/duckdb-merge.ts';
import { duckDbNested } from './floors/duckdb-nested.ts';
import { duckDbSparse, duckDbWide } from './floors/duckdb-wide.ts';
import { postgresFlat } from './floors/postgres-flat.ts';
import { postgresNested } from './floors/postgres-nested.ts';

/** Destination → workload → the hand-written program that does the same. A pair without one is not measured. */
export const FLOORS: Readonly<Record<string, Readonly<Record<string, Floor>>>> = {
  duckdb: {
    flat: duckDbFlat,
    nested: duckDbNested,
    wide: duckDbWide,
    sparse: duckDbSparse,
    upsert: duckDbMerge,
    'delete-insert': duckDbMerge,
    ndjson: duckDbJsonText('newline_delimited'),
    json: duckDbJsonText('array'),
  },
  postgres: { flat: postgresFlat, nested: postgresNested },
};

/** The same for what is in the table before a merge. */
export const FLOOR_BASES: Readonly<Record<string, Readonly<Record<string, FloorBase>>>> = {
  duckdb: { upsert: duckDbMergeBase, 'delete-insert': duckDbMergeBase },
};
