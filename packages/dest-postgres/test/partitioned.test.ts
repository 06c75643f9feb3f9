import { definePipeline, defineResource, type WriteMode } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import postgres from '../src/index.ts';
import { failure, freshDataset, runAs, startServer, TemporaryFolder } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** What people do before the first load: leat adds its own columns to the table it finds. */
async function partitioned(dataset: string): Promise<void> {
  await runAs(
    server.url(),
    `create schema ${dataset}`,
    `create table ${dataset}.events (id bigint, at timestamptz, account text) partition by range (at)`,
    `create table ${dataset}.events_2024 partition of ${dataset}.events for values from ('2024-01-01Z') to ('2025-01-01Z')`,
    `create table ${dataset}.events_rest partition of ${dataset}.events default`,
  );
}

async function runOnce(dataset: string, account: string, write: WriteMode): Promise<void> {
  using folder = new TemporaryFolder();
  const source = defineResource({
    name: 'events',
    rows: [
      { id: 1, at: '2024-05-01T00:00:00Z', account },
      { id: 2, at: '2026-05-01T00:00:00Z', account },
      { id: 3, at: null, account },
    ],
    primaryKey: 'id',
    columns: { at: { dataType: 'timestamp' } },
    write,
  });
  const destination = postgres({ url: server.url() });
  await definePipeline({ name: 'partitioned', source, destination, dataset, workDir: folder.path }).run();
}

describe('a table that people made as a partitioned one', () => {
  test.each<[WriteMode, readonly string[]]>([
    ['append', ['new', 'old']],
    [{ disposition: 'replace', strategy: 'insert-from-staging' }, ['new']],
    [{ disposition: 'replace', strategy: 'truncate-and-insert' }, ['new']],
    [{ disposition: 'merge', strategy: 'upsert' }, ['new']],
    [{ disposition: 'merge', strategy: 'delete-insert' }, ['new']],
    [{ disposition: 'merge', strategy: 'insert-only' }, ['old']],
  ])('is loaded like another by %j, every row in its partition', async (write, accounts) => {
    const dataset = freshDataset();
    await partitioned(dataset);
    await runOnce(dataset, 'old', 'append');
    await runOnce(dataset, 'new', write);
    const inPartition = (name: string): Promise<readonly object[]> =>
      runAs(server.url(), `select id::int, account from ${dataset}.${name} order by id, account`);
    const expected = (...ids: readonly number[]): readonly object[] =>
      ids.flatMap((id) => accounts.map((account) => ({ id, account })));
    expect(await inPartition('events_2024')).toEqual(expected(1));
    expect(await inPartition('events_rest')).toEqual(expected(2, 3));
  });

  test('that has no partition for a row refuses the load by name, and nothing of it is there', async () => {
    const dataset = freshDataset();
    await partitioned(dataset);
    await runAs(server.url(), `drop table ${dataset}.events_rest`);
    expect(await failure(runOnce(dataset, 'old', 'append'))).toMatchObject({
      code: 'LEAT_CONSTRAINT',
      details: { table: 'events' },
    });
    expect(await runAs(server.url(), `select 1 from ${dataset}.events`)).toEqual([]);
  });
});
