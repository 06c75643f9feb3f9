import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Client } from 'pg';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import {
  append,
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

const items = table('items', [column('id', 'bigint'), column('title', 'text')]);

describe('a server that cannot write', () => {
  test('because it only reads, says so', async () => {
    using folder = new TemporaryFolder();
    await runAs(
      server.url(),
      'create role standby login superuser',
      'alter role standby set default_transaction_read_only = on',
    );
    await using client = await connect({ url: server.url('postgres', 'standby') });
    expect(await client.readLoads({}, call)).toEqual([]);
    expect(await failure(load(client, [csv(folder, items, 'a', [])], [append(items)]))).toMatchObject({
      code: 'LEAT_POSTGRES_READ_ONLY',
      recoverability: 'terminal',
    });
  });

  test('because a table is locked by somebody else, gives up after the time it may wait', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url(), lockTimeoutMs: 150 }, { dataset });
    await load(client, [csv(folder, items, 'a', [{ id: 1, title: 'x' }])], [append(items)]);
    const other = new Client(server.url());
    await other.connect();
    await other.query(`begin; lock table ${dataset}.items`);
    const again = csv(folder, items, 'b', [{ id: 2, title: 'y' }], '1.2');
    expect(await failure(load(client, [again], [append(items)], { loadId: '1.2' }))).toMatchObject({
      code: 'LEAT_POSTGRES_LOCKED',
      recoverability: 'transient',
    });
    await other.end();
    await load(client, [again], [append(items)], { loadId: '1.2' });
    expect(await rowsOf(client, 'items')).toHaveLength(2);
  });

  test('in the time a statement may take, is a timeout', async () => {
    await using client = await connect({ url: server.url(), statementTimeoutMs: 50 });
    expect(await failure(select(client, 'select pg_sleep(60)'))).toMatchObject({
      code: 'LEAT_TIMEOUT',
      recoverability: 'transient',
    });
    expect(await select(client, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

describe('giving up', () => {
  test('an aborted query stops at once, on the server too, with the reason of the signal', async () => {
    await using client = await connect({ url: server.url(), applicationName: 'aborted' });
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    const reading = failure(readUntilAborted(client, 'select pg_sleep(60)', controller.signal));
    while (
      (
        await runAs(
          server.url(),
          "select 1 from pg_stat_activity where application_name = 'aborted' and state = 'active' and query like '%pg_sleep%'",
        )
      ).length === 0
    );
    controller.abort(reason);
    expect((await reading).message).toBe('stopped by the user');
    while (
      (
        await runAs(
          server.url(),
          "select 1 from pg_stat_activity where application_name = 'aborted' and state = 'active'",
        )
      ).length > 0
    );
    expect(await select(client, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('a query that passes its deadline ends in a transient error', async () => {
    await using client = await connect({ url: server.url() });
    const late = (async () => {
      for await (const _row of client.query(
        { sql: 'select pg_sleep(60)', parameters: [] },
        { ...call, deadline: Date.now() + 30 },
      ));
    })();
    expect(await failure(late)).toMatchObject({ code: 'LEAT_TIMEOUT', recoverability: 'transient' });
  });

  test('a call with an aborted signal does nothing', async () => {
    await using client = await connect({ url: server.url() });
    const reason = new Error('never begun');
    const load1 = { loadId: '1.1', pipeline: 'p', holder: 'h', startedAt: new Date(0) };
    await expect(client.beginLoad(load1, { ...call, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect((await client.describeTables(['_leat_lease'], call)).size).toBe(0);
  });
});

async function readUntilAborted(
  client: Awaited<ReturnType<typeof connect>>,
  sql: string,
  signal: AbortSignal,
): Promise<void> {
  for await (const _row of client.query({ sql, parameters: [] }, { ...call, signal }));
}
