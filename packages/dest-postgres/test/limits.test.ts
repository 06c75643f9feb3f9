import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync } from 'node:fs';
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

describe('limits', () => {
  const wide = (columns: number): ReturnType<typeof table> =>
    table(
      'wide',
      Array.from({ length: columns }, (_column, index) => column(`c${index}`, 'bool')),
    );

  test('1,600 columns are taken, and one more is a typed error with a way out', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ url: server.url() });
    await load(client, [csv(folder, wide(1600), 'w', [{ c0: true, c1599: false }])], [append(wide(1600))]);
    expect(await rowsOf(client, 'wide')).toMatchObject([{ c0: true, c1: null, c1599: false }]);
    const more = await failure(
      load(client, [csv(folder, wide(1601), 'x', [{ c1600: true }], '1.2')], [append(wide(1601))], { loadId: '1.2' }),
    );
    expect(more).toMatchObject({
      code: 'LEAT_POSTGRES_COLUMNS',
      recoverability: 'terminal',
      remedy: expect.stringContaining('1,600'),
    });
    expect(await rowsOf(client, 'wide')).toHaveLength(1);
  });

  test('names of 64 bytes are refused instead of cut, for table, column and dataset', async () => {
    using folder = new TemporaryFolder();
    const long = 'ä'.repeat(32);
    await using client = await connect({ url: server.url() });
    const named = table(long, [column('id', 'bigint')]);
    const inside = table('t', [column(long, 'bigint')]);
    for (const of of [named, inside])
      // oxlint-disable-next-line no-await-in-loop -- one load after the other
      expect(await failure(load(client, [csv(folder, of, 'a', [])], [append(of)]))).toMatchObject({
        code: 'LEAT_IDENTIFIER',
      });
    await using elsewhere = await connect({ url: server.url() }, { dataset: long });
    expect(await failure(load(elsewhere, [], []))).toMatchObject({ code: 'LEAT_IDENTIFIER' });
    expect(server.log).not.toContain('will be truncated');
  });

  test('a value that an index of people cannot hold is a typed error', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using client = await connect({ url: server.url() }, { dataset });
    await load(client, [csv(folder, items, 'a', [])], [append(items)]);
    await runAs(server.url(), `create index by_title on ${dataset}.items (title)`);
    // Letters in no order: an index compresses everything else.
    const long = Array.from({ length: 4000 }, (_part, index) => (index * 7919 + 13) ** 2).join('x');
    expect(
      await failure(
        load(client, [csv(folder, items, 'b', [{ id: 1, title: long }], '1.2')], [append(items)], { loadId: '1.2' }),
      ),
    ).toMatchObject({ code: 'LEAT_CONSTRAINT', remedy: expect.stringContaining('index') });
  });

  test('a text of 100 MB arrives', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ url: server.url() });
    await load(client, [csv(folder, items, 'a', [{ id: 1, title: 'x'.repeat(100 * 1024 * 1024) }])], [append(items)]);
    expect(
      await select(client, `select length(title) as n from ${'dataset' in client ? String(client.dataset) : ''}.items`),
    ).toEqual([{ n: 100 * 1024 * 1024 }]);
  });
});

/** Root may mount, except in most containers. */
function mount(path: string, size: string): boolean {
  mkdirSync(path);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', path], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

test('a full disk of the server is a typed error, nothing is published, and the load can be repeated with more room', async () => {
  using folder = new TemporaryFolder();
  const path = folder.file('small');
  if (!mount(path, '24m')) {
    console.warn('This machine mounts nothing: a full disk of the server was NOT tested.');
    return;
  }
  try {
    execFileSync('chmod', ['711', folder.path]);
    if (server.owner !== undefined) chownSync(path, server.owner.uid, server.owner.gid);
    await runAs(server.url(), `create tablespace small location '${path}'`, 'create database tight tablespace small');
    await using client = await connect({ url: server.url('tight') });
    const many = Array.from({ length: 100_000 }, (_row, id) => ({ id, title: `${id}`.repeat(60) }));
    const file = csv(folder, items, 'many', many);
    expect(await failure(load(client, [file], [append(items)]))).toMatchObject({
      code: 'LEAT_POSTGRES_DISK_FULL',
      recoverability: 'terminal',
    });
    expect((await client.describeTables(['items'], call)).size).toBe(0);
    execFileSync('mount', ['-o', 'remount,size=200m', path]);
    await load(client, [file], [append(items)]);
    expect(await rowsOf(client, 'items')).toHaveLength(100_000);
  } finally {
    await runAs(server.url(), 'drop database if exists tight with (force)', 'drop tablespace if exists small');
    execFileSync('umount', ['-l', path]);
  }
});
