import { defineResource, type AnyResource } from '@leat/core';

/** Rows at the edge of what is possible. */
export interface SpecialSource {
  readonly special: 'wide' | 'long-text' | 'nothing';
  /** Columns of each wide row, or bytes of the long text. */
  readonly size: number;
  /** Name of the table. Default `rows`. */
  readonly table?: string;
}

/** Makes the resource of a special source. */
export function specialResource({ special, size, table = 'rows' }: SpecialSource): AnyResource {
  switch (special) {
    case 'wide':
      return defineResource({ name: table, rows: () => [wideRow(0, size), wideRow(1, size)] });
    case 'long-text':
      return defineResource({
        name: table,
        rows: () => [
          { id: 0, body: 'before' },
          { id: 1, body: 'x'.repeat(size) },
          { id: 2, body: 'after' },
        ],
      });
    case 'nothing':
      return defineResource({ name: table, rows: (): readonly object[] => [] });
  }
}

function wideRow(id: number, columns: number): Readonly<Record<string, number | string>> {
  const entries = Array.from({ length: columns - 1 }, (_, index) => [
    `c${index}`,
    index % 2 === 0 ? index : `v${index}`,
  ]);
  return { id, ...Object.fromEntries(entries) };
}
