import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import type { StoppedLoad } from './load-and-stop.ts';
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
  server = await startServer({ settings: ['max_connections = 100'] });
});
afterAll(() => server[Symbol.asyncDispose]());

const items = table('items', [column('id', 'bigint'), column('title', 'text')]);

async function staging(dataset: string): Promise<readonly unknown[]> {
  return await runAs(
    server.url(),
    `select relname::text from pg_class where relnamespace = '${dataset}'::regnamespace and relname like '%staging%'`,
  );
}

const ROUNDS = Array.from({ length: 20 }, (_round, index) => index + 1);

describe.each([2, 4, 8])('%i loaders at once on an empty dataset', (loaders) => {
  test('of pipelines of their own all load, into one table and into their own', async () => {
    using folder = new TemporaryFolder();
    for (const round of ROUNDS) {
      const dataset = freshDataset();
      const ends = await Promise.allSettled(
        Array.from({ length: loaders }, async (_loader, index) => {
          await using client = await connect({ url: server.url() }, { dataset });
          const own = table(`own_${index}`, items.columns);
          const loadId = `${round}.${index}`;
          const jobs = [
            csv(folder, items, `s${loadId}`, [{ id: index, title: 'shared' }], loadId),
            csv(folder, own, `o${loadId}`, [{ id: index, title: 'own' }], loadId),
          ];
          await load(client, jobs, [append(items), append(own)], { loadId, pipeline: `p${index}` });
        }),
      );
      expect(ends.filter(({ status }) => status === 'rejected')).toEqual([]);
      await using client = await connect({ url: server.url() }, { dataset });
      expect((await rowsOf(client, 'items')).map((row) => Number(row['id'])).toSorted((a, b) => a - b)).toEqual(
        Array.from({ length: loaders }, (_loader, index) => index),
      );
      expect(await client.readLoads({}, call)).toHaveLength(loaders);
      expect(await staging(dataset)).toEqual([]);
    }
  });

  test('of one pipeline: whoever began last commits, the others are told that they were overtaken', async () => {
    using folder = new TemporaryFolder();
    for (const round of ROUNDS) {
      const dataset = freshDataset();
      const ends = await Promise.allSettled(
        Array.from({ length: loaders }, async (_loader, index) => {
          await using client = await connect({ url: server.url() }, { dataset });
          const loadId = `${round}.${index}`;
          await load(client, [csv(folder, items, `s${loadId}`, [{ id: index, title: 'x' }], loadId)], [append(items)], {
            loadId,
          });
          return index;
        }),
      );
      const done = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
      const codes = ends.flatMap((end) =>
        end.status === 'rejected' ? [String(Reflect.get(Object(end.reason), 'code'))] : [],
      );
      expect(codes.filter((code) => code !== 'LEAT_FENCED')).toEqual([]);
      expect(done.length).toBeGreaterThan(0);
      await using client = await connect({ url: server.url() }, { dataset });
      expect((await rowsOf(client, 'items')).map((row) => Number(row['id'])).toSorted((a, b) => a - b)).toEqual(
        done.toSorted((a, b) => a - b),
      );
    }
  });
});

test('loads of two pipelines that publish at once do not wait for each other, nor for one that begins', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  await using one = await connect({ url: server.url() }, { dataset });
  await using two = await connect({ url: server.url() }, { dataset });
  await load(one, [csv(folder, items, 'a', [])], [append(items)]);
  await using first = await begin(one, '1.2', 'first');
  await first.loadFile(csv(folder, items, 'b', [{ id: 1, title: 'x' }], '1.2'), call);
  const commit = await commitOf(one, [append(items)], { loadId: '1.2', pipeline: 'first' });
  // The first transaction is open, with everything done but its end, while the second load runs from begin to end.
  const receipts: Promise<unknown>[] = [];
  const held = Promise.withResolvers<void>();
  const holder = await runAs(server.url(), 'select 1').then(() => held);
  const receipt: typeof commit.receipt = (counts) => {
    receipts.push(
      load(two, [csv(folder, items, 'c', [{ id: 2, title: 'y' }], '1.3')], [append(items)], {
        loadId: '1.3',
        pipeline: 'second',
      }).then(() => holder.resolve()),
    );
    return commit.receipt(counts);
  };
  await first.commit({ ...commit, receipt }, call);
  await Promise.all([...receipts, holder.promise]);
  expect(await rowsOf(two, 'items')).toHaveLength(2);
});

