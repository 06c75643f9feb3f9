import type { StateRow } from '@leat/core';
import { describe, expect, test } from 'vitest';
import {
  append,
  begin,
  byId,
  call,
  column,
  commitOf,
  connect,
  failure,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const items = table('items', [column('id', 'bigint', { nullable: false }), column('title', 'text')]);

describe('append', () => {
  test('publishes the rows of all files with state, schema version and receipt in one commit', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const state: StateRow = {
      pipeline: 'orders',
      source: 'shop',
      resource: 'items',
      version: 1,
      state: '{"cursor":"9007199254740993"}',
    };
    const receipt = await load(
      client,
      [
        jsonl(folder, items, 'a', [{ id: 1, title: 'x' }]),
        jsonl(folder, items, 'b', [{ id: 2, title: null }, { id: 3 }]),
      ],
      [append(items)],
      { state: [state] },
    );
    expect(receipt.tables['items']).toMatchObject({ loaded: 3, inserted: 3, deleted: 0 });
    expect(byId(await rowsOf(client, 'items'))).toEqual([
      { id: 1n, title: 'x' },
      { id: 2n, title: null },
      { id: 3n, title: null },
    ]);
    expect(await client.readState('orders', call)).toEqual([state]);
    expect(await client.readSchema('orders', call)).toMatchObject({ name: 'orders', version: 1, hash: 'hash-1' });
    expect(await client.readLoads({}, call)).toEqual([
      {
        loadId: '1.1',
        pipeline: 'orders',
        status: 'loaded',
        startedAt: new Date(1_700_000_000_000),
        committedAt: new Date(1_700_000_001_000),
        receipt,
      },
    ]);
  });

  test('adds to what earlier loads brought', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await load(client, [jsonl(folder, items, 'a', [{ id: 1, title: 'x' }])], [append(items)]);
    const receipt = await load(client, [jsonl(folder, items, 'b', [{ id: 2, title: 'y' }], '1.2')], [append(items)], {
      loadId: '1.2',
    });
    expect(receipt.tables['items']).toMatchObject({ loaded: 1, inserted: 1 });
    expect(byId(await rowsOf(client, 'items'))).toEqual([
      { id: 1n, title: 'x' },
      { id: 2n, title: 'y' },
    ]);
    expect((await client.readLoads({ limit: 1 }, call)).map((row) => row.loadId)).toEqual(['1.2']);
  });

  test('grows staging when a later file of the load has more columns, and the table when a later load has', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const wider = table('items', [...items.columns, column('price', 'decimal', { precision: 10, scale: 2 })]);
    await load(
      client,
      [jsonl(folder, items, 'a', [{ id: 1, title: 'x' }]), jsonl(folder, wider, 'b', [{ id: 2, price: '1.50' }])],
      [append(wider)],
    );
    const widest = table('items', [...wider.columns, column('tags', 'json')]);
    await load(client, [jsonl(folder, widest, 'c', [{ id: 3, tags: '["a"]' }], '1.2')], [append(widest)], {
      loadId: '1.2',
    });
    expect(byId(await rowsOf(client, 'items'))).toEqual([
      { id: 1n, title: 'x', price: null, tags: null },
      { id: 2n, title: null, price: '1.50', tags: null },
      { id: 3n, title: null, price: null, tags: ['a'] },
    ]);
  });

  test('widens a column inside a load and in the stored table', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const narrow = table('sums', [column('id', 'bigint'), column('v', 'bigint')]);
    const wide = table('sums', [column('id', 'bigint'), column('v', 'decimal', { precision: 38, scale: 2 })]);
    await load(
      client,
      [jsonl(folder, narrow, 'a', [{ id: 1, v: 7 }]), jsonl(folder, wide, 'b', [{ id: 2, v: '0.25' }])],
      [append(wide)],
    );
    await load(client, [jsonl(folder, narrow, 'c', [{ id: 1, v: 8 }], '1.2')], [append({ ...narrow, name: 'other' })], {
      loadId: '1.2',
    });
    expect(byId(await rowsOf(client, 'sums'))).toEqual([
      { id: 1n, v: '7.00' },
      { id: 2n, v: '0.25' },
    ]);
  });

  test('creates declared tables and columns no file brought', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const declared = table('items', [...items.columns, column('later', 'timestamp')]);
    const empty = table('nothing', [column('id', 'bigint', { nullable: false })]);
    await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(declared), append(empty)]);
    const stored = await client.describeTables(['items', 'nothing', 'absent'], call);
    expect(stored.get('items')?.columns).toEqual([
      { name: 'id', dataType: 'bigint', nullable: false },
      { name: 'title', dataType: 'text', nullable: true },
      { name: 'later', dataType: 'timestamp', nullable: true },
    ]);
    expect(stored.get('nothing')?.columns).toEqual([{ name: 'id', dataType: 'bigint', nullable: false }]);
    expect(stored.has('absent')).toBe(false);
    expect(await rowsOf(client, 'nothing')).toEqual([]);
  });

  test('publishes a chain of tables together', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const child = table('items__tags', [column('parent', 'bigint'), column('value', 'text')], { parent: 'items' });
    const receipt = await load(
      client,
      [
        jsonl(folder, items, 'a', [{ id: 1 }]),
        jsonl(folder, child, 'b', [
          { parent: 1, value: 'p' },
          { parent: 1, value: 'q' },
        ]),
      ],
      [append(items, [child])],
    );
    expect(receipt.tables['items__tags']).toMatchObject({ inserted: 2 });
    expect(await rowsOf(client, 'items__tags')).toHaveLength(2);
  });
});

