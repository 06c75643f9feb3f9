import { describe, expect, test } from 'vitest';
import {
  append,
  call,
  column,
  connect,
  failure,
  begin,
  job,
  jsonl,
  load,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const texts = table('texts', [column('id', 'bigint'), column('body', 'text')]);

describe('values longer than a reader expects', () => {
  test.each([
    ['csv', (text: string) => `1,"${text}"\n`],
    ['jsonl', (text: string) => `${JSON.stringify({ id: 1, body: text })}\n`],
  ] as const)('a 40 MB text in %s is loaded by starting over, with the files before it', async (format, line) => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const text = 'x'.repeat(40_000_000);
    const receipt = await load(
      client,
      [
        jsonl(folder, texts, 'first', [{ id: 0, body: 'before' }]),
        job(folder, texts, `long.${format}`, format, 1, line(text)),
      ],
      [append(texts)],
    );
    expect(receipt.tables['texts']).toMatchObject({ loaded: 2, inserted: 2 });
    expect(await select(client, 'select id, length(body) as n from texts order by id')).toEqual([
      { id: 0n, n: 6n },
      { id: 1n, n: 40_000_000n },
    ]);
  });
});

test('a table of 3,000 columns takes more memory than a load begins with, and is loaded all the same', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const wide = table(
    'wide',
    Array.from({ length: 3000 }, (_value, index) => column(`c${index}`, 'text')),
  );
  const row = Object.fromEntries(wide.columns.map(({ name }, index) => [name, `v${index}`]));
  await load(
    client,
    [jsonl(folder, texts, 'first', [{ id: 0, body: 'before' }]), jsonl(folder, wide, 'wide', [row])],
    [append(texts), append(wide)],
  );
  expect(await select(client, 'select c0, c2999 from wide')).toEqual([{ c0: 'v0', c2999: 'v2999' }]);
  expect(await select(client, 'select count(*) as n from texts')).toEqual([{ n: 1n }]);
});

test('a memory limit of the user is kept, and the error says what to raise', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb'), memoryLimit: '10MB' });
  await using session = await begin(client);
  const long = jsonl(folder, texts, 'long', [{ id: 1, body: 'x'.repeat(12_000_000) }]);
  expect(await failure(session.loadFile(long, call))).toMatchObject({
    code: 'LEAT_DUCKDB_MEMORY',
    recoverability: 'terminal',
    remedy: expect.stringContaining('memoryLimit'),
  });
});

test('queries have the settings of DuckDB again once the load has ended', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const settings =
    "select name, value from duckdb_settings() where name in ('memory_limit', 'threads', 'preserve_insertion_order') order by name";
  const before = await select(client, settings);
  await load(client, [jsonl(folder, texts, 'a', [{ id: 1 }])], [append(texts)]);
  expect(await select(client, settings)).toEqual(before);
});
