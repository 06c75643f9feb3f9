import { expect, test } from 'vitest';
import { DoubleValue, ExactDecimal, parseJson } from '../../src/index.ts';
import { loadPages } from '../support/run.ts';

const columnsOf = (store: Awaited<ReturnType<typeof loadPages>>['store'], table = 'items'): Record<string, string> =>
  Object.fromEntries(
    (store.datasets.get('test')?.snapshot.tables.get(table)?.columns ?? [])
      .filter(({ name }) => !name.startsWith('_leat_'))
      .map(({ name, dataType }) => [name, dataType]),
  );

const values = (...list: readonly unknown[]): readonly object[] => list.map((v) => ({ v }));

/** Looks like a value of Temporal, which Node 24 does not have yet. */
function temporal(type: string, text: string, epochNanoseconds?: bigint): object {
  return {
    [Symbol.toStringTag]: `Temporal.${type}`,
    toString: () => text,
    ...(epochNanoseconds === undefined ? {} : { epochNanoseconds }),
  };
}

const cases: readonly {
  readonly name: string;
  readonly rows: readonly object[];
  readonly columns: object;
  readonly loaded?: readonly object[];
}[] = [
  { name: 'integers are bigint', rows: values(1, -5), columns: { v: 'bigint' } },
  { name: 'fractions are double', rows: values(1.5), columns: { v: 'double' } },
  { name: 'integers and fractions are double', rows: values(1, 2.5), columns: { v: 'double' }, loaded: values(1, 2.5) },
  { name: 'the order does not matter', rows: values(2.5, 1), columns: { v: 'double' }, loaded: values(2.5, 1) },
  { name: '1.0 in JSON is a double', rows: parseJson('[{"v":1.0}]') as object[], columns: { v: 'double' } },
  {
    name: 'a wide integer beside fractions makes decimals',
    rows: values(2n ** 60n + 1n, 0.5),
    columns: { v: 'decimal' },
    loaded: values('1152921504606846977', '0.5'),
  },
  {
    name: 'integers beyond 64 bits are decimal',
    rows: values(2n ** 64n),
    columns: { v: 'decimal' },
    loaded: values('18446744073709551616'),
  },
  {
    name: 'digits that a double cannot hold stay',
    rows: values(new ExactDecimal('0.12345678901234567890'), 1),
    columns: { v: 'decimal' },
    loaded: values('0.1234567890123456789', '1'),
  },
  {
    name: 'doubles that are whole stay doubles',
    rows: values(new DoubleValue(3)),
    columns: { v: 'double' },
    loaded: values(3),
  },
  {
    name: 'ISO timestamps are found in text',
    rows: values('2024-01-15T10:00:00Z'),
    columns: { v: 'timestamp' },
    loaded: values('2024-01-15T10:00:00.000000Z'),
  },
  { name: 'ISO dates stay text', rows: values('2024-01-15'), columns: { v: 'text' } },
  {
    name: 'a guessed timestamp gives way to text',
    rows: values('2024-01-15T10:00:00Z', 'soon'),
    columns: { v: 'text' },
    loaded: values('2024-01-15T10:00:00Z', 'soon'),
  },
  {
    name: 'text first gives the same',
    rows: values('soon', '2024-01-15T10:00:00Z'),
    columns: { v: 'text' },
    loaded: values('soon', '2024-01-15T10:00:00Z'),
  },
  {
    name: 'Date objects are timestamps',
    rows: values(new Date(0)),
    columns: { v: 'timestamp' },
    loaded: values('1970-01-01T00:00:00.000000Z'),
  },
  {
    name: 'instants of Temporal are timestamps, to the microsecond',
    rows: values(temporal('Instant', '', 1_705_314_030_123_456_789n)),
    columns: { v: 'timestamp' },
    loaded: values('2024-01-15T10:20:30.123456Z'),
  },
  {
    name: 'instants before 1970 too',
    rows: values(temporal('Instant', '', -1n)),
    columns: { v: 'timestamp' },
    loaded: values('1969-12-31T23:59:59.999999Z'),
  },
  {
    name: 'plain dates of Temporal are dates',
    rows: values(temporal('PlainDate', '2024-02-29')),
    columns: { v: 'date' },
    loaded: values('2024-02-29'),
  },
  {
    name: 'plain times are times',
    rows: values(temporal('PlainTime', '10:20:30.5')),
    columns: { v: 'time' },
    loaded: values('10:20:30.500000'),
  },
  {
    name: 'plain date-times are timestamps in UTC',
    rows: values(temporal('PlainDateTime', '2024-01-15T10:20:30')),
    columns: { v: 'timestamp' },
    loaded: values('2024-01-15T10:20:30.000000Z'),
  },
  {
    name: 'dates and timestamps are timestamps',
    rows: values(temporal('PlainDate', '2024-02-29'), new Date(0)),
    columns: { v: 'timestamp' },
    loaded: values('2024-02-29T00:00:00.000000Z', '1970-01-01T00:00:00.000000Z'),
  },
  {
    name: 'bytes are binary',
    rows: values(Buffer.from('hi')),
    columns: { v: 'binary' },
    loaded: values(Uint8Array.from(Buffer.from('hi'))),
  },
  {
    name: 'numbers in a text column are spelled',
    rows: values('a', 5, 2n ** 70n),
    columns: { v: 'text' },
    loaded: values('a', '5', '1180591620717411303424'),
  },
  {
    name: 'canonical numbers in text fit a bigint column',
    rows: values(1, '2'),
    columns: { v: 'bigint' },
    loaded: values(1n, 2n),
  },
  {
    name: 'what does not fit goes to a variant column',
    rows: values(1, '02', true),
    columns: { v: 'bigint', v__v_text: 'text', v__v_bool: 'bool' },
    loaded: [{ v: 1n }, { v__v_text: '02' }, { v__v_bool: true }],
  },
  { name: 'booleans are no numbers and no text', rows: values('a', true), columns: { v: 'text', v__v_bool: 'bool' } },
  { name: 'a column of nulls is not created', rows: [{ a: 1, v: null }], columns: { a: 'bigint' } },
  { name: 'undefined is absent', rows: [{ a: 1, v: undefined }], columns: { a: 'bigint' } },
];

