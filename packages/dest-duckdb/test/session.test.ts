import type { DestinationClient } from '@leat/core';
import { kyselyOf } from '@leat/sql';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  append,
  begin,
  call,
  collect,
  column,
  commitOf,
  connect,
  datasetOf,
  failure,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const items = table('items', [column('id', 'bigint', { nullable: false }), column('title', 'text')]);
const endless = 'select count(*) from range(100000000000) a, range(1000) b';

describe('fencing', () => {
  test('a load that was overtaken cannot commit', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await using slow = await begin(client, '1.1');
    await slow.loadFile(jsonl(folder, items, 'a', [{ id: 1 }]), call);
    await load(client, [jsonl(folder, items, 'b', [{ id: 2 }], '1.2')], [append(items)], { loadId: '1.2' });
    const commit = await commitOf(client, [append(items)], { loadId: '1.1' });
    expect(await failure(slow.commit(commit, call))).toMatchObject({
      code: 'LEAT_FENCED',
      recoverability: 'terminal',
      details: { pipeline: 'orders' },
    });
    expect((await rowsOf(client, 'items')).map((row) => row['id'])).toEqual([2n]);
    expect((await client.readLoads({}, call)).map((row) => row.loadId)).toEqual(['1.2']);
  });

  test('an overtaken load cannot commit before the later one does, nor after', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await using first = await begin(client, '1.1');
    await using second = await begin(client, '1.2');
    expect(await failure(first.commit(await commitOf(client, [], { loadId: '1.1' }), call))).toMatchObject({
      code: 'LEAT_FENCED',
    });
    await second.commit(await commitOf(client, [], { loadId: '1.2' }), call);
  });

  test('other pipelines of the dataset do not fence, also when all begin at once on an empty database', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const pipelines = Array.from({ length: 6 }, (_pipeline, index) => `p${index}`);
    const sessions = await Promise.all(pipelines.map((pipeline, index) => begin(client, `1.${index}`, pipeline)));
    for (const [index, session] of sessions.entries()) {
      const own = table(`t${index}`, items.columns);
      await session.loadFile(jsonl(folder, own, `f${index}`, [{ id: index }], `1.${index}`), call);
    }
    for (const [index, session] of sessions.entries()) {
      const own = table(`t${index}`, items.columns);
      await session.commit(
        await commitOf(client, [append(own)], { loadId: `1.${index}`, pipeline: `p${index}` }),
        call,
      );
      await session[Symbol.asyncDispose]();
    }
    expect(await select(client, 'select pipeline, epoch from _leat_lease order by pipeline')).toEqual(
      pipelines.map((pipeline) => ({ pipeline, epoch: 1n })),
    );
  });

  test('two loads of one pipeline that begin at the same instant: exactly one commits', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const ids = ['1.1', '1.2', '1.3'];
    const loads = await Promise.all(
      ids.map(async (loadId) => ({
        session: await begin(client, loadId),
        commit: await commitOf(client, [], { loadId }),
      })),
    );
    const ends = await Promise.allSettled(loads.map(({ session, commit }) => session.commit(commit, call)));
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1);
    expect(await client.readLoads({}, call)).toHaveLength(1);
    await Promise.all(loads.map(({ session }) => session[Symbol.asyncDispose]()));
  });
});

describe('giving up', () => {
  test('an aborted query stops at once, with the reason of the signal', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    const reading = collect(client.query({ sql: endless, parameters: [] }, { ...call, signal: controller.signal }));
    setImmediate(() => controller.abort(reason));
    await expect(reading).rejects.toBe(reason);
    expect(await select(client, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a call with an aborted signal does nothing', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const reason = new Error('never begun');
    const aborted = { ...call, signal: AbortSignal.abort(reason) };
    await expect(
      client.beginLoad({ loadId: '1.1', pipeline: 'p', holder: 'h', startedAt: new Date(0) }, aborted),
    ).rejects.toBe(reason);
    expect((await client.describeTables(['_leat_lease'], call)).size).toBe(0);
  });

  test('a query that passes its deadline ends in a transient error', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const late = collect(client.query({ sql: endless, parameters: [] }, { ...call, deadline: Date.now() + 30 }));
    expect(await failure(late)).toMatchObject({ code: 'LEAT_TIMEOUT', recoverability: 'transient' });
  });

  test('a file that is aborted half-way leaves nothing, and the load can be repeated', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const controller = new AbortController();
    const many = jsonl(
      folder,
      items,
      'many',
      Array.from({ length: 200_000 }, (_row, id) => ({ id, title: `title ${id}` })),
    );
    {
      await using session = await begin(client);
      const loading = session.loadFile(many, { ...call, signal: controller.signal });
      setImmediate(() => controller.abort());
      await expect(loading).rejects.toThrow();
    }
    expect((await client.describeTables(['items'], call)).size).toBe(0);
    await load(client, [many], [append(items)]);
    expect(await select(client, 'select count(*) as n from items')).toEqual([{ n: 200_000n }]);
  });

  test('a reader that stops early frees its connection', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    for await (const row of client.query<{ i: bigint }>(
      { sql: 'select range as i from range(1000000)', parameters: [] },
      call,
    )) {
      expect(row.i).toBe(0n);
      break;
    }
    await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
  });
});

