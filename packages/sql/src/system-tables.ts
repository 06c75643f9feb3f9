import { LEASE_TABLE, LOADS_TABLE, SYSTEM_TABLES, type CallOptions, type Column, type Table } from '@leat/core';
import { sql, type CompiledQuery } from 'kysely';
import { describeTables } from './describe-tables.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlSession } from './sql-engine.ts';

/**
 * Keys that make a second row impossible: one lease per pipeline even when two processes begin at the same instant, and
 * one row per load even when two processes commit the same package.
 */
const PRIMARY_KEYS: ReadonlyMap<string, string> = new Map([
  [LEASE_TABLE.name, 'pipeline'],
  [LOADS_TABLE.name, 'load_id'],
]);

/** Creates the dataset and leat's own tables where they are missing; asks for no right that is not needed. */
export async function createSystemTables(
  session: SqlSession,
  dialect: SqlDialect,
  dataset: string,
  call: CallOptions,
): Promise<void> {
  const names = SYSTEM_TABLES.map(({ name }) => name);
  const present = await describeTables(session, dialect, dataset, names, call);
  if (present.size === names.length) return;
  if (!(await datasetExists(session, dialect, dataset, call)))
    await session.execute(sql`create schema if not exists ${dialect.dataset(dataset)}`.compile(dialect.compiler), call);
  for (const table of SYSTEM_TABLES.filter(({ name }) => !present.has(name))) {
    // One after the other: they share a connection.
    // oxlint-disable-next-line no-await-in-loop
    await session.execute(compileSystemTable(table, dialect, dataset), call);
  }
}

async function datasetExists(
  session: SqlSession,
  dialect: SqlDialect,
  dataset: string,
  call: CallOptions,
): Promise<boolean> {
  if (dialect.findDataset === undefined) return false;
  return (await session.execute(dialect.findDataset(dataset).compile(dialect.compiler), call)).rows.length > 0;
}

/** The DDL of one of leat's own tables. */
export function compileSystemTable(table: Table, dialect: SqlDialect, dataset: string): CompiledQuery {
  const columns = table.columns.map((column) => {
    const type = sql.raw(typeOf(column, dialect));
    return column.nullable ? sql`${sql.id(column.name)} ${type}` : sql`${sql.id(column.name)} ${type} not null`;
  });
  const key = PRIMARY_KEYS.get(table.name);
  const parts = key === undefined ? columns : [...columns, sql`primary key (${sql.id(key)})`];
  return sql`create table if not exists ${dialect.table(dataset, table.name)} (${sql.join(parts)})`.compile(
    dialect.compiler,
  );
}

function typeOf(column: Column, dialect: SqlDialect): string {
  if (column.dataType === 'json' && dialect.documentType !== undefined) return dialect.documentType;
  return dialect.types.toDestination(column);
}