describe('a process that stands still', () => {
  class StandingProcess implements AsyncDisposable {
    readonly #child: ChildProcess;
    #output = '';
    #wake: () => void = () => {};

    constructor(script: StoppedLoad) {
      this.#child = spawn(
        process.execPath,
        ['--conditions=@leat/source', join(import.meta.dirname, 'load-and-stop.ts'), JSON.stringify(script)],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      );
      this.#child.stdout?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
        this.#wake();
      });
    }

    async printed(text: string): Promise<void> {
      while (!this.#output.includes(text)) {
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#wake = resolve;
        // oxlint-disable-next-line no-await-in-loop -- until it was printed
        await promise;
      }
    }

    /** Lets it go on, and gives the last line it prints. */
    async goOn(): Promise<string> {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#child.stdout?.once('end', resolve);
      this.#child.kill('SIGCONT');
      await promise;
      return this.#output.trimEnd().split('\n').at(-1) ?? '';
    }

    async [Symbol.asyncDispose](): Promise<void> {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#child.once('exit', () => resolve());
      this.#child.kill('SIGKILL');
      await promise;
    }
  }

  const rows = (from: number, count: number, width = 1): { id: number; title: string }[] =>
    Array.from({ length: count }, (_row, index) => ({ id: from + index, title: 'x'.repeat(width) }));

  test('after its files is overtaken, and may not commit when it goes on', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await using standing = new StandingProcess({
      url: server.url(),
      dataset,
      loadId: '1.1',
      jobs: [csv(folder, items, 'a', rows(0, 10))],
      stop: 'after the files',
    });
    await standing.printed('standing');
    await using client = await connect({ url: server.url() }, { dataset });
    await load(client, [csv(folder, items, 'b', rows(100, 10), '1.2')], [append(items)], { loadId: '1.2' });
    expect(await standing.goOn()).toBe('LEAT_FENCED');
    expect((await rowsOf(client, 'items')).every((row) => Number(row['id']) >= 100)).toBe(true);
    expect((await client.readLoads({}, call)).map(({ loadId }) => loadId)).toEqual(['1.2']);
    expect(await staging(dataset)).toEqual([]);
  });

  test('in the middle of a file is overtaken; its staging table goes with the load after the next', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    const standing = new StandingProcess({
      url: server.url(),
      dataset,
      loadId: '1.1',
      jobs: [csv(folder, items, 'a', rows(0, 20_000, 4000))],
      stop: 'in a file',
    });
    {
      await using _ended = standing;
      await standing.printed('standing');
      await using client = await connect({ url: server.url() }, { dataset });
      await load(client, [csv(folder, items, 'b', rows(100, 10), '1.2')], [append(items)], { loadId: '1.2' });
      expect(await rowsOf(client, 'items')).toHaveLength(10);
      expect(await staging(dataset)).toHaveLength(1);
    }
    while ((await runAs(server.url(), "select 1 from pg_stat_activity where application_name = 'stopped'")).length > 0);
    await using client = await connect({ url: server.url() }, { dataset });
    await load(client, [csv(folder, items, 'c', rows(200, 10), '1.3')], [append(items)], { loadId: '1.3' });
    expect(await staging(dataset)).toEqual([]);
    expect(await rowsOf(client, 'items')).toHaveLength(20);
  });

  test('in its commit keeps the next load waiting no longer than it may wait; once it is gone, the next one loads', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    const next = csv(folder, items, 'b', rows(100, 10), '1.2');
    {
      await using standing = new StandingProcess({
        url: server.url(),
        dataset,
        loadId: '1.1',
        jobs: [csv(folder, items, 'a', rows(0, 10))],
        stop: 'in the commit',
      });
      await standing.printed('standing');
      await using client = await connect({ url: server.url(), lockTimeoutMs: 300 }, { dataset });
      expect(await failure(load(client, [next], [append(items)], { loadId: '1.2' }))).toMatchObject({
        code: 'LEAT_POSTGRES_LOCKED',
        recoverability: 'transient',
      });
    }
    await using client = await connect({ url: server.url() }, { dataset });
    await load(client, [next], [append(items)], { loadId: '1.2' });
    expect(await rowsOf(client, 'items')).toHaveLength(10);
    expect(await staging(dataset)).toEqual([]);
  });
});
