import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountForGenerated, FaultProxy, runKilled, type Fault, type GeneratorOptions } from '@leat/testkit';
import type { DestinationClient, LoadJob, LoadSession } from '@leat/core';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import type { PostgresInput } from '../src/index.ts';
import { pipelineOf, type GeneratedRun } from './run-pipeline.ts';
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

const items = table('items', [column('id', 'bigint'), column('title', 'text')]);
const ROWS = 500;

/** Where something happens during a load. */
const PHASES = [
  'before it begins',
  'after it began',
  'after the first file',
  'after all files',
  'in the commit',
  'after the commit',
] as const;
type Phase = (typeof PHASES)[number];

function files(folder: TemporaryFolder, loadId: string): readonly LoadJob[] {
  return [0, 1].map((part) =>
    csv(
      folder,
      items,
      `f${part}`,
      Array.from({ length: ROWS / 2 }, (_row, index) => ({ id: (part * ROWS) / 2 + index, title: 'x'.repeat(50) })),
      loadId,
    ),
  );
}

/** Loads, and has something happen at one phase; gives the code of the error it ended with, if it did. */
async function loadWith(
  client: DestinationClient,
  jobs: readonly LoadJob[],
  phase: Phase,
  event: () => Promise<void>,
  recoverability: unknown = 'transient',
): Promise<string | undefined> {
  const at = async (now: Phase): Promise<void> => {
    if (now === phase) await event();
  };
  let session: LoadSession | undefined;
  try {
    await at('before it begins');
    session = await begin(client);
    await at('after it began');
    for (const [index, one] of jobs.entries()) {
      // oxlint-disable-next-line no-await-in-loop -- one file after the other
      await session.loadFile(one, call);
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (index === 0) await at('after the first file');
    }
    await at('after all files');
    const commit = await commitOf(client, [append(items)]);
    let happened: Promise<void> | undefined;
    const receipt: typeof commit.receipt = (counts) => {
      happened = at('in the commit');
      return commit.receipt(counts);
    };
    await session.commit({ ...commit, receipt }, call).finally(() => happened);
    await at('after the commit');
    return undefined;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    expect(error).toMatchObject({ recoverability, remedy: expect.stringMatching(/./) });
    return String(error.code);
  } finally {
    await session?.[Symbol.asyncDispose]();
  }
}

/** The load once more, on a connection of its own: every row is there once, and nothing else is. */
async function expectRepeatable(
  input: PostgresInput,
  dataset: string,
  jobs: readonly LoadJob[],
  committed: boolean | undefined,
): Promise<void> {
  await using client = await connect(input, { dataset });
  {
    await using session = await begin(client);
    if (committed !== undefined) expect(session.committed !== undefined).toBe(committed);
  }
  await load(client, jobs, [append(items)]);
  const rows = await rowsOf(client, 'items');
  expect(rows).toHaveLength(ROWS);
  expect(new Set(rows.map((row) => row['id'])).size).toBe(ROWS);
  expect(await client.readLoads({}, call)).toHaveLength(1);
  expect(
    await runAs(
      server.url(),
      `select relname::text from pg_class where relnamespace = '${dataset}'::regnamespace and relname like '%staging%'`,
    ),
  ).toEqual([]);
}

describe.each(PHASES)('%s', (phase) => {
  test('the server is killed and started again: an error that can be tried again, and every row once', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    const jobs = files(folder, '1.1');
    let code: string | undefined;
    {
      await using client = await connect({ url: server.url() }, { dataset });
      code = await loadWith(client, jobs, phase, async () => {
        await server.kill();
        await server.launch();
      });
    }
    // Connections of before are gone; whoever needs one notices, or makes another.
    if (phase === 'in the commit') expect(code).toMatch(/^LEAT_(CONNECTION|COMMIT_UNKNOWN)$/);
    else expect([undefined, 'LEAT_CONNECTION', 'LEAT_STAGING_LOST']).toContain(code);
    await expectRepeatable({ url: server.url() }, dataset, jobs, code === undefined);
  });

  test('an administrator ends all its connections: the same', async () => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    const jobs = files(folder, '1.1');
    let code: string | undefined;
    {
      await using client = await connect({ url: server.url(), applicationName: dataset }, { dataset });
      code = await loadWith(client, jobs, phase, async () => {
        await runAs(
          server.url(),
          `select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = '${dataset}'`,
        );
      });
    }
    expect(code === undefined || code === 'LEAT_CONNECTION').toBe(true);
    await expectRepeatable({ url: server.url() }, dataset, jobs, code === undefined);
  });
});

describe('when the connection is cut at COMMIT', () => {
  /** Through a proxy that cuts at the COMMIT of the transaction that wrote the load row. */
  async function cutAtCommit(
    verdict: 'cut-before' | 'cut-after',
    thenDown: boolean,
  ): Promise<{ code: string | undefined; dataset: string; committed: boolean }> {
    using folder = new TemporaryFolder();
    await using proxy = await FaultProxy.start({ host: '127.0.0.1', port: server.port });
    const dataset = freshDataset();
    const input = { url: `postgres://postgres@127.0.0.1:${proxy.port}/postgres`, connectTimeoutMs: 2000 };
    const jobs = files(folder, '1.1');
    let published = false;
    let code: string | undefined;
    {
      await using client = await connect(input, { dataset });
      proxy.watch((chunk, direction) => {
        if (direction === 'to-client') return 'pass';
        if (chunk.includes(`insert into "${dataset}"."_leat_loads"`)) published = true;
        if (!published || !chunk.includes('commit\0')) return 'pass';
        published = false;
        if (thenDown) void proxy.use({ kind: 'down' });
        return verdict;
      });
      code = await load(client, jobs, [append(items)]).then(
        () => undefined,
        (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error)),
      );
    }
    const committed = (await runAs(server.url(), `select 1 from ${dataset}._leat_loads`)).length > 0;
    await expectRepeatable({ url: server.url() }, dataset, jobs, committed);
    return { code, dataset, committed };
  }

  test.each([1, 2, 3, 4, 5])(
    'before it arrived: the rows are absent, and the error says to run again (%i)',
    async () => {
      expect(await cutAtCommit('cut-before', false)).toMatchObject({ code: 'LEAT_CONNECTION', committed: false });
    },
  );

  test.each([1, 2, 3, 4, 5])(
    'after it arrived: the load row says that it took effect, and so does the load (%i)',
    async () => {
      expect(await cutAtCommit('cut-after', false)).toMatchObject({ code: undefined, committed: true });
    },
  );

  test('and the server cannot be asked: says that it does not know, and the next run finds out', async () => {
    const { code } = await cutAtCommit('cut-after', true);
    expect(code).toBe('LEAT_COMMIT_UNKNOWN');
  });
});

