import { copyFileSync, mkdirSync } from 'node:fs';
import { inspect } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { ExactDecimal, type JobFileFormat, type LoadJob } from '@leat/core';
import { describe, expect, test } from 'vitest';
import {
  append,
  begin,
  byId,
  call,
  column,
  connect,
  failure,
  fileJob,
  job,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const everything = table('everything', [
  column('id', 'bigint'),
  column('t', 'text'),
  column('n', 'bigint'),
  column('f', 'double'),
  column('d', 'decimal', { precision: 38, scale: 18 }),
  column('b', 'bool'),
  column('ts', 'timestamp'),
  column('day', 'date'),
  column('clock', 'time'),
  column('j', 'json'),
  column('bin', 'binary'),
]);

/** The same two rows, the second of nulls, in each of core's encodings. */
const encodings: Readonly<Record<JobFileFormat, (folder: TemporaryFolder) => Promise<LoadJob>>> = {
  jsonl: async (folder) =>
    job(
      folder,
      everything,
      'e.jsonl',
      'jsonl',
      2,
      `{"id":1,"t":"a\\u0000b\\"'\\n€😀","n":-9223372036854775808,"f":-0.1,"d":"-12345678901234567890.123456789012345678","b":true,"ts":"2024-01-15T10:00:00.123456Z","day":"0001-01-01","clock":"23:59:59.999999","j":"{\\"x\\":[1,null,\\"y\\"]}","bin":"AP8="}\n{"id":2,"t":null}\n`,
    ),
  csv: async (folder) =>
    job(
      folder,
      everything,
      'e.csv',
      'csv',
      2,
      `1,"a\0b""'\n€😀",-9223372036854775808,-0.1,-12345678901234567890.123456789012345678,true,2024-01-15T10:00:00.123456Z,0001-01-01,23:59:59.999999,"{""x"":[1,null,""y""]}",\\x00ff\n2,,,,,,,,,,\n`,
    ),
  parquet: async (folder) => {
    const path = folder.file('e.parquet');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`SET TimeZone = 'UTC'`);
    await connection.run(
      `COPY (SELECT 1::BIGINT id, $1::VARCHAR t, (-9223372036854775808)::BIGINT n, (-0.1)::DOUBLE f, '-12345678901234567890.123456789012345678' d, true b, TIMESTAMPTZ '2024-01-15 10:00:00.123456Z' ts, DATE '0001-01-01' "day", TIME '23:59:59.999999' clock, '{"x":[1,null,"y"]}' j, unhex('00ff') bin UNION ALL SELECT 2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL) TO '${path}' (FORMAT parquet)`,
      ['a\0b"\'\n€😀'],
    );
    instance.closeSync();
    return fileJob(path, everything, 'e.parquet', 'parquet', 2);
  },
};

describe.each(Object.entries(encodings))('a file in %s', (_format, encode) => {
  test('brings every type exactly', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await load(client, [await encode(folder)], [append(everything)]);
    const [row, nulls] = byId(await rowsOf(client, 'everything'));
    expect(row).toEqual({
      id: 1n,
      t: 'a\0b"\'\n€😀',
      n: -9223372036854775808n,
      f: -0.1,
      d: '-12345678901234567890.123456789012345678',
      b: true,
      ts: new Date('2024-01-15T10:00:00.123Z'),
      day: new Date('0001-01-01T00:00:00Z'),
      clock: '23:59:59.999999',
      j: { x: [1, null, 'y'] },
      bin: Uint8Array.of(0, 255),
    });
    expect(Object.values({ ...nulls, id: null }).every((value) => value === null)).toBe(true);
  });

  test('is read as ISO text with microseconds when asked for', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb'), temporal: 'text' });
    await load(client, [await encode(folder)], [append(everything)]);
    expect(byId(await rowsOf(client, 'everything'))[0]).toMatchObject({
      ts: '2024-01-15T10:00:00.123456Z',
      day: '0001-01-01',
      clock: '23:59:59.999999',
    });
    // What leat itself reads does not depend on the option.
    expect((await client.readLoads({}, call))[0]?.startedAt).toEqual(new Date(1_700_000_000_000));
  });

  test('lies in a folder whose name could be a pattern or a partition', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const plain = await encode(folder);
    const odd = folder.file(`it's [a]* pattern?/year=2024/`);
    mkdirSync(odd, { recursive: true });
    copyFileSync(plain.path, `${odd}${plain.file.name}`);
    await load(client, [{ ...plain, path: `${odd}${plain.file.name}` }], [append(everything)]);
    expect(await select(client, 'select count(*) as n from everything')).toEqual([{ n: 2n }]);
  });
});

test('keeps an empty text apart from null in csv', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const words = table('words', [column('id', 'bigint'), column('w', 'text')]);
  await load(client, [job(folder, words, 'w.csv', 'csv', 3, '1,""\n2,\n3,"NULL"\n')], [append(words)]);
  expect(byId(await rowsOf(client, 'words')).map((row) => row['w'])).toEqual(['', null, 'NULL']);
});