test('loads nothing twice when a job comes again, also at the same time', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  await using session = await begin(client);
  const one = jsonl(folder, items, 'a', [{ id: 1 }, { id: 2 }]);
  expect(await Promise.all([session.loadFile(one, call), session.loadFile(one, call)])).toEqual([
    { rows: 2 },
    { rows: 2 },
  ]);
  await session.loadFile(one, call);
  await session.commit(await commitOf(client, [append(items)]), call);
  expect(await rowsOf(client, 'items')).toHaveLength(2);
});

test('a load id that was committed has no effect and gives the same receipt, in any session', async () => {
  using folder = new TemporaryFolder();
  const path = folder.file('w.duckdb');
  const one = jsonl(folder, items, 'a', [{ id: 1 }]);
  await using first = await connect({ path });
  const session = await begin(first);
  expect(session.committed).toBeUndefined();
  await session.loadFile(one, call);
  const commit = await commitOf(first, [append(items)]);
  const receipt = await session.commit(commit, call);
  expect(await session.commit(commit, call)).toEqual(receipt);
  await session[Symbol.asyncDispose]();

  await using second = await connect({ path });
  await using again = await begin(second);
  expect(again.committed).toEqual(receipt);
  await again.loadFile(one, call);
  expect(await again.commit(commit, call)).toEqual(receipt);
  expect(await rowsOf(second, 'items')).toHaveLength(1);
});

test('leaves nothing of a load that was disposed without a commit', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const session = await begin(client);
  await session.loadFile(jsonl(folder, items, 'a', [{ id: 1 }]), call);
  await session[Symbol.asyncDispose]();
  expect((await client.describeTables(['items'], call)).size).toBe(0);
  expect(await client.readLoads({}, call)).toEqual([]);
  expect(
    await select(client, "select table_name from duckdb_tables() where table_name not like '\\_leat\\_%' escape '\\'"),
  ).toEqual([]);
});

test('rolls everything back when the receipt does not balance', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const unbalanced = load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)], {
    receipt: () => {
      throw new Error('unbalanced');
    },
  });
  await expect(unbalanced).rejects.toThrow('unbalanced');
  expect((await client.describeTables(['items'], call)).size).toBe(0);
  expect(await client.readState('orders', call)).toEqual([]);
});

test('refuses a file that holds other rows than the manifest says, and the load with it', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  await using session = await begin(client);
  const honest = jsonl(folder, items, 'a', [{ id: 1 }, { id: 2 }]);
  const lying = { ...honest, file: { ...honest.file, rows: 3 } };
  expect(await failure(session.loadFile(lying, call))).toMatchObject({
    code: 'LEAT_ROW_COUNT_MISMATCH',
    details: { expected: 3, counted: 2 },
  });
  expect(await failure(commitOf(client, [append(items)]).then((commit) => session.commit(commit, call)))).toMatchObject(
    { code: 'LEAT_LOAD_BROKEN' },
  );
});

test('keeps one row of state per resource, the newest', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const state = (resource: string, version: number): StateRow => ({
    pipeline: 'orders',
    source: 's',
    resource,
    version,
    state: `{"v":${version}}`,
  });
  await load(client, [], [], { state: [state('a', 1), state('b', 1)] });
  await load(client, [], [], { loadId: '1.2', state: [state('a', 2)], schemaVersion: 2 });
  expect(await client.readState('orders', call)).toEqual([state('a', 2), state('b', 1)]);
  expect(await client.readState('another', call)).toEqual([]);
  expect(await client.readSchema('orders', call)).toMatchObject({ version: 2 });
  expect(await select(client, 'select version from _leat_version order by version')).toEqual([
    { version: 1n },
    { version: 2n },
  ]);
});

test('knows nothing before the first load, and creates nothing by asking', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  expect(await client.readSchema('orders', call)).toBeUndefined();
  expect(await client.readState('orders', call)).toEqual([]);
  expect(await client.readLoads({}, call)).toEqual([]);
  expect(await select(client, "select schema_name from duckdb_schemas() where schema_name = 'shop'")).toEqual([]);
});

test.each(['shop', 'main'])('drops the dataset %s with everything in it', async (dataset) => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') }, { dataset });
  await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
  await client.dropDataset(call);
  expect((await client.describeTables(['items', '_leat_loads'], call)).size).toBe(0);
  expect(await client.readLoads({}, call)).toEqual([]);
  await load(client, [jsonl(folder, items, 'b', [{ id: 2 }])], [append(items)]);
  expect(await rowsOf(client, 'items')).toHaveLength(1);
});

test.each(['shop', 'temp', 'system', 'main', 'memory'])(
  'loads into a dataset called like its database, %s.duckdb',
  async (name) => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file(`${name}.duckdb`) }, { dataset: name });
    await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    expect(await rowsOf(client, 'items')).toHaveLength(1);
    expect(await select(client, 'select id from items')).toEqual([{ id: 1n }]);
  },
);

test('works in memory for as long as the client lives', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: ':memory:' });
  await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
  expect(await rowsOf(client, 'items')).toHaveLength(1);
});
