import { expect, test } from 'vitest';
import { loadPages } from '../support/run.ts';

const cases: readonly {
  readonly name: string;
  readonly rows: readonly unknown[];
  readonly tables: Readonly<Record<string, readonly object[]>>;
}[] = [
  {
    name: 'scalars become columns',
    rows: [{ a: 1, b: 'x', c: true, d: 1.5 }],
    tables: { items: [{ a: 1n, b: 'x', c: true, d: 1.5 }] },
  },
  { name: 'objects flatten into the row', rows: [{ o: { p: { q: 1 } } }], tables: { items: [{ o__p__q: 1n }] } },
  { name: 'empty objects give no column', rows: [{ a: 1, o: {} }], tables: { items: [{ a: 1n }] } },
  {
    name: 'lists of scalars become a table with `value`',
    rows: [{ l: ['x', 'y'] }],
    tables: { items: [{}], items__l: [{ value: 'x' }, { value: 'y' }] },
  },
  {
    name: 'lists of objects become a table',
    rows: [{ l: [{ z: 1 }, { z: 2 }] }],
    tables: { items: [{}], items__l: [{ z: 1n }, { z: 2n }] },
  },
  {
    name: 'lists inside objects are named by their path',
    rows: [{ o: { l: [1] } }],
    tables: { items__o__l: [{ value: 1n }] },
  },
  {
    name: 'lists of lists are named after `list`',
    rows: [{ m: [[1, 2], [3]] }],
    tables: { items__m: [{}, {}], items__m__list: [{ value: 1n }, { value: 2n }, { value: 3n }] },
  },
  {
    name: 'nulls in lists are rows',
    rows: [{ l: [1, null, 2] }],
    tables: { items__l: [{ value: 1n }, {}, { value: 2n }] },
  },
  {
    name: 'mixed lists keep every element',
    rows: [{ l: [1, { z: 2 }, [3]] }],
    tables: { items__l: [{ value: 1n }, { z: 2n }, {}], items__l__list: [{ value: 3n }] },
  },
  { name: 'rows without keys are rows', rows: [{}, { a: null }, { a: 1 }], tables: { items: [{}, {}, { a: 1n }] } },
  {
    name: 'a key can hold a scalar here and an object there',
    rows: [{ a: 1 }, { a: { b: 2 } }],
    tables: { items: [{ a: 1n }, { a__b: 2n }] },
  },
  {
    name: 'a key can hold a scalar here and a list there',
    rows: [{ a: 1 }, { a: [2] }],
    tables: { items: [{ a: 1n }, {}], items__a: [{ value: 2n }] },
  },
  {
    name: 'Maps are objects and Sets are lists',
    rows: [
      new Map<string, unknown>([
        ['a', 1],
        ['s', new Set([7])],
      ]),
    ],
    tables: { items: [{ a: 1n }], items__s: [{ value: 7n }] },
  },
  {
    name: 'objects that know their JSON are asked for it',
    rows: [{ u: new URL('https://example.com/x') }],
    tables: { items: [{ u: 'https://example.com/x' }] },
  },
];

test.each(cases)('$name', async ({ rows, tables }) => {
  const loaded = await loadPages([rows]);
  for (const [table, expected] of Object.entries(tables)) expect(await loaded.rows(table), table).toEqual(expected);
});

test('a list inside an object and one inside a list of the same name are two tables', async () => {
  const { store, rows } = await loadPages([[{ d: { a: [1] } }, { d: [{ a: [2] }] }]]);
  const tables = [...(store.datasets.get('test')?.snapshot.tables.keys() ?? [])].filter((name) =>
    name.startsWith('items__d__a'),
  );
  expect(await Promise.all(tables.map(rows))).toEqual(expect.arrayContaining([[{ value: 1n }], [{ value: 2n }]]));
});

test('an empty list makes no table', async () => {
  const { store } = await loadPages([[{ a: 1, l: [] }]]);
  expect([...(store.datasets.get('test')?.snapshot.tables.keys() ?? [])]).toEqual(['items']);
});

test('children point to their parents, and their ids follow from parent and place', async () => {
  const { rawRows } = await loadPages([[{ l: ['x', 'y'] }, { l: ['z'] }]]);
  const parents = await rawRows('items');
  const children = await rawRows('items__l');
  expect(children.map((row) => [row['_leat_parent_id'], row['_leat_list_idx']])).toEqual([
    [parents[0]?.['_leat_id'], 0n],
    [parents[0]?.['_leat_id'], 1n],
    [parents[1]?.['_leat_id'], 0n],
  ]);
  expect(new Set([...parents, ...children].map((row) => row['_leat_id'])).size).toBe(5);
});

test('what lies deeper than maxNesting is kept as json', async () => {
  const { rows } = await loadPages([[{ a: 1, o: { p: { q: [1, 2n ** 70n] } }, l: [{ m: { n: 1 } }] }]], {
    maxNesting: 1,
  });
  expect(await rows('items')).toEqual([{ a: 1n, o__p: '{"q":[1,1180591620717411303424]}' }]);
  expect(await rows('items__l')).toEqual([{ m: '{"n":1}' }]);
});

test('with maxNesting 0 every object and list is json', async () => {
  const { rows } = await loadPages([[{ o: { p: 1 }, l: [1] }]], { maxNesting: 0 });
  expect(await rows('items')).toEqual([{ o: '{"p":1}', l: '[1]' }]);
});

test('a path can be kept as json by name', async () => {
  const { rows } = await loadPages([[{ payload: { raw: { x: 1 }, kind: 'k' } }]], {
    nested: { 'payload.raw': 'json' },
  });
  expect(await rows('items')).toEqual([{ payload__raw: '{"x":1}', payload__kind: 'k' }]);
});

test('a list longer than one slice is unnested whole and in order', async () => {
  const list = Array.from({ length: 20_000 }, (_, index) => index);
  const { rawRows } = await loadPages([[{ l: list }]]);
  const children = await rawRows('items__l');
  expect(children.map(({ value }) => value)).toEqual(list.map(BigInt));
  expect(children.at(-1)?.['_leat_list_idx']).toBe(19_999n);
});

test('512 levels are unnested', async () => {
  let value: unknown = 1;
  for (let level = 0; level < 511; level++) value = { a: value };
  const { rawRows, report } = await loadPages([[{ id: 1, deep: value }]]);
  expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ loaded: 1, quarantined: 0 });
  expect(Object.values((await rawRows('items'))[0] ?? {})).toContain(1n);
});
