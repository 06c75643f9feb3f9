import type { CallOptions, StoredColumn, StoredTable } from '@leat/core';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlSession } from './sql-engine.ts';

/** Describes those of the named tables that exist, under the names they were asked for. */
export async function describeTables(
  session: SqlSession,
  dialect: SqlDialect,
  dataset: string,
  names: readonly string[],
  call: CallOptions,
): Promise<ReadonlyMap<string, StoredTable>> {
  const tables = new Map<string, { name: string; columns: StoredColumn[] }>();
  if (names.length === 0) return tables;
  const fold = (name: string): string => (dialect.caseSensitive ? name : name.toLowerCase());
  const asked = new Map(names.map((name) => [fold(name), name]));
  const { rows } = await session.execute<{
    table_name: string;
    column_name: string;
    data_type: string;
    nullable: boolean;
  }>(dialect.describeColumns(dataset, names).compile(dialect.compiler), call);
  for (const row of rows) {
    const name = asked.get(fold(row.table_name));
    if (name === undefined) continue;
    const table = tables.get(name) ?? { name, columns: [] };
    table.columns.push({
      name: row.column_name,
      nullable: row.nullable,
      ...dialect.types.fromDestination(row.data_type),
    });
    tables.set(name, table);
  }
  return tables;
}
