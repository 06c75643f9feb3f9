import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import type { PostgresInput } from '../src/index.ts';
import {
  append,
  column,
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
  type Row,
} from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const items = table(
  'items',
  [
    column('id', 'bigint', { primaryKey: true, description: 'Number of the item' }),
    column('code', 'text', { unique: true }),
    column('title', 'text', { nullable: false }),
  ],
  { description: "What we sell; don't touch" },
);

async function constraints(dataset: string): Promise<readonly Row[]> {
  return await runAs(
    server.url(),
    `select contype::text as kind, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = '${dataset}.items'::regclass and contype in ('p', 'u') order by 1`,
  );
}

async function loadInto(dataset: string, input: PostgresInput, rows: readonly Row[], loadId: string): Promise<void> {
  using folder = new TemporaryFolder();
  await using client = await connect({ url: server.url(), ...input }, { dataset });
  await load(client, [csv(folder, items, `f${loadId}`, rows, loadId)], [append(items)], { loadId });
}

const ONE = { id: 1, code: 'a', title: 'x' };
const TWO = { id: 2, code: 'b', title: 'y' };

describe('keys', () => {
  test('become real when asked for, keep later loads possible, and refuse duplicates by name', async () => {
    const dataset = freshDataset();
    await loadInto(dataset, { keys: true }, [ONE], '1.1');
    expect(await constraints(dataset)).toEqual([
      { kind: 'p', definition: 'PRIMARY KEY (id)' },
      { kind: 'u', definition: 'UNIQUE (code)' },
    ]);
    // Core plans no change for the key's column, though Postgres says it takes no nulls.
    await loadInto(dataset, { keys: true }, [TWO], '1.2');
    expect(await failure(loadInto(dataset, { keys: true }, [{ ...ONE, code: 'c' }], '1.3'))).toMatchObject({
      code: 'LEAT_CONSTRAINT',
      details: { constraint: 'items_pkey', table: 'items' },
    });
    await using client = await connect({ url: server.url() }, { dataset });
    expect(await rowsOf(client, 'items')).toHaveLength(2);
  });

  test('are no more than hints unless asked for', async () => {
    const dataset = freshDataset();
    await loadInto(dataset, {}, [ONE], '1.1');
    await loadInto(dataset, {}, [ONE], '1.2');
    expect(await constraints(dataset)).toEqual([]);
  });

  test('are left out of tables that keep versions of rows', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url(), keys: true }, { dataset });
    const versions = table('items', [...items.columns, column('_leat_valid_to', 'timestamp', { role: 'valid-to' })]);
    await load(client, [csv(folder, versions, 'a', [ONE])], [append(versions)]);
    expect(await constraints(dataset)).toEqual([]);
  });
});

const events = table('events', [
  column('id', 'bigint'),
  column('at', 'timestamp', { sort: true }),
  column('account', 'text', { index: true }),
  column('seq', 'bigint', { sort: true }),
]);

async function indexes(dataset: string): Promise<readonly Row[]> {
  return await runAs(
    server.url(),
    `select pg_get_indexdef(indexrelid) as definition, indisclustered as clustered from pg_index where indrelid = '${dataset}.events'::regclass order by 1`,
  );
}

describe('indexes', () => {
  test('become real when asked for, also those of columns that come later, and CLUSTER knows the order', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url(), indexes: true }, { dataset });
    await load(client, [csv(folder, events, 'a', [{ id: 2, seq: 2 }])], [append(events)]);
    const more = table('events', [...events.columns, column('city', 'text', { index: true })]);
    const rows = [{ id: 1, seq: 1, city: 'Graz' }];
    await load(client, [csv(folder, more, 'b', rows, '1.2')], [append(more)], { loadId: '1.2' });
    const on = (columns: string): string => `ON ${dataset}.events USING btree (${columns})`;
    expect(await indexes(dataset)).toEqual([
      { definition: expect.stringContaining(on('at, seq')), clustered: true },
      { definition: expect.stringContaining(on('account')), clustered: false },
      { definition: expect.stringContaining(on('city')), clustered: false },
    ]);
    await runAs(server.url(), `cluster ${dataset}.events`);
    expect(await runAs(server.url(), `select id::int from ${dataset}.events`)).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('are no more than hints unless asked for', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    await load(client, [csv(folder, events, 'a', [{ id: 1 }])], [append(events)]);
    expect(await indexes(dataset)).toEqual([]);
  });

  test('stay through every strategy of replacing', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url(), indexes: true }, { dataset });
    await load(client, [csv(folder, events, 'a', [{ id: 1 }])], [append(events)]);
    const count = (await indexes(dataset)).length;
    for (const [round, strategy] of (['insert-from-staging', 'truncate-and-insert', 'swap'] as const).entries()) {
      const loadId = `2.${round}`;
      const publication = { ...append(events), disposition: 'replace', strategy } as const;
      // oxlint-disable-next-line no-await-in-loop -- one load after the other
      await load(client, [csv(folder, events, loadId, [{ id: 2 }], loadId)], [publication], { loadId });
      // oxlint-disable-next-line no-await-in-loop -- as above
      expect(await indexes(dataset)).toHaveLength(count);
    }
  });
});

test('columns declared not null are so, and descriptions become comments, also those of columns that come later', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  await loadInto(dataset, {}, [ONE], '1.1');
  await using client = await connect({ url: server.url() }, { dataset });
  const more = table('items', [...items.columns, column('note', 'text', { description: 'E\\n and "quotes"' })]);
  await load(client, [csv(folder, more, 'b', [TWO], '1.2')], [append(more)], { loadId: '1.2' });
  expect(
    await runAs(
      server.url(),
      `select obj_description('${dataset}.items'::regclass, 'pg_class') as items, col_description('${dataset}.items'::regclass, 1) as id, col_description('${dataset}.items'::regclass, 4) as note, (select attnotnull from pg_attribute where attrelid = '${dataset}.items'::regclass and attname = 'title') as title`,
    ),
  ).toEqual([{ items: "What we sell; don't touch", id: 'Number of the item', note: 'E\\n and "quotes"', title: true }]);
  const untouched = freshDataset();
  await loadInto(untouched, { comments: false }, [ONE], '1.1');
  expect(
    await runAs(server.url(), `select obj_description('${untouched}.items'::regclass, 'pg_class') as items`),
  ).toEqual([{ items: null }]);
});
