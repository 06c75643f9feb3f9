import type { CheckFinding } from '@leat/core';
import type { KeeperSimulatorOptions } from '@leat/keeper-simulator';
import { startKeeperSimulator } from '@leat/keeper-simulator';
import { describe, expect, it, onTestFinished } from 'vitest';
import keeper, { type KeeperOptionsInput } from '../src/index.ts';
import { validated } from './support/source-run.ts';

const KEY = 'key-of-the-check-test';

interface Situation {
  readonly title: string;
  readonly service?: KeeperSimulatorOptions;
  readonly options?: Partial<KeeperOptionsInput>;
  /** The clock of this machine, in milliseconds beside the one of the service. */
  readonly clockOffset?: number;
  readonly killWorker?: boolean;
  readonly expected: Readonly<Record<string, CheckFinding['status']>>;
}

const grants = { 'command list': 'ok', 'command ls': 'ok', 'command enterprise-info': 'ok' } as const;
const refresh = { 'command sync-down': 'ok', 'command enterprise-down': 'ok' } as const;
const basics = { service: 'ok', 'api key': 'ok', worker: 'ok', clock: 'ok' } as const;

const situations: readonly Situation[] = [
  { title: 'all is well', expected: { ...basics, ...grants, ...refresh, 'rate limit': 'ok' } },
  {
    title: 'the key may run less',
    service: { apiKeys: [{ key: KEY, commands: ['list', 'enterprise-info'] }] },
    options: { commands: [{ name: 'shares', command: 'share-report' }] },
    expected: {
      ...basics,
      ...grants,
      'command ls': 'failed',
      'command share-report': 'failed',
      'command sync-down': 'warning',
      'command enterprise-down': 'warning',
      'rate limit': 'ok',
    },
  },
  {
    title: 'the key is wrong',
    options: { apiKey: 'wrong-key-of-the-check-test' },
    expected: { service: 'ok', 'api key': 'failed' },
  },
  {
    title: 'the service has no v2',
    service: { queueEnabled: false },
    expected: { service: 'ok', 'api key': 'failed' },
  },
  {
    title: 'the address would send the key in the clear',
    options: { baseUrl: 'http://keeper.example.com' },
    expected: { options: 'failed' },
  },
  {
    title: 'a command of the options reveals secrets',
    options: { commands: [{ name: 'secrets', command: 'totp X' }] },
    expected: { ...basics, 'command secrets': 'failed', ...grants, ...refresh, 'rate limit': 'ok' },
  },
  {
    title: 'the clocks differ',
    clockOffset: 600_000,
    expected: { ...basics, clock: 'warning', ...grants, ...refresh, 'rate limit': 'ok' },
  },
  {
    title: 'the worker is dead',
    killWorker: true,
    expected: { ...basics, worker: 'failed', ...grants, ...refresh, 'rate limit': 'ok' },
  },
];

describe('the check', () => {
  it.for(situations)(
    'finds out that $title',
    async ({ service, options, clockOffset = 0, killWorker = false, expected }) => {
      const simulator = await startKeeperSimulator({
        rateLimit: 'off',
        vault: { records: 5 },
        apiKeys: [{ key: KEY, commands: ['*'] }],
        ...service,
      });
      onTestFinished(() => simulator.close());
      if (killWorker) {
        simulator.control.killWorker();
        // The worker dies in the next command.
        const body = JSON.stringify({ command: 'list-sf' });
        await fetch(`${simulator.url}/api/v2/executecommand-async`, {
          method: 'POST',
          body,
          headers: { 'api-key': KEY, 'content-type': 'application/json' },
        });
      }
      const context = {
        options: await validated({ baseUrl: simulator.url, apiKey: KEY, ...options }),
        signal: new AbortController().signal,
        logger: { log: () => undefined },
        clock: { now: () => Date.now() + clockOffset },
      };
      const findings: CheckFinding[] = [];
      for await (const finding of keeper.check?.(context) ?? []) findings.push(finding);
      expect(Object.fromEntries(findings.map(({ name, status }) => [name, status]))).toEqual(expected);
      for (const { status, remedy } of findings) expect(remedy === undefined).toBe(status === 'ok');
    },
  );
});
