import type { Column, DataType, Schema } from '@leat/core';
import { safeJson, sanitise } from '../terminal/sanitise.ts';

/** What `kyselyOf` and `dataset.rows` give for each type. SQL destinations read dates as `Date` unless told otherwise. */
const TYPES: Readonly<Record<DataType, string>> = {
  text: 'string',
  bigint: 'bigint',
  double: 'number',
  decimal: 'string',
  bool: 'boolean',
  timestamp: 'Date',
  date: 'Date',
  time: 'string',
  json: 'unknown',
  binary: 'Uint8Array',
};

/** TypeScript for the rows of every table: the `Database` that `kyselyOf<Database>(dataset)` takes. */
export function databaseTypes(
  { name, version, tables }: Schema,
  dataset: string,
  nativeTypes: ReadonlySet<DataType>,
): string {
  const names = interfaceNames(tables.map((table) => table.name));
  const tableLines = tables.map((table, index) => `  ${propertyOf(table.name)}: ${names[index] ?? ''};`);
  const rows = tables.map((table, index) => {
    const lines = table.columns.map((column) => [
      ...comment(column.description, '  '),
      propertyLine(column, nativeTypes),
    ]);
    return [...comment(table.description, ''), `export interface ${names[index] ?? ''} {`, ...lines.flat(), '}'].join(
      '\n',
    );
  });
  const header = [
    ...comment(`Tables of ${dataset}, from version ${version} of schema ${name}. Printed by \`leat types\`.`, ''),
    'export interface Database {',
    ...tableLines,
    '}',
  ].join('\n');
  return [header, ...rows].join('\n\n');
}

function propertyLine(column: Column, nativeTypes: ReadonlySet<DataType>): string {
  // What the destination has no type for is stored as text.
  const type = nativeTypes.has(column.dataType) ? TYPES[column.dataType] : TYPES.text;
  // `unknown` takes null, too.
  return `  ${propertyOf(column.name)}: ${type}${column.nullable && type !== 'unknown' ? ' | null' : ''};`;
}

function propertyOf(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : safeJson(JSON.stringify(name));
}

function comment(text: string | undefined, indent: string): readonly string[] {
  return text === undefined ? [] : [`${indent}/** ${sanitise(text).replaceAll('*/', '*\\/')} */`];
}

/** `records__fields` → `RecordsFields`; names that meet get a number, and none is `Database`. */
function interfaceNames(tables: readonly string[]): readonly string[] {
  const taken = new Set(['Database']);
  return tables.map((table) => {
    const words = table.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
    const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
    const base = /^[A-Za-z]/.test(joined) ? joined : `Table${joined}`;
    let name = base;
    for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
    taken.add(name);
    return name;
  });
}
