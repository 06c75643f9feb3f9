import { SchemaError, type Column, type SchemaChange, type StoredColumn } from '@leat/core';
import { sql, type CompiledQuery, type RawBuilder } from 'kysely';
import type { SqlDialect } from './sql-dialect.ts';

/**
 * Compiles one planned change to DDL; more than one statement where the engine takes one alteration at a time.
 *
 * `staging` makes tables as staging tables are. Everything is built from `sql` fragments: Kysely's schema builder reads dots and ` as ` inside names, and names come
 * from the source.
 * @throws SchemaError `LEAT_DECIMAL_TOO_WIDE` when a decimal would need more digits than the engine has.
 */
export function compileChange(
  change: SchemaChange,
  dialect: SqlDialect,
  dataset: string,
  purpose: 'table' | 'staging' = 'table',
): readonly CompiledQuery[] {
  const compile = (statement: RawBuilder<unknown>): CompiledQuery => statement.compile(dialect.compiler);
  switch (change.kind) {
    case 'create-table': {
      const columns = sql.join(change.table.columns.map((column) => columnDefinition(column, dialect)));
      const table = dialect.table(dataset, change.table.name);
      const staging = purpose === 'staging' ? dialect.createStaging?.(table, columns) : undefined;
      return [compile(staging ?? sql`create table if not exists ${table} (${columns})`)];
    }
    case 'add-columns':
      return batches(change.columns, dialect.alterAddsManyColumns).map((columns) => {
        const additions = columns.map((column) => sql`add column ${sql.id(column.name)} ${typeOf(column, dialect)}`);
        return compile(sql`alter table ${dialect.table(dataset, change.table)} ${sql.join(additions)}`);
      });
    case 'widen-column': {
      const type = typeOf(widened(change.column, change.from, dialect), dialect);
      const table = dialect.table(dataset, change.table);
      return [compile(sql`alter table ${table} alter column ${sql.id(change.column.name)} set data type ${type}`)];
    }
    case 'relax-null': {
      const table = dialect.table(dataset, change.table);
      return [compile(sql`alter table ${table} alter column ${sql.id(change.column.name)} drop not null`)];
    }
  }
}

/** A change of a table people see, with what the engine adds to it: comments, keys. */
export function compileWhole(change: SchemaChange, dialect: SqlDialect, dataset: string): readonly CompiledQuery[] {
  const more = dialect.completeChange?.(change, dataset) ?? [];
  return [...compileChange(change, dialect, dataset), ...more.map((statement) => statement.compile(dialect.compiler))];
}

function columnDefinition(column: Column, dialect: SqlDialect): RawBuilder<unknown> {
  const definition = sql`${sql.id(column.name)} ${typeOf(column, dialect)}`;
  return column.nullable ? definition : sql`${definition} not null`;
}

function typeOf(column: Column, dialect: SqlDialect): RawBuilder<unknown> {
  return sql.raw(dialect.types.toDestination(column));
}

/** A decimal keeps the integer digits of the one and the fraction digits of the other. */
function widened(column: Column, from: StoredColumn, dialect: SqlDialect): Column {
  if (column.dataType !== 'decimal' || from.dataType !== 'decimal') return column;
  const scale = Math.max(column.scale ?? 0, from.scale ?? 0);
  const integerDigits = Math.max(
    (column.precision ?? 0) - (column.scale ?? 0),
    (from.precision ?? 0) - (from.scale ?? 0),
  );
  if (scale + integerDigits > dialect.maxDecimalPrecision) {
    throw new SchemaError(`Column "${column.name}" would need ${scale + integerDigits} digits`, {
      code: 'LEAT_DECIMAL_TOO_WIDE',
      recoverability: 'terminal',
      remedy: `Declare the column as text or double: ${dialect.name} keeps ${dialect.maxDecimalPrecision} digits at the most.`,
      details: { column: column.name, precision: scale + integerDigits },
    });
  }
  return { ...column, precision: scale + integerDigits, scale };
}

function batches(columns: readonly Column[], together: boolean): readonly (readonly Column[])[] {
  if (columns.length === 0) return [];
  return together ? [columns] : columns.map((column) => [column]);
}
