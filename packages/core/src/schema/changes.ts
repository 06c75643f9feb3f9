import type { Column } from './column.ts';
import { CONFLICT, dataTypeOf, joinEvidence } from './lattice.ts';
import type { StoredColumn, StoredTable, Table } from './table.ts';

/** One step towards the desired schema. Evolution adds and relaxes; dropping is always explicit. */
export type SchemaChange =
  | { readonly kind: 'create-table'; readonly table: Table }
  | { readonly kind: 'add-columns'; readonly table: string; readonly columns: readonly Column[] }
  | { readonly kind: 'widen-column'; readonly table: string; readonly column: Column; readonly from: StoredColumn }
  | { readonly kind: 'relax-null'; readonly table: string; readonly column: Column };

/**
 * Compares the desired tables with the stored ones. Pure: the destination only executes the answer.
 *
 * Columns added to a table that exists are nullable whatever the schema says, since its rows have no value for them.
 * `previous` is what the schema said when the tables were loaded last: a column that takes no nulls although it said that
 * it may was made so by people, and stays. Without it every such column is relaxed.
 */
export function planSchemaChanges(
  desired: readonly Table[],
  stored: ReadonlyMap<string, StoredTable>,
  previous?: readonly Table[],
): readonly SchemaChange[] {
  const before = new Map(previous?.map((table) => [table.name, table]));
  const changes: SchemaChange[] = [];
  for (const table of desired) {
    const existing = stored.get(table.name);
    if (existing === undefined) changes.push({ kind: 'create-table', table });
    else
      changes.push(
        ...columnChanges(table, existing, (name) => previous === undefined || isRequired(before, table.name, name)),
      );
  }
  return changes;
}

function isRequired(tables: ReadonlyMap<string, Table>, table: string, column: string): boolean {
  return tables.get(table)?.columns.some(({ name, nullable }) => name === column && !nullable) === true;
}

function columnChanges(
  table: Table,
  existing: StoredTable,
  mayRelax: (column: string) => boolean,
): readonly SchemaChange[] {
  const known = new Map(existing.columns.map((column) => [column.name, column]));
  const changes: SchemaChange[] = [];
  const added: Column[] = [];
  for (const column of table.columns) {
    const from = known.get(column.name);
    if (from === undefined) added.push({ ...column, nullable: true });
    else if (isWider(column, from)) changes.push({ kind: 'widen-column', table: table.name, column, from });
    else if (column.nullable && !from.nullable && mayRelax(column.name))
      changes.push({ kind: 'relax-null', table: table.name, column });
  }
  if (added.length > 0) changes.unshift({ kind: 'add-columns', table: table.name, columns: added });
  return changes;
}

/** Compares logical types only; whether the engine can widen was decided when the schema evolved. Never narrows. */
function isWider(column: Column, from: StoredColumn): boolean {
  if (column.dataType !== from.dataType) {
    const joined = joinEvidence(column.dataType, from.dataType);
    return joined !== CONFLICT && dataTypeOf(joined) === column.dataType;
  }
  return (
    column.dataType === 'decimal' &&
    ((column.precision ?? 0) > (from.precision ?? 0) || (column.scale ?? 0) > (from.scale ?? 0))
  );
}
