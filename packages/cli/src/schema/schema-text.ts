import type { Column, Schema, Table } from '@leat/core';
import { pad } from '../terminal/display-width.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { sanitise } from '../terminal/sanitise.ts';
import { columnType } from './column-type.ts';

/** A schema for people: every table with its columns, types and what is known about them. */
export function schemaLines({ name, version, naming, tables }: Schema): readonly string[] {
  return [
    `schema ${sanitise(name)} · version ${version} · naming ${sanitise(naming)}`,
    ...tables.flatMap((table) => ['', ...tableLines(table)]),
  ];
}

function tableLines(table: Table): readonly string[] {
  const origin = table.parent === undefined ? `resource ${table.resource}` : `child of ${table.parent}`;
  const names = table.columns.map((column) => sanitise(column.name));
  const types = table.columns.map((column) => columnType(column));
  const width = Math.max(0, ...names.map((name) => displayWidth(name)));
  const typeWidth = Math.max(0, ...types.map((type) => type.length));
  return [
    `${sanitise(table.name)}  (${sanitise(origin)})`,
    ...table.columns.map((column, index) =>
      `  ${pad(names[index] ?? '', width)}  ${pad(types[index] ?? '', typeWidth)}  ${notes(column)}`.trimEnd(),
    ),
    ...(table.policies ?? []).map(({ path, action }) => `  = policy ${sanitise(path)}: ${sanitise(action)}`),
  ];
}

function notes(column: Column): string {
  return [
    ...(column.primaryKey === true ? ['primary key'] : []),
    ...(column.mergeKey === true ? ['merge key'] : []),
    ...(column.unique === true ? ['unique'] : []),
    ...(column.index === true ? ['index'] : []),
    ...(column.sort === true ? ['sort'] : []),
    ...Object.entries(column.nativeTypes ?? {}).map(([name, type]) => `${sanitise(type)} in ${sanitise(name)}`),
    ...(column.nullable ? [] : ['not null']),
    ...(column.variantOf === undefined ? [] : [`variant of ${sanitise(column.variantOf)}`]),
    ...(column.role === undefined ? [] : [`leat's own`]),
  ].join(', ');
}
