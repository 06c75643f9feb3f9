import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { inspect } from 'node:util';
import { definePipeline, type LogLevel, type RunEvent } from '@leat/core';
import { type FailOrder, type KeeperSimulatorOptions, startKeeperSimulator } from '@leat/keeper-simulator';
import { MemoryStore, memoryDestination } from '@leat/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import keeper, { type CommandOption, type KeeperOptionsInput } from '../src/index.ts';

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
  { resources, ...service }: KeeperSimulatorOptions & { readonly resources?: readonly string[] } = {},
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
  seen.push(await pipeline.run(resources === undefined ? {} : { resources }).catch((error: unknown) => error));
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

/** Commands that reveal the first records of the vault, with all secrets classed as such. */
async function revealing(count: number): Promise<readonly CommandOption[]> {
  const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 30, events: 300 } });
  await simulator.close();
  const columns = {
    record_uid: 'plain',
    title: 'personal',
    type: 'plain',
    password: 'secret',
    fields: 'secret',
    custom: 'secret',
    notes: 'secret',
  } as const;
  return simulator.vault.records
    .slice(0, count)
    .map(({ uid }, index) => ({ name: `record_${index}`, command: ['get', uid], columns }));
}

/** Ways in which a command fails whose answer holds a secret, wherever it stands. */
const revealingSituations: readonly (readonly [string, FailOrder, Partial<KeeperOptionsInput>?])[] = [
  ['is throttled', { command: 'get', upstream: { kind: 'throttled' } }],
  ['meets a session that is gone', { command: 'get', upstream: { kind: 'session-gone' } }],
  ['prints no JSON', { command: 'get', upstream: { kind: 'invalid-json' } }],
  ['prints a line of text', { command: 'get', upstream: { kind: 'message-only', message: canary } }],
  ['prints lines of text', { command: 'get', upstream: { kind: 'message-only', message: `a\n${canary}` } }],
  [
    'prints how it is used',
    { command: 'get', upstream: { kind: 'message-only', message: `usage: get ${canary}\n${canary}` } },
  ],
  [
    'fails with a secret in the first line',
    { command: 'get', upstream: { kind: 'result', status: 500, body: { status: 'error', error: canary } } },
  ],
  [
    'is refused with a secret among its arguments',
    {
      command: 'get',
      upstream: { kind: 'result', status: 400, body: { status: 'error', error: `unrecognized arguments: ${canary}` } },
    },
  ],
  [
    'succeeds in part',
    {
      command: 'get',
      upstream: { kind: 'result', status: 207, body: { status: 'partial_success', message: canary, data: null } },
    },
  ],
  [
    'prints what is no row',
    { command: 'get', upstream: { kind: 'result', status: 200, body: { status: 'success', data: [canary] } } },
  ],
  ['never ends', { command: 'get', upstream: { kind: 'never-ends' } }],
  ['kills the worker', { command: 'get', upstream: { kind: 'worker-dies' } }],
  ['is cut in its answer', { endpoint: 'result', times: 9, request: { kind: 'truncated' } }],
  ['is answered by half of a JSON text', { endpoint: 'result', times: 9, request: { kind: 'malformed-json' } }],
  ['loses its answer', { endpoint: 'result', times: 2, request: { kind: 'drop', when: 'after' } }],
  ['has a body that is too long', { endpoint: 'result', request: { kind: 'truncated' } }, { maxResponseBytes: 200 }],
  [
    'is encrypted with another key',
    { endpoint: 'health', request: { kind: 'delay', milliseconds: 1 } },
    { encryptionKey: 'abcdefghijABCDEFGHIJ@#0123456789' },
  ],
];

describe('no byte of a secret is left anywhere', () => {
  it.for(situations)('when %s', { timeout: 120_000 }, async ([, orders]) => {
    const { text } = await evidenceOf(orders);
    expect(text.length).toBeGreaterThan(1000);
    const at = text.indexOf(SECRET);
    expect(at < 0 ? '' : text.slice(Math.max(0, at - 200), at + 50)).toBe('');
  });

  it('when a command that reveals secrets is allowed, and its columns say which they are', async () => {
    const commands = await revealing(12);
    const { text, tables } = await evidenceOf([], { commands, allowUnsafeCommands: ['get'], preset: 'metadata' });
    expect(tables).toContain('record_0');
    expect(text).not.toContain(SECRET);
  });

  it.for(revealingSituations)(
    'when a command that reveals secrets %s',
    { timeout: 60_000 },
    async ([, order, more]) => {
      const commands = await revealing(2);
      const resources = commands.map(({ name }) => name);
      const options = { commands, allowUnsafeCommands: ['get'], commandTimeoutMs: 1000, ...more };
      const encrypted = more?.encryptionKey === undefined ? {} : { encryptionKey: '0123456789abcdefghijABCDEFGHIJ@#' };
      const { text } = await evidenceOf([order], options, { resources, ...encrypted });
      expect(text.length).toBeGreaterThan(1000);
      expect(text).not.toContain(SECRET);
    },
  );

  it('when results of commands that reveal secrets are asked for by their ids', async () => {
    const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 5 } });
    onTestFinished(() => simulator.close());
    const [record] = simulator.vault.records;
    const requestIds = await Promise.all(
      [`get ${record?.uid ?? ''} --format json`, `record-add -t ${canary} password=${canary}`].map(async (command) => {
        const answer = await fetch(`${simulator.url}/api/v2/executecommand-async`, {
          method: 'POST',
          headers: { 'api-key': simulator.apiKey, 'content-type': 'application/json' },
          body: JSON.stringify({ command }),
        });
        const body: unknown = await answer.json();
        return typeof body === 'object' && body !== null && 'request_id' in body ? String(body.request_id) : '';
      }),
    );
    const access = { baseUrl: simulator.url, apiKey: simulator.apiKey };
    const { text, tables } = await evidenceOf(
      [],
      { ...access, requestIds, allowUnsafeCommands: ['get'] },
      { resources: ['status', 'result'] },
    );
    expect(tables).toContain('record-add');
    expect(text).toContain('LEAT_KEEPER_UNSAFE_COMMAND');
    expect(text).not.toContain(SECRET);
  });

  it('although the simulator does show them to who asks', async () => {
    const columns = {
      fields: 'plain',
      password: 'plain',
      notes: 'plain',
      custom: 'plain',
      custom_fields: 'plain',
    } as const;
    const commands = (await revealing(12)).map((command) => ({ ...command, columns }));
    const { text } = await evidenceOf([], { commands, allowUnsafeCommands: ['get'], preset: 'metadata' });
    expect(text).toContain(SECRET);
  });
});
