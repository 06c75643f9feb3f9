import { createHash } from 'node:crypto';
import type { Column, SchemaChange, Table } from '@leat/core';
import { sql, type RawBuilder } from 'kysely';

/** Which hints of a schema become real. */
export interface HintOptions {
  readonly keys: boolean;
  readonly indexes: boolean;
  readonly comments: boolean;
}

/** Comments and keys of what a change creates; a change of a type has none. */
export function completeChange(
  change: SchemaChange,
  dataset: string,
  { keys, indexes, comments }: HintOptions,
): readonly RawBuilder<unknown>[] {
  switch (change.kind) {
    case 'create-table': {
      const table = sql.id(dataset, change.table.name);
      return [
        ...(keys ? keysOf(change.table, table) : []),
        ...(indexes ? indexesOf(change.table, dataset) : []),
        ...(comments ? commentsOf(change.table.columns, table, change.table.description) : []),
      ];
    }
    case 'add-columns': {
      const table = sql.id(dataset, change.table);
      return [
        // An order that is there stays as it is: building it anew would take as long as the table is large.
        ...(indexes ? columnIndexes(change.columns, table) : []),
        ...(comments ? commentsOf(change.columns, table, undefined) : []),
      ];
    }
    case 'widen-column':
    case 'relax-null':
      return [];
  }
}

/** A table that keeps versions of rows has every key and id several times. */
function keysOf({ columns }: Table, table: RawBuilder<unknown>): readonly RawBuilder<unknown>[] {
  if (columns.some(({ role }) => role === 'valid-to')) return [];
  const primary = columns.filter(({ primaryKey }) => primaryKey === true).map(({ name }) => sql.id(name));
  const unique = columns.filter((column) => column.unique === true);
  return [
    ...(primary.length === 0 ? [] : [sql`alter table ${table} add primary key (${sql.join(primary)})`]),
    ...unique.map(({ name }) => sql`alter table ${table} add unique (${sql.id(name)})`),
  ];
}

function columnIndexes(columns: readonly Column[], table: RawBuilder<unknown>): readonly RawBuilder<unknown>[] {
  return columns
    .filter(({ index }) => index === true)
    .map(({ name }) => sql`create index on ${table} (${sql.id(name)})`);
}

/** Postgres keeps no order by itself: the table is marked, so that a `CLUSTER` without more words puts it in order. */
function indexesOf({ name, columns }: Table, dataset: string): readonly RawBuilder<unknown>[] {
  const table = sql.id(dataset, name);
  const sorted = columns.filter(({ sort }) => sort === true).map((column) => sql.id(column.name));
  // A name of its own, since the next statement needs it; a hash, since the table's name may fill the 63 bytes.
  const order = `_leat_sort_${createHash('sha256').update(name).digest('hex').slice(0, 16)}`;
  return [
    ...columnIndexes(columns, table),
    ...(sorted.length === 0
      ? []
      : [
          sql`create index ${sql.id(order)} on ${table} (${sql.join(sorted)})`,
          sql`alter table ${table} cluster on ${sql.id(order)}`,
        ]),
  ];
}

function commentsOf(
  columns: readonly Column[],
  table: RawBuilder<unknown>,
  description: string | undefined,
): readonly RawBuilder<unknown>[] {
  const onTable = description === undefined ? [] : [sql`comment on table ${table} is ${literal(description)}`];
  const onColumns = columns.flatMap((column) =>
    column.description === undefined
      ? []
      : [sql`comment on column ${table}.${sql.id(column.name)} is ${literal(column.description)}`],
  );
  return [...onTable, ...onColumns];
}

/** COMMENT takes no parameters. An escape string means the same whatever `standard_conforming_strings` is. */
function literal(text: string): RawBuilder<unknown> {
  const plain = text
    .replaceAll('\0', '')
    .replaceAll('\\', String.raw`\\`)
    .replaceAll("'", "''");
  return sql.raw(`E'${plain}'`);
}
