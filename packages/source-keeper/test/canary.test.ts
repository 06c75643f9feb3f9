import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { definePipeline, type LogLevel, type RunEvent } from '@leat/core';
import { type FailOrder, type KeeperSimulatorOptions, startKeeperSimulator } from '@leat/keeper-simulator';
import { MemoryStore, memoryDestination } from '@leat/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import keeper, { type KeeperOptionsInput } from '../src/index.ts';

/** Every secret of the simulated vault begins with it. */
const SECRET = 'S3cr3t!';
const canary = `${SECRET}of-the-canary-test`;

interface Evidence {
  /** Everything that a run leaves behind or shows: tables, state, files, log, progress, report, error. */
  readonly text: string;
  readonly tables: string;
}

/** Runs a pipeline of everything there is and gathers what can be seen of it. */
async function evidenceOf(
  orders: readonly FailOrder[],
  options: Partial<KeeperOptionsInput> = {},
  service: KeeperSimulatorOptions = {},
): Promise<Evidence> {
  const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 30, events: 300 }, ...service });
  const workDir = await mkdtemp(join(tmpdir(), 'leat-canary-'));
  onTestFinished(async () => {
    await simulator.close();
    await rm(workDir, { recursive: true, force: true });
  });
  const seen: unknown[] = [];
  const store = new MemoryStore();
  const pipeline = definePipeline({
    source: keeper({
      baseUrl: simulator.url,
      apiKey: simulator.apiKey,
      pollIntervalMs: { min: 1, max: 5 },
      ratePerMinute: 100_000,
      commandTimeoutMs: 4000,
      preset: 'full',
      ...options,
    }),
    destination: memoryDestination(store),
    workDir,
    keepLoadedFiles: true,
    logger: {
      log: (level: LogLevel, message: string, details?: object) => void seen.push({ level, message, details }),
    },
    onEvent: (event: RunEvent) => void seen.push(event),
  });
  for (const order of orders) simulator.control.failNext(order);
  seen.push(await pipeline.run().catch((error: unknown) => error));
  const show = (value: unknown): string =>
    inspect(value, { depth: 30, maxStringLength: null, maxArrayLength: null, showHidden: true });
  const tables = show(store);
  const files = await readdir(workDir, { recursive: true, withFileTypes: true });
  const contents = await Promise.all(
    files.filter((file) => file.isFile()).map((file) => readFile(join(file.parentPath, file.name), 'latin1')),
  );
  return { tables, text: [show(seen), tables, ...files.map(({ name }) => name), ...contents].join('\n') };
}

/** Rows that hold secrets in cells which no report has. */
const leaking = {
  record_uid: 'A',
  type: 'login',
  password: canary,
  fields: [{ type: 'password', value: [canary] }],
  notes: canary,
};

const situations: readonly (readonly [string, readonly FailOrder[]])[] = [
  ['nothing goes wrong', []],
  [
    'a report prints cells with secrets',
    ['list', 'trash list', 'breachwatch list', 'aging-report', 'audit-report', 'enterprise-info'].map((command) => ({
      command,
      upstream: { kind: 'result', status: 200, body: { command, data: [leaking], status: 'success' } },
    })),
  ],
  [
    'a command fails and quotes a secret on a later line',
    [
      {
        command: 'list',
        upstream: { kind: 'result', status: 500, body: { status: 'error', error: `Unexpected error\n${canary}` } },
      },
    ],
  ],
  [
    'an answer is cut behind a secret',
    [
      {
        endpoint: 'result',
        times: 6,
        request: {
          kind: 'answer',
          status: 200,
          contentType: 'application/json',
          body: `{"data":[{"password":"${canary}"}`,
        },
      },
    ],
  ],
  [
    'an answer is malformed behind a secret',
    [
      {
        endpoint: 'result',
        times: 6,
        request: {
          kind: 'answer',
          status: 200,
          contentType: 'application/json',
          body: `{"data":[{"password":"${canary}" x}],"status":"success"}`,
        },
      },
    ],
  ],
  [
    'a proxy shows a secret',
    [
      {
        endpoint: 'result',
        times: 3,
        request: { kind: 'answer', status: 502, contentType: 'text/html', body: `<html>${canary}</html>` },
      },
    ],
  ],
  ['the session ends', [{ times: 50, upstream: { kind: 'session-expired' } }]],
  ['every call to the cloud is swallowed', [{ times: 200, upstream: { kind: 'swallowed' } }]],
];

describe('no byte of a secret is left anywhere', () => {
  it.for(situations)('when %s', { timeout: 120_000 }, async ([, orders]) => {
    const { text } = await evidenceOf(orders);
    expect(text.length).toBeGreaterThan(1000);
    const at = text.indexOf(SECRET);
    expect(at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 50)).toBe('');
  });

  it('when a command that reveals secrets is allowed, and its columns say which they are', async () => {
    const vaultOptions = { vault: { records: 30, events: 300 } };
    const simulator = await startKeeperSimulator({ rateLimit: 'off', ...vaultOptions });
    onTestFinished(() => simulator.close());
    const uids = simulator.vault.records.map(({ uid }) => uid);
    const columns = {
      record_uid: 'plain',
      title: 'personal',
      type: 'plain',
      password: 'secret',
      fields: 'secret',
      custom: 'secret',
      notes: 'secret',
    } as const;
    const commands = uids
      .slice(0, 12)
      .map((uid, index) => ({ name: `record_${index}`, command: ['get', uid], columns }));
    const { text, tables } = await evidenceOf([], { commands, allowUnsafeCommands: ['get'], preset: 'metadata' });
    expect(tables).toContain('record_0');
    expect(text).not.toContain(SECRET);
  });

  it('although the simulator does show them to who asks', async () => {
    const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 30 } });
    onTestFinished(() => simulator.close());
    const commands = simulator.vault.records.slice(0, 12).map(({ uid }, index) => ({
      name: `record_${index}`,
      command: ['get', uid],
      columns: { fields: 'plain', password: 'plain', notes: 'plain', custom: 'plain', custom_fields: 'plain' } as const,
    }));
    const { text } = await evidenceOf([], { commands, allowUnsafeCommands: ['get'], preset: 'metadata' });
    expect(text).toContain(SECRET);
  });
});