describe('queries', () => {
  test.each([
    ['selct 1', 'LEAT_SQL_SYNTAX'],
    ['select * from nowhere', 'LEAT_SQL_UNDEFINED'],
    ['select nothing from items', 'LEAT_SQL_UNDEFINED'],
    ['select no_such_function(1)', 'LEAT_SQL_UNDEFINED'],
    ['select * from items where', 'LEAT_SQL_SYNTAX'],
    ["select 'secret-value'::integer", 'LEAT_CONSTRAINT'],
    ['', 'LEAT_SQL_SYNTAX'],
  ])('%j fails with %s', async (sql, code) => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    const refused = await failure(select(client, sql));
    expect(refused).toMatchObject({ code, recoverability: 'terminal' });
    expect(refused.message).not.toContain('secret-value');
  });

  test('stream a million rows in bounded memory', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    let seen = 0n;
    for await (const row of client.query<{ i: bigint; t: string }>(
      { sql: "select range as i, repeat('x', 200) as t from range(1000000)", parameters: [] },
      call,
    ))
      seen += row.i;
    expect(seen).toBe(499_999_500_000n);
  });

  test('typed by Kysely read the dataset', async () => {
    interface Shop {
      items: { id: bigint; title: string | null };
      _leat_loads: { load_id: string };
    }
    using folder = new TemporaryFolder();
    // Dataset and database share their name, where an unqualified schema would be ambiguous.
    await using client = await connect({ path: folder.file('shop.duckdb') });
    await load(
      client,
      [
        jsonl(folder, items, 'a', [
          { id: 1, title: 'x' },
          { id: 2, title: 'y' },
        ]),
      ],
      [append(items)],
    );
    const db = kyselyOf<Shop>(datasetOf(client));
    const rows = await db
      .selectFrom('items')
      .innerJoin('_leat_loads', (join) => join.onTrue())
      .select(['items.title', '_leat_loads.load_id'])
      .where('items.id', '=', 2n)
      .execute();
    expectTypeOf(rows).toEqualTypeOf<{ title: string | null; load_id: string }[]>();
    expect(rows).toEqual([{ title: 'y', load_id: '1.1' }]);
    const streamed: bigint[] = [];
    for await (const row of db.selectFrom('items').select('id').orderBy('id').stream()) streamed.push(row.id);
    expect(streamed).toEqual([1n, 2n]);
    expect(await failure(db.transaction().execute(() => Promise.resolve()))).toMatchObject({
      code: 'LEAT_STRATEGY_UNSUPPORTED',
    });
  });

  test('typed by Kysely need a SQL destination', async () => {
    const memory = { query: () => [] } as unknown as DestinationClient; // anything that is not a SqlClient
    expect(() => kyselyOf(datasetOf(memory))).toThrow(expect.objectContaining({ code: 'LEAT_NOT_SQL' }));
  });
});

test('an index people made is named when it stands in the way of a change', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
  await select(client, 'create unique index by_id on items (id)');
  const taken = await failure(
    load(client, [jsonl(folder, items, 'b', [{ id: 1 }], '1.2')], [append(items)], { loadId: '1.2' }),
  );
  expect(taken).toMatchObject({ code: 'LEAT_CONSTRAINT', recoverability: 'terminal' });
  expect(await rowsOf(client, 'items')).toHaveLength(1);
});

test('a null where the table takes none is a constraint, and nothing is published', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  const refused = await failure(load(client, [jsonl(folder, items, 'a', [{ id: null }])], [append(items)]));
  expect(refused).toMatchObject({ code: 'LEAT_CONSTRAINT', message: expect.stringContaining('NOT NULL') });
  expect((await client.describeTables(['items'], call)).size).toBe(0);
});
