import type { SchemaChange, StoredTable } from '@leat/core';

/**
 * Leaves out of a plan what is already true of the stored tables, so that executing a plan twice is harmless and a plan
 * made before somebody else created the table still works.
 */
export function pendingChanges(
  changes: readonly SchemaChange[],
  stored: ReadonlyMap<string, StoredTable>,
): readonly SchemaChange[] {
  return changes.flatMap((change) => pendingChange(change, stored));
}

function pendingChange(change: SchemaChange, stored: ReadonlyMap<string, StoredTable>): readonly SchemaChange[] {
  const table = stored.get(change.kind === 'create-table' ? change.table.name : change.table);
  // Without a table the engine explains what is missing better than we can.
  if (table === undefined) return [change];
  const known = new Map(table.columns.map((column) => [column.name, column]));
  switch (change.kind) {
    case 'create-table': {
      const columns = change.table.columns
        .filter((column) => !known.has(column.name))
        .map((column) => ({ ...column, nullable: true }));
      return columns.length === 0 ? [] : [{ kind: 'add-columns', table: table.name, columns }];
    }
    case 'add-columns': {
      const columns = change.columns.filter((column) => !known.has(column.name));
      return columns.length === 0 ? [] : [{ ...change, columns }];
    }
    case 'widen-column': {
      const from = known.get(change.column.name);
      if (from === undefined) return [change];
      const same =
        from.dataType === change.column.dataType &&
        (from.precision ?? 0) >= (change.column.precision ?? 0) &&
        (from.scale ?? 0) >= (change.column.scale ?? 0);
      return same ? [] : [{ ...change, from }];
    }
    case 'relax-null':
      return known.get(change.column.name)?.nullable === true ? [] : [change];
  }
}
