import type { CheckFinding, DestinationClient } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
  startServer,
  table,
  TemporaryFolder,
} from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
  await runAs(
    server.url(),
    'create role loader login',
    'create role owner_role',
    'create role member login',
    'grant owner_role to member',
    'revoke create on schema public from public',
  );
});
afterAll(() => server[Symbol.asyncDispose]());

const items = table('items', [column('id', 'bigint'), column('title', 'text')]);
const loader = (): string => server.url('postgres', 'loader');

async function check(client: DestinationClient): Promise<readonly CheckFinding[]> {
  const findings: CheckFinding[] = [];
  for await (const finding of client.check?.(call) ?? []) findings.push(finding);
  return findings;
}

async function problems(client: DestinationClient): Promise<readonly string[]> {
  return (await check(client))
    .filter(({ status }) => status !== 'ok')
    .map(({ message, remedy }) => `${message} → ${remedy}`);
}

describe('somebody with few rights', () => {
  test('loads, merges and replaces into a schema that was made for them, without any right on the database', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await runAs(server.url(), `create schema ${dataset}`, `grant usage, create on schema ${dataset} to loader`);
    await using client = await connect({ url: loader() }, { dataset });
    expect(await problems(client)).toEqual([]);
    await load(client, [csv(folder, items, 'a', [{ id: 1, title: 'x' }])], [append(items)]);
    await load(
      client,
      [csv(folder, items, 'b', [{ id: 2, title: 'y' }], '1.2')],
      [{ chain: { root: items, children: [] }, disposition: 'replace', strategy: 'truncate-and-insert' }],
      { loadId: '1.2' },
    );
    expect(await rowsOf(client, 'items')).toEqual([{ id: 2n, title: 'y' }]);
  });

  test('is told which rights on the schema are missing, by load and by check, and each statement of check gives one', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: loader() }, { dataset });
    const attempt = (): Promise<unknown> => load(client, [csv(folder, items, 'a', [])], [append(items)]);

    expect(await failure(attempt())).toMatchObject({
      code: 'LEAT_PERMISSION',
      remedy: expect.stringContaining('leat check'),
    });
    expect(await problems(client)).toEqual([
      `"${dataset}" does not exist, and "loader" may not create it → create schema "${dataset}" authorization "loader"; or: grant create on database "postgres" to "loader";`,
    ]);

    await runAs(server.url(), `create schema "${dataset}"`);
    expect(await failure(attempt())).toMatchObject({ code: 'LEAT_PERMISSION' });
    const finding = (await check(client)).find(({ status }) => status === 'failed');
    expect(finding).toMatchObject({
      name: 'schema',
      remedy: `grant usage, create on schema "${dataset}" to "loader";`,
    });

    await runAs(server.url(), finding?.remedy ?? '');
    await attempt();
    expect(await problems(client)).toEqual([]);
  });

  test('is told of tables of the dataset that belong to somebody else', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using owner = await connect({ url: server.url() }, { dataset });
    await load(owner, [csv(folder, items, 'a', [])], [append(items)]);
    await runAs(
      server.url(),
      `grant usage, create on schema ${dataset} to loader`,
      `grant select, insert, update, delete on all tables in schema ${dataset} to loader`,
      `revoke update on ${dataset}.items from loader`,
    );
    await using client = await connect({ url: loader() }, { dataset });
    const found = await problems(client);
    expect(found).toContain(
      `"loader" lacks update, truncate on "${dataset}"."items", which belongs to another role → grant update, truncate on table "${dataset}"."items" to "loader";`,
    );
    for (const line of found) await runAs(server.url(), line.split(' → ')[1] ?? '');
    // Every right is there; what is left can only be changed by the owner.
    expect((await check(client)).filter(({ status }) => status === 'failed')).toEqual([]);
    await load(client, [csv(folder, items, 'b', [{ id: 1, title: 'x' }], '1.2')], [append(items)], { loadId: '1.2' });
    expect(await rowsOf(owner, 'items')).toHaveLength(1);
  });
});

