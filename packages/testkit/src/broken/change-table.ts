import type { MemoryDataset, MemoryTable } from '../memory/memory-store.ts';

/** Changes the rows of a table behind the destination's back; nothing happens where there is no such table. */
export function changeTable(
  dataset: MemoryDataset,
  name: string,
  rowsOf: (table: MemoryTable) => MemoryTable['rows'],
): void {
  const table = dataset.snapshot.tables.get(name);
  if (table === undefined) return;
  const tables = new Map(dataset.snapshot.tables).set(name, { ...table, rows: rowsOf(table) });
  dataset.snapshot = { ...dataset.snapshot, tables };
}