test('keeps a null in a csv of one column', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const one = table('one', [column('w', 'text')]);
  await load(client, [job(folder, one, 'w.csv', 'csv', 4, 'a\n\n""\nb\n')], [append(one)]);
  expect((await rowsOf(client, 'one')).map((row) => row['w'])).toEqual(['a', null, '', 'b']);
});

test('keeps numbers inside json as they were written', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const docs = table('docs', [column('j', 'json')]);
  const text = '{"x":99999999999999999999.123456789,"y":1e500}';
  await load(client, [jsonl(folder, docs, 'd', [{ j: text }])], [append(docs)]);
  expect(await select(client, 'select j::varchar as text from docs')).toEqual([{ text }]);
  // No JavaScript value means 1e500, so this one is read as the text it is.
  expect(await rowsOf(client, 'docs')).toEqual([{ j: text }]);
  expect(
    await select(
      client,
      `select '{"big":12345678901234567890,"one":1.0,"pi":3.1415926535897932384,"d":0.1}'::json as j`,
    ),
  ).toEqual([{ j: { big: 12345678901234567890n, one: 1, pi: new ExactDecimal('3.1415926535897932384'), d: 0.1 } }]);
});

test('keeps a byte order mark at the start of a text, which the driver would drop', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const words = table('words', [column('id', 'bigint'), column('w', 'text')]);
  const texts = ['\u{FEFF}', '\u{FEFF}a', `\u{FEFF}${'long '.repeat(10)}`, 'plain', '', '\u{FFFD}'];
  await load(
    client,
    [
      jsonl(
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

test('keeps moments no Date can hold as text', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  expect(
    await select(
      client,
      `select 'infinity'::timestamptz a, '-infinity'::date b, '290000-01-01T00:00:00Z'::timestamptz c, '1969-12-31T23:59:59.999999Z'::timestamptz d, '24:00:00'::time e`,
    ),
  ).toEqual([{ a: 'infinity', b: '-infinity', c: '290000-01-01 00:00:00Z', d: new Date(-1), e: '24:00:00.000000' }]);
});

test('reads lists, structs and other types people make', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  expect(
    await select(
      client,
      `select [1.5::decimal(3,1), null] l, {'__proto__': 1, 'k': [true]} s, map {'a': 1} m, 170141183460469231731687303715884105727::hugeint h, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid u, 1::integer i, interval 1 day v`,
    ),
  ).toMatchObject([
    {
      l: ['1.5', null],
      m: [{ key: 'a', value: 1 }],
      h: 170141183460469231731687303715884105727n,
      u: 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
      i: 1,
      v: '1 day',
    },
  ]);
});

test('binds parameters of every type', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const parameters = [
    'a\0b',
    1,
    1.5,
    2 ** 40,
    2n ** 62n,
    2n ** 100n,
    true,
    null,
    undefined,
    new Date(5),
    Uint8Array.of(1),
  ];
  const list = parameters.map((_value, index) => `$${index + 1} as p${index}`).join(', ');
  const [row] = await select(client, `select ${list}`, parameters);
  expect(Object.values(row ?? {})).toEqual([
    'a\0b',
    1n,
    1.5,
    2n ** 40n,
    2n ** 62n,
    2n ** 100n,
    true,
    null,
    null,
    new Date(5),
    Uint8Array.of(1),
  ]);
  expect(await failure(select(client, 'select $1', [{ a: 1 }]))).toMatchObject({
    code: 'LEAT_SQL_SYNTAX',
    remedy: expect.stringContaining('JSON.stringify'),
  });
});

describe('a value that does not fit names its column and keeps itself secret', () => {
  const secret = 'hunter2-secret';
  test.each([
    ['json', `{"${secret}`],
    ['timestamp', secret],
    ['date', `2024-02-30 ${secret}`],
    ['time', secret],
    ['binary', `${secret}!`],
  ] as const)('%s', async (dataType, value) => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await using session = await begin(client);
    const of = table('odd', [column('id', 'bigint'), column('v', dataType)]);
    const refused = await failure(session.loadFile(jsonl(folder, of, 'o', [{ id: 1, v: value }]), call));
    expect(refused).toMatchObject({
      code: 'LEAT_VALUE',
      recoverability: 'terminal',
      details: { column: 'v', table: 'odd', rows: 1 },
    });
    expect(inspect(refused, { depth: 9 })).not.toContain(secret);
  });
});

test.each([
  ['jsonl', '{"id":1}\n{"id":\n'],
  ['csv', '1,2,3\n4\n'],
  ['parquet', 'PAR1 but no parquet'],
] as const)('a damaged %s is an error of the file, without its content', async (format, content) => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  await using session = await begin(client);
  const of = table('odd', [column('id', 'bigint'), column('v', 'text')]);
  const refused = await failure(session.loadFile(job(folder, of, `o.${format}`, format, 2, content), call));
  expect(refused).toMatchObject({ code: 'LEAT_JOB_FILE', details: { file: `o.${format}` } });
  expect(`${refused.message} ${String(refused.cause)}`).not.toContain(folder.path);
});
