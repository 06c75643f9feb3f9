import type { Column } from '../schema/column.ts';
import type { Schema } from '../schema/schema.ts';
import type { ResourcePlan } from './resource-plan.ts';

/** The stored schema with the keys that refreshed resources have now: rows of the old key are not there any more. */
export function rekeyed(stored: Schema, plans: ReadonlyMap<string, ResourcePlan>): Schema {
  const tables = stored.tables.map((table) => {
    const plan = plans.get(table.resource);
    if (plan?.refresh !== true || table.parent !== undefined) return table;
    return { ...table, columns: table.columns.map((column) => withKey(column, plan.shape.primaryKey)) };
  });
  return { ...stored, tables };
}

function withKey(column: Column, keys: readonly string[]): Column {
  const { primaryKey: _old, ...rest } = column;
  const [key = ''] = column.path ?? [];
  const isKey = column.path?.length === 1 && column.variantOf === undefined && keys.includes(key);
  return isKey ? { ...rest, primaryKey: true } : rest;
}