test.each(cases)('$name', async ({ rows, columns, loaded }) => {
  const run = await loadPages([rows]);
  expect(columnsOf(run.store)).toEqual(columns);
  if (loaded !== undefined) expect(await run.rows('items')).toEqual(loaded);
});

test('types are decided over the window, not over the first page', async () => {
  const pages = Array.from({ length: 100 }, (_, page) => [{ v: page === 99 ? 0.5 : page }]);
  expect(columnsOf((await loadPages(pages)).store)).toEqual({ v: 'double' });
});

test('after the window a value that does not fit goes to a variant column', async () => {
  const ints = Array.from({ length: 10_000 }, (_, v) => ({ v }));
  const { store, rows, report } = await loadPages([ints, [{ v: 0.5 }]]);
  expect(columnsOf(store)).toEqual({ v: 'bigint', v__v_double: 'double' });
  expect((await rows('items')).at(-1)).toEqual({ v__v_double: 0.5 });
  expect(report.warnings).toMatchObject([{ code: 'LEAT_VARIANT', table: 'items', column: 'v', count: 1 }]);
});

test('columns that appear later are added and earlier rows have null there', async () => {
  const { rows } = await loadPages([[{ a: 1 }], [{ a: 2, b: 'x' }]]);
  expect(await rows('items')).toEqual([{ a: 1n }, { a: 2n, b: 'x' }]);
});

test('declared columns are created without rows, and convert what a guess would not', async () => {
  const empty = await loadPages([], {
    columns: { at: { dataType: 'timestamp' }, n: { dataType: 'decimal', precision: 10, scale: 2 } },
  });
  expect(columnsOf(empty.store)).toEqual({ at: 'timestamp', n: 'decimal' });
  const { rows } = await loadPages([[{ at: 1_705_314_030, n: '12.5' }]], {
    columns: { at: { dataType: 'timestamp' }, n: { dataType: 'decimal', precision: 10, scale: 2 } },
  });
  expect(await rows('items')).toEqual([{ at: '2024-01-15T10:20:30.000000Z', n: '12.5' }]);
});

test('a decimal is never rounded: what has more digits goes to a variant column', async () => {
  const { rows } = await loadPages([[{ n: '12.55' }, { n: '12.555' }]], {
    columns: { n: { dataType: 'decimal', precision: 10, scale: 2 } },
  });
  expect(await rows('items')).toEqual([{ n: '12.55' }, { n__v_text: '12.555' }]);
});
