import type { LoadRow, SchemaChange, StateRow, StoredColumn, StoredSchema } from '@leat/core';
import type { StoredRow } from './decode-json-lines.ts';

/** A table in memory. */
export interface MemoryTable {
  readonly columns: readonly StoredColumn[];
  readonly rows: readonly StoredRow[];
}

/** Everything readers see of a dataset. A commit makes a new one and puts it in place with one assignment. */
export interface MemorySnapshot {
  readonly tables: ReadonlyMap<string, MemoryTable>;
  readonly schemas: readonly StoredSchema[];
  readonly state: readonly StateRow[];
  readonly loads: readonly LoadRow[];
}

/** One dataset: what was committed, and the epoch of each pipeline's newest load. */
export class MemoryDataset {
  snapshot: MemorySnapshot = { tables: new Map(), schemas: [], state: [], loads: [] };
  readonly epochs: Map<string, number> = new Map();
}

/** Datasets by name, for as long as someone refers to the store. Clients with the same store see the same data. */
export class MemoryStore {
  readonly datasets: Map<string, MemoryDataset> = new Map();
}

/** Changes columns of tables; a change made before has no effect. */
export function changedTables(
  tables: ReadonlyMap<string, MemoryTable>,
  changes: readonly SchemaChange[],
): Map<string, MemoryTable> {
  const changed = new Map(tables);
  for (const change of changes) {
    const name = change.kind === 'create-table' ? change.table.name : change.table;
    const { columns, rows } = changed.get(name) ?? { columns: [], rows: [] };
    changed.set(name, { columns: changedColumns(columns, change), rows });
  }
  return changed;
}

function changedColumns(columns: readonly StoredColumn[], change: SchemaChange): readonly StoredColumn[] {
  if (change.kind === 'widen-column' || change.kind === 'relax-null') {
    return columns.map((column) => (column.name === change.column.name ? change.column : column));
  }
  const wanted = change.kind === 'create-table' ? change.table.columns : change.columns;
  return [...columns, ...wanted.filter(({ name }) => columns.every((column) => column.name !== name))];
}
