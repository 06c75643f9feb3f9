import { ExactDecimal } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import type { PostgresInput } from '../src/index.ts';
import {
  append,
  byId,
  call,
  column,
  connect,
  csv,
  failure,
  freshDataset,
  load,
  rowsOf,
  runAs,
  select,
  startServer,
  table,
  TemporaryFolder,
} from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const input = (more: PostgresInput = {}): PostgresInput => ({ url: server.url(), ...more });

const everything = table('everything', [
  column('id', 'bigint'),
  column('t', 'text'),
  column('n', 'bigint'),
  column('f', 'double'),
  column('d', 'decimal', { precision: 38, scale: 18 }),
  column('u', 'decimal'),
  column('b', 'bool'),
  column('ts', 'timestamp'),
  column('day', 'date'),
  column('clock', 'time'),
  column('j', 'json'),
  column('bin', 'binary'),
]);

const ROWS = [
  {
    id: 1,
    t: 'a"b\'\n€😀',
    n: -9223372036854775808n,
    f: -0.1,
    d: '-12345678901234567890.123456789012345678',
    u: '98765432109876543210987654321.5',
    b: true,
    ts: '2024-01-15T10:00:00.123456Z',
    day: '0001-01-01',
    clock: '23:59:59.999999',
    j: { x: [1, null, 'y', 12345678901234567890n] },
    bin: Uint8Array.of(0, 255),
  },
  { id: 2 },
];

describe('values of every type', () => {
  test('come back exact', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect(input());
    await load(client, [csv(folder, everything, 'e', ROWS)], [append(everything)]);
    const [row, nulls] = byId(await rowsOf(client, 'everything'));
    expect(row).toEqual({
      ...ROWS[0],
      id: 1n,
      ts: new Date('2024-01-15T10:00:00.123Z'),
      day: new Date('0001-01-01T00:00:00Z'),
    });
    expect(Object.values({ ...nulls, id: null }).every((value) => value === null)).toBe(true);
  });

  test('come back as ISO text with microseconds when asked for, whatever database and role are set to', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await runAs(
      server.url(),
      'create role odd login superuser',
      "alter role odd set timezone = 'Asia/Kolkata'",
      "alter role odd set datestyle = 'German'",
      "alter role odd set bytea_output = 'escape'",
      'alter role odd set extra_float_digits = 0',
      "alter role odd set intervalstyle = 'iso_8601'",
    );
    await using client = await connect({ url: server.url('postgres', 'odd'), temporal: 'text' }, { dataset });
    const rows = [{ ...ROWS[0], f: 0.1 + 0.2 }];
    await load(client, [csv(folder, everything, 'e', rows)], [append(everything)]);
    expect(await rowsOf(client, 'everything')).toEqual([
      { ...ROWS[0], id: 1n, f: 0.1 + 0.2, ts: '2024-01-15T10:00:00.123456Z' },
    ]);
    // What leat itself reads does not depend on the option.
    expect((await client.readLoads({}, call))[0]?.startedAt).toEqual(new Date(1_700_000_000_000));
  });

  test('of people come back as DuckDB would give them', async () => {
    await using client = await connect(input());
    expect(
      await select(
        client,
        `select 'infinity'::timestamptz a, '-infinity'::date b, '290000-01-01T00:00:00Z'::timestamptz c,
         '1969-12-31T23:59:59.999999Z'::timestamptz d, '24:00:00'::time e, '0044-03-15 BC'::date f, 7::integer i, 7::smallint s, 1.5::real r, 1.50::numeric n,
         'NaN'::numeric nn, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid u, interval '1 day 2 hours' v, '\\x00ff'::bytea w, 12::oid o,
         timestamp '2024-01-15 10:00:00' x, null::text y`,
      ),
    ).toEqual([
      {
        a: 'infinity',
        b: '-infinity',
        c: '290000-01-01 00:00:00Z',
        d: new Date(-1),
        e: '24:00:00.000000',
        f: new Date('-000043-03-15T00:00:00Z'),
        i: 7,
        s: 7,
        r: 1.5,
        n: '1.50',
        nn: 'NaN',
        u: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
        v: '1 day 02:00:00',
        w: Uint8Array.of(0, 255),
        o: 12n,
        x: new Date('2024-01-15T10:00:00Z'),
        y: null,
      },
    ]);
  });

  test('in arrays keep their types, nulls and nesting', async () => {
    await using client = await connect(input());
    expect(
      await select(
        client,
        `select array[1, null, 3]::bigint[] a, array['x', null, 'NULL', 'a,"b\\c}', ''] b, array[[1.5], [2.25]]::numeric[] c, '{}'::text[] d,
         array['{"n": 12345678901234567890}'::jsonb] e, array[true, false] f, array['2024-01-15'::date] g`,
      ),
    ).toEqual([
      {
        a: [1n, null, 3n],
        b: ['x', null, 'NULL', 'a,"b\\c}', ''],
        c: [['1.5'], ['2.25']],
        d: [],
        e: [{ n: 12345678901234567890n }],
        f: [true, false],
        g: [new Date('2024-01-15T00:00:00Z')],
      },
    ]);
  });

  test('in json keep numbers no double holds', async () => {
    await using client = await connect(input());
    expect(
      await select(
        client,
        `select '{"big":12345678901234567890,"one":1.0,"pi":3.1415926535897932384,"d":0.1}'::json as j`,
      ),
    ).toEqual([{ j: { big: 12345678901234567890n, one: 1, pi: new ExactDecimal('3.1415926535897932384'), d: 0.1 } }]);
  });
});

