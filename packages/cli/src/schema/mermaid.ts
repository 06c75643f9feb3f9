import type { Column, Schema } from '@leat/core';

/**
 * A schema as an entity relationship diagram of Mermaid. Its grammar takes letters, digits, `_` and `-` in attribute names, so
 * that other characters are shown as `_`; entities may have any name in quotes.
 */
export function mermaidLines({ tables }: Schema): readonly string[] {
  return [
    'erDiagram',
    ...tables.flatMap(({ name, columns }) => [
      `  ${entity(name)} {`,
      ...columns.map((column) => `    ${column.dataType} ${attribute(column.name)}${keyOf(column)}`),
      '  }',
    ]),
    ...tables.flatMap(({ name, parent, path }) =>
      parent === undefined ? [] : [`  ${entity(parent)} ||--o{ ${entity(name)} : ${quoted(path.at(-1) ?? name)}`],
    ),
  ];
}

function keyOf({ primaryKey, role }: Column): string {
  if (primaryKey === true) return ' PK';
  return role === 'parent-id' || role === 'root-id' ? ' FK' : '';
}

function entity(name: string): string {
  return /^[A-Za-z_][\w-]*$/.test(name) ? name : quoted(name);
}

function attribute(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(plain) ? plain : `_${plain}`;
}

/** Quotes end a name in Mermaid, and control characters end a line. */
function quoted(name: string): string {
  return `"${name.replaceAll(/["\p{Cc}\p{Zl}\p{Zp}]/gu, '_')}"`;
}
