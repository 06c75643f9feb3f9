import { LEASE_TABLE, LOADS_TABLE, STATE_TABLE, VERSION_TABLE, type SchemaChange, type StoredTable } from '@leat/core';
import { describe, expect, test } from 'vitest';
import { compileChange, compileSystemTable, pendingChanges } from '../src/index.ts';
import { catalogued, column, DIALECTS, table } from './dialects.ts';

const id = column('id', 'bigint', { nullable: false });
const changes: readonly SchemaChange[] = [
  {
    kind: 'create-table',
    table: table('items', [id, column('title', 'text'), column('price', 'decimal', { precision: 10, scale: 2 })]),
  },
  { kind: 'add-columns', table: 'items', columns: [column('a', 'json'), column('b', 'timestamp')] },
  {
    kind: 'widen-column',
    table: 'items',
    column: column('n', 'decimal', { precision: 20, scale: 4 }),
    from: column('n', 'bigint'),
  },
  { kind: 'relax-null', table: 'items', column: id },
];

describe.each(DIALECTS)('on $name', (dialect) => {
  test('every change compiles to DDL', () => {
    expect(changes.map((change) => compileChange(change, dialect, 'shop').map((query) => query.sql))).toMatchSnapshot();
  });

  test("leat's own tables compile to DDL", () => {
    expect(
      [LOADS_TABLE, VERSION_TABLE, STATE_TABLE, LEASE_TABLE].map(
        (system) => compileSystemTable(system, dialect, 'shop').sql,
      ),
    ).toMatchSnapshot();
  });

  test('names stay between their quotes, dots and aliases are plain text', () => {
    const attacked = table('a.b" as c; drop table x; --', [column('d.e" as f', 'text')]);
    const [create] = compileChange({ kind: 'create-table', table: attacked }, dialect, 'x"."y');
    expect(create?.sql).toContain(`"x"".""y"."a.b"" as c; drop table x; --" ("d.e"" as f" TEXT)`);
  });
});

test.each([
  [{ precision: 10, scale: 2 }, { precision: 12, scale: 6 }, 'DECIMAL(14,6)'],
  [{ precision: 38, scale: 0 }, { precision: 38, scale: 9 }, undefined],
  [{ precision: 5, scale: 5 }, { precision: 5, scale: 0 }, 'DECIMAL(10,5)'],
])('widening a decimal from %j to %j keeps integer and fraction digits of both: %s', (from, to, type) => {
  const widen = (): readonly string[] =>
    compileChange(
      { kind: 'widen-column', table: 't', column: column('v', 'decimal', to), from: column('v', 'decimal', from) },
      catalogued,
      's',
    ).map((query) => query.sql);
  if (type === undefined)
    expect(widen).toThrow(
      expect.objectContaining({ code: 'LEAT_DECIMAL_TOO_WIDE', details: { column: 'v', precision: 47 } }),
    );
  else expect(widen()[0]).toContain(type);
});

describe('pending changes', () => {
  const stored = new Map<string, StoredTable>([
    [
      'items',
      {
        name: 'items',
        columns: [column('id', 'bigint', { nullable: false }), column('v', 'decimal', { precision: 12, scale: 4 })],
      },
    ],
  ]);
  const cases: readonly (readonly [string, SchemaChange, readonly SchemaChange[]])[] = [
    [
      'a table that exists is completed, not created',
      { kind: 'create-table', table: table('items', [id, column('t', 'text', { nullable: false })]) },
      [{ kind: 'add-columns', table: 'items', columns: [column('t', 'text')] }],
    ],
    ['a table that exists completely needs nothing', { kind: 'create-table', table: table('items', [id]) }, []],
    [
      'only absent columns are added',
      { kind: 'add-columns', table: 'items', columns: [id, column('t', 'text')] },
      [{ kind: 'add-columns', table: 'items', columns: [column('t', 'text')] }],
    ],
    ['columns that are there need nothing', { kind: 'add-columns', table: 'items', columns: [id] }, []],
    [
      'a column wide enough is left',
      {
        kind: 'widen-column',
        table: 'items',
        column: column('v', 'decimal', { precision: 10, scale: 4 }),
        from: column('v', 'bigint'),
      },
      [],
    ],
    [
      'a column is widened from what it is',
      {
        kind: 'widen-column',
        table: 'items',
        column: column('v', 'decimal', { precision: 20, scale: 4 }),
        from: column('v', 'bigint'),
      },
      [
        {
          kind: 'widen-column',
          table: 'items',
          column: column('v', 'decimal', { precision: 20, scale: 4 }),
          from: column('v', 'decimal', { precision: 12, scale: 4 }),
        },
      ],
    ],
    ['a column that takes nulls is left', { kind: 'relax-null', table: 'items', column: column('v', 'decimal') }, []],
    [
      'a column that does not is relaxed',
      { kind: 'relax-null', table: 'items', column: id },
      [{ kind: 'relax-null', table: 'items', column: id }],
    ],
    [
      'a table nobody knows is created',
      { kind: 'create-table', table: table('new', [id]) },
      [{ kind: 'create-table', table: table('new', [id]) }],
    ],
  ];
  test.each(cases)('%s', (_rule, change, pending) => {
    expect(pendingChanges([change], stored)).toEqual(pending);
    expect(pendingChanges(pendingChanges([change], stored), stored)).toEqual(pending);
  });
});
