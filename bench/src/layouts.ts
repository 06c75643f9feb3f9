import { join } from 'node:path';
import { DATABASE_FILE } from './destinations/duckdb.ts';
import type { TableLayout } from './fingerprint.ts';
import { DATASET } from './run-leat.ts';

/** Where leat puts the tables of a run. */
export function leatLayout(folder: string): TableLayout {
  return {
    folder,
    path: join(folder, DATABASE_FILE),
    schema: DATASET,
    id: '_leat_id',
    parentId: '_leat_parent_id',
    listIndex: '_leat_list_idx',
  };
}

/** Where the floors put them. */
export function floorLayout(folder: string): TableLayout {
  return {
    folder,
    path: join(folder, DATABASE_FILE),
    schema: 'main',
    id: 'row_id',
    parentId: 'parent_id',
    listIndex: 'list_idx',
  };
}