test('with a role, that role owns what is created', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  await runAs(server.url(), 'grant create on database postgres to owner_role');
  await using client = await connect({ url: server.url('postgres', 'member'), role: 'owner_role' }, { dataset });
  expect(await check(client)).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('as owner_role') }),
  );
  await load(client, [csv(folder, items, 'a', [])], [append(items)]);
  expect(
    await runAs(
      server.url(),
      `select distinct tableowner::text as owner from pg_tables where schemaname = '${dataset}'`,
    ),
  ).toEqual([{ owner: 'owner_role' }]);
});

test('a server that only reads is found', async () => {
  await runAs(
    server.url(),
    'create role looker login superuser',
    'alter role looker set default_transaction_read_only = on',
  );
  await using client = await connect({ url: server.url('postgres', 'looker') });
  expect((await problems(client)).join()).toContain('only reads');
});

test('the plan prints the statements, the rights first, and both work when they are run as they are printed', async () => {
  const dataset = freshDataset();
  await runAs(server.url(), 'create role planner login');
  await using client = await connect({ url: server.url('postgres', 'planner') }, { dataset });
  const described = {
    ...items,
    columns: [...items.columns, column('note', 'text', { description: `people's "words" \\ here` })],
  };
  const statements = client.explainChanges?.([{ kind: 'create-table', table: described }]) ?? [];
  expect(statements.at(-2)).toBe(
    `create table if not exists "${dataset}"."items" ("id" bigint, "title" text, "note" text)`,
  );
  expect(statements.filter((statement) => /grant/.test(statement)).join('\n')).toContain(
    `grant usage, create on schema "${dataset}" to "planner"`,
  );
  expect(client.explainChanges?.([])).toEqual([]);
  const rights = statements.filter((statement) => !/^(create table|comment)/.test(statement));
  await runAs(server.url(), ...rights);
  await runAs(server.url('postgres', 'planner'), ...statements.filter((statement) => !rights.includes(statement)));
  expect(await runAs(server.url(), `select col_description('${dataset}.items'::regclass, 3) as note`)).toEqual([
    { note: `people's "words" \\ here` },
  ]);
});

describe('poolers', () => {
  test('may give every transaction to another connection: nothing is set, prepared or locked outside of one', async () => {
    using folder = new TemporaryFolder();
    await using quiet = await startServer({ settings: ["log_statement = 'all'", "log_line_prefix = '%p %x '"] });
    const dataset = freshDataset();
    {
      await using client = await connect({ url: quiet.url(), applicationName: 'x' }, { dataset });
      await load(client, [csv(folder, items, 'a', [{ id: 1, title: 'x' }])], [append(items)]);
      await client.readState('orders', call);
      await rowsOf(client, 'items');
    }
    const lines = quiet.log.split('\n').filter((line) => /LOG: {2}(statement|execute)/.test(line));
    const open = new Map<string, boolean>();
    // Asks a connection that rested whether it still works, which needs no transaction.
    for (const line of lines.filter((each) => !each.endsWith('statement: select 1'))) {
      const [process = ''] = line.split(' ');
      const text = line.replace(/^.*?LOG: {2}(statement|execute [^:]*): /, '');
      if (text.startsWith('begin;')) open.set(process, true);
      else expect([text, open.get(process)]).toEqual([text, true]);
      if (/^(commit|rollback)/.test(text)) open.set(process, false);
      expect(text).not.toMatch(
        /\bset (?!local\b)(timezone|datestyle|role|statement_timeout|lock_timeout|search_path)/i,
      );
      expect(text).not.toMatch(/pg_advisory_lock\(|temp(orary)? table|search_path/i);
      // Named statements and portals outlive a transaction; C_ are portals, which do not.
      expect(line).toMatch(/statement:|execute (<unnamed>|C_\d+|<unnamed>\/C_\d+)/);
    }
    expect(lines.length).toBeGreaterThan(20);
  });
});