test('columns of one name, and columns called as what objects are made of, are all there', async () => {
  await using client = await connect(input());
  const [row] = await select(client, 'select 1 as a, 2 as a, 3 as "__proto__", 4 as constructor');
  expect(Object.entries(row ?? {})).toEqual([
    ['a', 1],
    ['a:1', 2],
    ['__proto__', 3],
    ['constructor', 4],
  ]);
});

test('parameters of every type arrive', async () => {
  await using client = await connect(input());
  const parameters = ['a', 1.5, 2n ** 62n, true, null, undefined, new Date(5), Uint8Array.of(1, 0)];
  expect(
    await select(
      client,
      'select $1::text a, $2::float8 b, $3::bigint c, $4::bool d, $5::text e, $6::int f, $7::timestamptz g, $8::bytea h',
      parameters,
    ),
  ).toEqual([{ a: 'a', b: 1.5, c: 2n ** 62n, d: true, e: null, f: null, g: new Date(5), h: Uint8Array.of(1, 0) }]);
  expect(await failure(select(client, 'select $1', [{ a: 1 }]))).toMatchObject({ code: 'LEAT_SQL_SYNTAX' });
});

test('a text keeps a byte order mark at its start', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect(input());
  const words = table('words', [column('id', 'bigint'), column('w', 'text')]);
  const texts = ['\u{FEFF}', '\u{FEFF}a', 'plain', '', '\\.', '\\N'];
  await load(
    client,
    [
      csv(
        folder,
        words,
        'w',
        texts.map((w, id) => ({ id, w })),
      ),
    ],
    [append(words)],
  );
  expect(byId(await rowsOf(client, 'words')).map((row) => row['w'])).toEqual(texts);
});

test('a state with the character NUL, which jsonb would refuse, is kept as it is', async () => {
  await using client = await connect(input());
  const state = '{"cursor":"a\\u0000b",  "n":1.10}';
  await load(client, [], [], { state: [{ pipeline: 'orders', source: 's', resource: 'r', version: 1, state }] });
  expect((await client.readState('orders', call))[0]?.state).toBe(state);
});

test('a million rows are read in bounded memory', async () => {
  await using client = await connect(input());
  let seen = 0n;
  const query = {
    sql: "select i::bigint as i, repeat('x', 200) as t from generate_series(0, 999999) i",
    parameters: [],
  };
  for await (const row of client.query<{ i: bigint }>(query, call)) seen += row.i;
  expect(seen).toBe(499_999_500_000n);
});

test('a reader that stops early leaves its connection usable, and what its statement did is kept', async () => {
  await using client = await connect(input());
  for await (const row of client.query<{ i: number }>(
    { sql: 'select i from generate_series(1, 100000) i', parameters: [] },
    call,
  )) {
    expect(row.i).toBe(1);
    break;
  }
  await select(client, 'create table public.made_by_query (a int)');
  for await (const _row of client.query(
    { sql: 'insert into public.made_by_query select i from generate_series(1, 5000) i returning a', parameters: [] },
    call,
  ))
    break;
  expect(await select(client, 'select count(*) as n from public.made_by_query')).toEqual([{ n: 5000n }]);
});

test.each([
  ['', 'LEAT_SQL_SYNTAX'],
  ['selct 1', 'LEAT_SQL_SYNTAX'],
  ['select * from nowhere', 'LEAT_SQL_UNDEFINED'],
  ['select no_such_function(1)', 'LEAT_SQL_UNDEFINED'],
  ["select 'secret-value'::integer", 'LEAT_VALUE'],
  ['select 1; select 2', 'LEAT_SQL_SYNTAX'],
  ['vacuum', 'LEAT_SQL_SYNTAX'],
])('the query %j fails with %s', async (sql, code) => {
  await using client = await connect(input());
  const refused = await failure(select(client, sql));
  expect(refused).toMatchObject({ code, recoverability: 'terminal' });
  expect(`${refused.message} ${String(refused.cause)}`).not.toContain('secret-value');
  expect(await select(client, 'select 1 as one')).toEqual([{ one: 1 }]);
});
