import type { DestinationClient, LoadReceipt, ReplaceStrategy, TablePublication } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import {
  append,
  call,
  collect,
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
  await runAs(
    server.url(),
    'create role reader login',
    'create role loader login',
    'grant create on database postgres to loader',
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const items = table('items', [column('id', 'bigint'), column('title', 'text')]);

function replacement(strategy: ReplaceStrategy): TablePublication {
  return { chain: { root: items, children: [] }, disposition: 'replace', strategy };
}

/** A table with everything people attach to one. */
async function decorated(client: DestinationClient, folder: TemporaryFolder, dataset: string): Promise<void> {
  await load(client, [csv(folder, items, 'a', [{ id: 1, title: 'old' }])], [append(items)]);
  await runAs(
    server.url(),
    `create index by_title on ${dataset}.items (title)`,
    `alter table ${dataset}.items add constraint positive check (id > 0)`,
    `comment on column ${dataset}.items.title is 'what people see'`,
    `grant usage on schema ${dataset} to reader`,
    `grant select on ${dataset}.items to reader`,
    `alter table ${dataset}.items add column note text default 'by people'`,
  );
}

async function replaceWith(
  client: DestinationClient,
  folder: TemporaryFolder,
  strategy: ReplaceStrategy,
  rows: readonly { readonly id: number; readonly title: string }[],
  loadId: string,
): Promise<LoadReceipt> {
  return await load(client, [csv(folder, items, `r${loadId}`, rows, loadId)], [replacement(strategy)], { loadId });
}

async function attachments(dataset: string): Promise<readonly unknown[]> {
  return await runAs(
    server.url(),
    `select (select string_agg(indexdef, ';') from pg_indexes where schemaname = '${dataset}' and tablename = 'items' and indexdef like '%(title)%') is not null as index,
     exists (select 1 from pg_constraint where conrelid = '${dataset}.items'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%id > 0%') as constraint,
     col_description('${dataset}.items'::regclass, 2) as comment, has_table_privilege('reader', '${dataset}.items', 'select') as grant`,
  );
}

const EVERYTHING = { index: true, constraint: true, comment: 'what people see', grant: true };

describe.each<[ReplaceStrategy, boolean]>([
  ['insert-from-staging', true],
  ['truncate-and-insert', true],
  ['swap', false],
])('replace by %s', (strategy, keepsTable) => {
  test(`keeps indexes, constraints and comments of people${keepsTable ? ', and grants and views' : ''}`, async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    await decorated(client, folder, dataset);
    if (keepsTable) await runAs(server.url(), `create view ${dataset}.seen as select title from ${dataset}.items`);
    const receipt = await replaceWith(
      client,
      folder,
      strategy,
      [
        { id: 2, title: 'new' },
        { id: 3, title: 'newer' },
      ],
      '1.2',
    );
    expect(receipt.tables['items']).toMatchObject({ loaded: 2, inserted: 2, deleted: 1 });
    expect(await attachments(dataset)).toEqual([{ ...EVERYTHING, grant: keepsTable }]);
    expect(await select(client, `select id, title, note from ${dataset}.items order by id`)).toEqual([
      { id: 2n, title: 'new', note: 'by people' },
      { id: 3n, title: 'newer', note: 'by people' },
    ]);
    if (keepsTable) expect(await select(client, `select title from ${dataset}.seen order by 1`)).toHaveLength(2);
  });

  test('of a large table is one moment to readers that poll, who never wait for it longer than it takes', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ url: server.url() });
    await using reader = await connect({ url: server.url() }, { dataset: datasetName(client) });
    const rows = (from: number): { id: number; title: string }[] =>
      Array.from({ length: 40_000 }, (_row, index) => ({ id: from + index, title: `title ${from}` }));
    await load(client, [csv(folder, items, 'a', rows(1))], [append(items)]);
    const seen = new Set<string>();
    const ended = new AbortController();
    const poll = async (): Promise<void> => {
      while (!ended.signal.aborted) {
        const query = {
          sql: `select count(*) as n, min(id) as first, max(id) as last from ${datasetName(reader)}.items`,
          parameters: [],
        };
        // oxlint-disable-next-line no-await-in-loop -- one look after the other
        const [row] = await collect(reader.query<{ n: bigint; first: bigint; last: bigint }>(query, call));
        seen.add(`${row?.n} from ${row?.first} to ${row?.last}`);
      }
    };
    const polling = poll();
    await replaceWith(client, folder, strategy, rows(100_001), '1.2').finally(() => ended.abort());
    await polling;
    for (const state of seen) expect(['40000 from 1 to 40000', '40000 from 100001 to 140000']).toContain(state);
    expect((await rowsOf(client, 'items')).length).toBe(40_000);
  });
});

function datasetName(client: DestinationClient): string {
  return 'dataset' in client ? String(client.dataset) : '';
}

test('a view on the table stands in the way of a swap, which says so and leaves everything as it was', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  await using client = await connect({ url: server.url() }, { dataset });
  await decorated(client, folder, dataset);
  await runAs(server.url(), `create view ${dataset}.seen as select title from ${dataset}.items`);
  expect(await failure(replaceWith(client, folder, 'swap', [{ id: 2, title: 'new' }], '1.2'))).toMatchObject({
    code: 'LEAT_CONSTRAINT',
    remedy: expect.stringContaining('insert-from-staging'),
  });
  expect(await select(client, `select id from ${dataset}.items`)).toEqual([{ id: 1n }]);
  expect(await attachments(dataset)).toEqual([EVERYTHING]);
});

test('a table somebody deletes from by hand is still replaced, and one with a foreign key from elsewhere refuses', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  await using client = await connect({ url: server.url() }, { dataset });
  await load(client, [csv(folder, items, 'a', [{ id: 1, title: 'x' }])], [append(items)]);
  await runAs(
    server.url(),
    `alter table ${dataset}.items add primary key (id)`,
    `create table ${dataset}.notes (item bigint constraint of_item references ${dataset}.items (id))`,
    `insert into ${dataset}.notes values (1)`,
  );
  const refused = await failure(replaceWith(client, folder, 'insert-from-staging', [{ id: 2, title: 'y' }], '1.2'));
  expect(refused).toMatchObject({ code: 'LEAT_CONSTRAINT', details: { constraint: 'of_item' } });
  expect(refused.message).toContain('"of_item"');
  await runAs(server.url(), `delete from ${dataset}.notes`);
  await replaceWith(client, folder, 'insert-from-staging', [{ id: 2, title: 'y' }], '1.3');
  expect(await rowsOf(client, 'items')).toEqual([{ id: 2n, title: 'y' }]);
});
