import type { TablePublication } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import {
  append,
  begin,
  call,
  column,
  commitOf,
  connect,
  csv,
  failure,
  freshDataset,
  load,
  rowsOf,
  runAs,
  startServer,
  table,
  TemporaryFolder,
} from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const items = table(
  'items',
  [column('id', 'bigint', { primaryKey: true, nullable: false }), column('title', 'text', { description: 'Its name' })],
  { description: 'What we sell' },
);
const rows = [
  { id: 1, title: 'a' },
  { id: 2, title: 'b' },
];

const tablesLike = (dataset: string, pattern: string): Promise<readonly { readonly [key: string]: unknown }[]> =>
  runAs(
    server.url(),
    `select c.oid::text, relpersistence::text as persistence from pg_class c where relnamespace = '${dataset}'::regnamespace and relkind = 'r' and relname like '${pattern}'`,
  );

describe.each<[string, TablePublication]>([
  ['appended to', append(items)],
  ['replaced', { chain: { root: items, children: [] }, disposition: 'replace', strategy: 'insert-from-staging' }],
])('a table that is new when it is %s', (_how, publication) => {
  test('is the staging table itself, with keys, comments and what takes no null', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url(), keys: true }, { dataset });
    await using session = await begin(client);
    await session.loadFile(csv(folder, items, 'a', rows), call);
    const staging = await tablesLike(dataset, '%staging%');
    expect(staging).toMatchObject([{ persistence: 'p' }]);
    await session.commit(await commitOf(client, [publication]), call);
    expect(await tablesLike(dataset, 'items')).toEqual(staging);
    expect(
      await runAs(
        server.url(),
        `select obj_description('${dataset}.items'::regclass, 'pg_class') as items, col_description('${dataset}.items'::regclass, 2) as title, (select string_agg(pg_get_constraintdef(oid), ';') from pg_constraint where conrelid = '${dataset}.items'::regclass and contype = 'p') as key, (select count(*)::int from pg_attribute where attrelid = '${dataset}.items'::regclass and attname = 'id' and attnotnull) as filled`,
      ),
    ).toEqual([{ items: 'What we sell', title: 'Its name', key: 'PRIMARY KEY (id)', filled: 1 }]);
    // What follows finds a table like another, and stages without a log.
    await using next = await begin(client, '1.2');
    await next.loadFile(csv(folder, items, 'b', [{ id: 3, title: 'c' }], '1.2'), call);
    expect(await tablesLike(dataset, '%staging%')).toMatchObject([{ persistence: 'u' }]);
  });

  test('and whose rows the server lost on the way is not published', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    await using session = await begin(client);
    await session.loadFile(csv(folder, items, 'a', rows), call);
    const [staging] = await runAs(
      server.url(),
      `select relname::text as name from pg_class where relnamespace = '${dataset}'::regnamespace and relname like '%staging%'`,
    );
    await runAs(server.url(), `delete from ${dataset}.${String(staging?.['name'])} where id = 2`);
    expect(await failure(session.commit(await commitOf(client, [publication]), call))).toMatchObject({
      code: 'LEAT_STAGING_LOST',
    });
    expect(await tablesLike(dataset, 'items')).toEqual([]);
  });

  test('and that somebody else made in between keeps both their rows', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    await using session = await begin(client, '1.1', 'slow');
    await session.loadFile(csv(folder, items, 'a', rows), call);
    const quick = { loadId: '1.2', pipeline: 'quick' };
    await load(client, [csv(folder, items, 'b', [{ id: 3, title: 'c' }], '1.2')], [append(items)], quick);
    await session.commit(await commitOf(client, [publication], { loadId: '1.1', pipeline: 'slow' }), call);
    const ids = (await rowsOf(client, 'items')).map((row) => Number(row['id'])).toSorted((a, b) => a - b);
    expect(ids).toEqual(publication.disposition === 'append' ? [1, 2, 3] : [1, 2]);
  });
});
