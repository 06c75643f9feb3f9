import { inspect } from 'node:util';
import { definePipeline, defineResource, type RunReport } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import postgres from '../src/index.ts';
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
  job,
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
const secret = 'hunter2-secret';

describe('what people added to a table and refuses a row', () => {
  const statements: readonly (readonly [what: string, statement: (table: string) => string, details: object])[] = [
    [
      'a check',
      (of) => `alter table ${of} add constraint short check (length(title) < 5)`,
      { constraint: 'short', table: 'items' },
    ],
    ['a unique index', (of) => `create unique index only_once on ${of} (title)`, { constraint: 'only_once' }],
    [
      'a column that must be filled',
      (of) => `alter table ${of} add column owner text not null default null`,
      { column: 'owner', table: 'items' },
    ],
    [
      'a trigger',
      (of) =>
        `create function ${of}_guard() returns trigger language plpgsql as $$ begin raise exception 'no %', new.title; end $$; create trigger guard before insert on ${of} for each row execute function ${of}_guard()`,
      { function: expect.stringContaining('items_guard') },
    ],
    ['an exclusion', (of) => `alter table ${of} add constraint apart exclude (title with =)`, { constraint: 'apart' }],
  ];

  test.each(statements)('%s is named, and nothing of the load is there', async (_what, statement, details) => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    const first = table('items', [column('id', 'bigint')]);
    await load(client, [csv(folder, items, 'a', [])], [append(items)]);
    await runAs(server.url(), statement(`${dataset}.items`));
    const other = table('other', [column('id', 'bigint')]);
    const rows = [
      { id: 1, title: secret },
      { id: 2, title: secret },
    ];
    const refused = await failure(
      load(
        client,
        [csv(folder, other, 'o', [{ id: 1 }], '1.2'), csv(folder, items, 'b', rows, '1.2')],
        [append(other), append(items)],
        { loadId: '1.2' },
      ),
    );
    expect(refused).toMatchObject({ code: 'LEAT_CONSTRAINT', recoverability: 'terminal', details });
    expect(inspect(refused, { depth: 9 })).not.toContain(secret);
    expect(await rowsOf(client, first.name)).toEqual([]);
    expect((await client.describeTables(['other'], call)).size).toBe(0);
    expect(
      await select(
        client,
        `select relname::text from pg_class where relname like '\\_leat\\_staging%' and relnamespace = '${dataset}'::regnamespace`,
      ),
    ).toEqual([]);
  });
});

test('NOT NULL that people set stays, the load is refused, and comes in once they took it away', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  const run = (rows: readonly object[]): Promise<RunReport> =>
    definePipeline({
      name: 'refused',
      source: defineResource({ name: 'items', rows: [rows] }),
      destination: postgres({ url: server.url() }),
      dataset,
      workDir: folder.file('work'),
    }).run();
  await run([{ id: 1, title: secret }]);
  await runAs(server.url(), `alter table ${dataset}.items alter column title set not null`);
  expect(await failure(run([{ id: 2 }]))).toMatchObject({
    code: 'LEAT_CONSTRAINT',
    details: { column: 'title', table: 'items' },
  });
  await runAs(server.url(), `alter table ${dataset}.items alter column title drop not null`);
  expect(await run([{ id: 3 }])).toMatchObject({ loads: [{ resumed: true }, { resumed: false }] });
  const ids = await runAs(server.url(), `select id::int from ${dataset}.items order by id`);
  expect(ids).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
});

describe('a value that does not fit', () => {
  test.each([
    ['bigint', secret],
    ['json', `"{${secret}"`],
    ['timestamp', secret],
    ['date', `2024-02-30 ${secret}`],
    ['binary', String.raw`\x${secret}`],
    ['decimal', secret],
  ] as const)('%s names its column and line, and keeps itself secret', async (dataType, text) => {
    using folder = new TemporaryFolder();
    await using client = await connect({ url: server.url() });
    await using session = await begin(client);
    const of = table('odd', [column('id', 'bigint'), column('v', dataType)]);
    const refused = await failure(session.loadFile(job(folder, of, 'o.csv', 'csv', 2, `1,\n2,${text}\n`), call));
    expect(refused).toMatchObject({ code: 'LEAT_VALUE', recoverability: 'terminal', details: { column: 'v' } });
    expect(refused.message).toContain('line 2');
    expect(inspect(refused, { depth: 9 })).not.toContain(secret);
  });

  test('a decimal with more digits than its column', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ url: server.url() });
    await using session = await begin(client);
    const of = table('money', [column('v', 'decimal', { precision: 4, scale: 2 })]);
    expect(await failure(session.loadFile(job(folder, of, 'm.csv', 'csv', 1, '12345.5\n'), call))).toMatchObject({
      code: 'LEAT_VALUE',
    });
  });

  test('a file with the wrong number of columns is an error of the file', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ url: server.url() });
    await using session = await begin(client);
    for (const content of ['1\n', '1,"a",3\n', '1,"unclosed\n']) {
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      expect(await failure(session.loadFile(job(folder, items, 'o.csv', 'csv', 1, content), call))).toMatchObject({
        code: 'LEAT_JOB_FILE',
      });
    }
    expect(
      await failure(session.loadFile({ ...csv(folder, items, 'x', []), path: folder.file('absent.csv') }, call)),
    ).toMatchObject({ code: 'LEAT_JOB_FILE' });
    // The session goes on: a failed COPY leaves nothing behind.
    await session.loadFile(csv(folder, items, 'good', [{ id: 1, title: 'x' }]), call);
    await session.commit(await commitOf(client, [append(items)]), call);
    expect(await rowsOf(client, 'items')).toHaveLength(1);
  });

  test('into a column whose type people changed says which', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    await load(client, [csv(folder, items, 'a', [])], [append(items)]);
    await runAs(
      server.url(),
      `alter table ${dataset}.items alter column title type varchar(3)`,
      `alter table ${dataset}.items alter column id type integer`,
    );
    const tooLong = await failure(
      load(client, [csv(folder, items, 'b', [{ id: 1, title: secret }], '1.2')], [append(items)], { loadId: '1.2' }),
    );
    expect(tooLong).toMatchObject({ code: 'LEAT_VALUE' });
    expect(inspect(tooLong, { depth: 9 })).not.toContain(secret);
    expect(
      await failure(
        load(client, [csv(folder, items, 'c', [{ id: 2 ** 40, title: 'x' }], '1.3')], [append(items)], {
          loadId: '1.3',
        }),
      ),
    ).toMatchObject({ code: 'LEAT_VALUE' });
    await load(client, [csv(folder, items, 'd', [{ id: 1, title: 'ok' }], '1.4')], [append(items)], { loadId: '1.4' });
    expect(await rowsOf(client, 'items')).toEqual([{ id: 1, title: 'ok' }]);
  });
});
