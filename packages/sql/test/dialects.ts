import type { Column, Table, TypeMapper } from '@leat/core';
import { sql } from 'kysely';
import { compileOnly, StandardQueryCompiler, type SqlDialect } from '../src/index.ts';

const types: TypeMapper = {
  toDestination: ({ dataType, precision, scale }) =>
    dataType === 'decimal' ? `DECIMAL(${precision ?? 38},${scale ?? 9})` : dataType.toUpperCase(),
  fromDestination: () => ({ dataType: 'text' }),
};

const standard: Omit<SqlDialect, 'name' | 'table' | 'dataset' | 'alterAddsManyColumns'> = {
  types,
  compiler: compileOnly(() => new StandardQueryCompiler()),
  createQueryCompiler: () => new StandardQueryCompiler(),
  stagingBecomesTable: true,
  caseSensitive: true,
  maxDecimalPrecision: 38,
  permanentDatasets: new Set(),
  describeColumns: () => sql`select 1`,
  listTables: () => sql`select 1`,
  classifyError: () => 'unknown',
};

/** An engine with catalogs that takes one alteration at a time, as DuckDB is. */
export const catalogued: SqlDialect = {
  ...standard,
  name: 'catalogued',
  alterAddsManyColumns: false,
  table: (dataset, name) => sql.id('cat', dataset, name),
  dataset: (name) => sql.id('cat', name),
};

/** An engine whose staging tables stay staging tables, as Postgres' unlogged ones do. */
export const plain: SqlDialect = {
  ...standard,
  name: 'plain',
  alterAddsManyColumns: true,
  stagingBecomesTable: false,
  table: (dataset, name) => sql.id(dataset, name),
  dataset: (name) => sql.id(name),
};

export const DIALECTS: readonly SqlDialect[] = [catalogued, plain];

export function column(name: string, dataType: Column['dataType'], more: Partial<Column> = {}): Column {
  return { name, dataType, nullable: true, ...more };
}

export function table(name: string, columns: readonly Column[]): Table {
  return { name, resource: name, path: [name], columns };
}
