import { describe, expect, test } from 'vitest';
import {
  append,
  call,
  column,
  connect,
  failure,
  job,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

/** Names made to leave their quotes, or to mean something to SQL, paths, patterns and object prototypes. */
const NAMES: readonly string[] = [
  `"; DROP TABLE victims; --`,
  `""`,
  `"`,
  `'`,
  `' OR '1'='1`,
  `x" (id BIGINT); DROP TABLE victims; --`,
  `x"."y`,
  'a.b',
  'a.b.c',
  'x as y',
  'select',
  'from where group',
  'order by 1; --',
  '/* comment */',
  '-- comment',
  '`backtick`',
  '[bracket]',
  '$1',
  '?',
  ':named',
  '@variable',
  '%s %d',
  '\\',
  "\\'; DROP TABLE victims; --",
  '*',
  '../../etc/passwd',
  '..\\..\\windows',
  'C:\\temp',
  'file.parquet',
  '{"json":true}',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  ' ',
  ' leading and trailing ',
  'tab\tand\nnewline\r\n',
  '\u{1B}[31mred',
  '\u{202E}right-to-left',
  '\u{FFFD}',
  'naïve café',
  '名前',
  '😀',
  'e\u{301}',
  'UPPER lower',
  '1',
  '1e3',
  'NULL',
  'true',
  'main',
  'information_schema',
  'a'.repeat(255),
];

describe.each(NAMES)('the name %j', (name) => {
  test('is a plain name for a dataset, a table and a column', async () => {
    using folder = new TemporaryFolder();
    // A dataset of this name belongs to DuckDB.
    const dataset = name === 'information_schema' ? 'shop' : name;
    await using client = await connect({ path: folder.file('w.duckdb') }, { dataset });
    const victims = table('victims', [column('id', 'bigint')]);
    await load(client, [jsonl(folder, victims, 'v', [{ id: 1 }])], [append(victims)]);
    const attacked = table(name, [column('id', 'bigint'), column(name, 'text')]);
    const extra = `${name}2`.slice(-250);
    const wider = table(name, [...attacked.columns, column(extra, 'decimal')]);
    // A computed key defines `__proto__` as a property, where a plain one would set the prototype.
    const jobs = [
      jsonl(folder, attacked, 'a', [{ id: 1, [name]: 'x' }], '1.2'),
      job(folder, attacked, 'b.csv', 'csv', 1, '2,y\n', '1.2'),
      job(folder, wider, 'c.csv', 'csv', 1, '3,z,1.5\n', '1.2'),
    ];
    await load(client, jobs, [append(wider)], { loadId: '1.2', pipeline: name });
    await load(client, [], [{ chain: { root: victims, children: [] }, disposition: 'append' }], {
      loadId: '1.3',
      pipeline: name,
    });
    const keys = ['id', name, extra];
    const rows = await rowsOf(client, name);
    expect(rows.map((row) => Object.keys(row).toSorted())).toEqual(Array.from({ length: 3 }, () => keys.toSorted()));
    expect(rows.map((row) => keys.map((key) => Object.getOwnPropertyDescriptor(row, key)?.value))).toEqual([
      [1n, 'x', null],
      [2n, 'y', null],
      [3n, 'z', '1.500000000'],
    ]);
    expect(await rowsOf(client, 'victims')).toEqual([{ id: 1n }]);
    expect((await client.describeTables([name, 'victims'], call)).size).toBe(2);
    const tables = await select(
      client,
      "select table_name from duckdb_tables() where not starts_with(table_name, '_leat_') and not temporary",
    );
    expect(new Set(tables.map((row) => row['table_name']))).toEqual(new Set(['victims', name]));
  });
});

test.each(['', 'nul\0name'])(
  'the name %j, which SQL cannot write, is refused for table, column and dataset',
  async (name) => {
    using folder = new TemporaryFolder();
    const path = folder.file('w.duckdb');
    await using client = await connect({ path });
    const plain = table('plain', [column('id', 'bigint')]);
    const refusals = [
      () => load(client, [jsonl(folder, { ...plain, name }, 'a', [{ id: 1 }])], [append({ ...plain, name })]),
      () =>
        load(
          client,
          [jsonl(folder, table('plain', [column(name, 'bigint')]), 'b', [{ [name]: 1 }], '1.2')],
          [append(plain)],
          { loadId: '1.2' },
        ),
      async () => {
        await using other = await connect({ path }, { dataset: name });
        await load(other, [], [], { loadId: '1.3' });
      },
      () => rowsOf(client, name),
    ];
    for (const refusal of refusals)
      expect(await failure(refusal())).toMatchObject({ code: 'LEAT_IDENTIFIER', recoverability: 'terminal' });
  },
);

test('names that differ in case are one table', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const upper = table('Items', [column('Id', 'bigint')]);
  await load(client, [jsonl(folder, upper, 'a', [{ Id: 1 }])], [append(upper)]);
  expect((await client.describeTables(['ITEMS'], call)).get('ITEMS')?.columns).toEqual([
    { name: 'Id', dataType: 'bigint', nullable: true },
  ]);
  expect(await rowsOf(client, 'items')).toEqual([{ Id: 1n }]);
});