describe('a network that', () => {
  const ends: readonly (readonly [what: string, fault: Fault, ends: 'success' | 'error'])[] = [
    ['is slow', { kind: 'latency', milliseconds: 5 }, 'success'],
    ['delivers a few bytes at once', { kind: 'slice', bytes: 700 }, 'success'],
    ['closes late', { kind: 'slow-close', milliseconds: 50 }, 'success'],
    ['resets', { kind: 'reset' }, 'error'],
    ['closes after some kilobytes', { kind: 'limit', bytes: 4000 }, 'error'],
    ['swallows everything', { kind: 'timeout' }, 'error'],
    ['is down', { kind: 'down' }, 'error'],
  ];
  const phases = ['before it begins', 'after it began', 'after the first file'] as const;
  const cases = ends.flatMap(([what, fault, end]) => phases.map((phase) => ({ what, fault, end, phase })));

  test.each(cases)('$what, $phase: $end within the deadline, and every row once', async ({ fault, end, phase }) => {
    using folder = new TemporaryFolder();
    await using proxy = await FaultProxy.start({ host: '127.0.0.1', port: server.port });
    const dataset = freshDataset();
    const jobs = files(folder, '1.1');
    const input: PostgresInput = {
      url: `postgres://postgres@127.0.0.1:${proxy.port}/postgres`,
      connectTimeoutMs: 500,
      statementTimeoutMs: 500,
    };
    let code: string | undefined;
    {
      await using client = await connect(input, { dataset });
      code = await loadWith(client, jobs, phase, () => proxy.use(fault));
    }
    if (end === 'success') expect(code).toBeUndefined();
    else expect(code).toMatch(/^LEAT_(CONNECTION|TIMEOUT)$/);
    await expectRepeatable({ url: server.url() }, dataset, jobs, undefined);
  });

  test('is down when a load is to begin: connecting fails with a typed error', async () => {
    await using proxy = await FaultProxy.start({ host: '127.0.0.1', port: server.port });
    await proxy.use({ kind: 'down' });
    expect(await failure(connect({ url: `postgres://postgres@127.0.0.1:${proxy.port}/postgres` }))).toMatchObject({
      code: 'LEAT_CONNECTION',
    });
  });
});

/** What is left when another server takes over that has nothing: the address and the name of the database are the same. */
async function failOver(database: string): Promise<void> {
  await runAs(server.url(), `drop database if exists ${database} with (force)`, `create database ${database}`);
}

describe('failover to an empty server', () => {
  test.each(PHASES)('%s: an error, or nothing; never a part', async (phase) => {
    using folder = new TemporaryFolder();
    const dataset = freshDataset();
    await failOver(dataset);
    const jobs = files(folder, '1.1');
    const input = { url: server.url(dataset) };
    {
      await using client = await connect(input, { dataset });
      await loadWith(client, jobs, phase, () => failOver(dataset), expect.any(String));
    }
    await using client = await connect(input, { dataset });
    const described = await client.describeTables(['items'], call);
    const rows = described.has('items') ? await rowsOf(client, 'items') : [];
    expect([0, ROWS]).toContain(rows.length);
    await load(client, jobs, [append(items)]);
    expect(await rowsOf(client, 'items')).toHaveLength(ROWS);
  });

  test.each([
    ['run.locked', 'done'],
    ['package.sealed', 'LEAT_STATE_GAP'],
    ['load.before-commit', 'LEAT_STATE_GAP'],
    ['load.committed', 'LEAT_STATE_GAP'],
    ['package.cleaned', 'done'],
  ])(
    'between two runs, the second killed at %s: everything is loaded again, or the package refused (%s)',
    async (point, expected) => {
      using folder = new TemporaryFolder();
      const dataset = freshDataset();
      await failOver(dataset);
      const options: GeneratorOptions = { rows: 600, pageSize: 100, seed: 5, write: 'append', resume: true };
      const run: GeneratedRun = { url: server.url(dataset), dataset, workDir: folder.file('work'), options };
      await pipelineOf(run).run({ limit: 400 });
      const script = join(import.meta.dirname, 'run-pipeline.ts');
      await runKilled({ script, args: [JSON.stringify(run)], point });
      await failOver(dataset);
      if (expected !== 'done') {
        expect(await failure(pipelineOf(run).run())).toMatchObject({ code: expected, recoverability: 'terminal' });
        // What the remedy says: without the package, everything is read again.
        rmSync(run.workDir, { recursive: true });
      }
      await pipelineOf(run).run();
      await using opened = await pipelineOf(run).open();
      await accountForGenerated({ options, rows: (name) => opened.rows(name) });
    },
  );
});
