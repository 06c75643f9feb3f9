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
  readonly loggedOut?: boolean;
  /** Only findings about these resources are looked at. */
  readonly only?: readonly string[];
  readonly expected: Readonly<Record<string, CheckFinding['status']>>;
}

const grants = {
  'command list': 'ok',
  'command ls': 'ok',
  'command list-sf': 'ok',
  'command share-report': 'ok',
  'command enterprise-info': 'ok',
} as const;
const refresh = { 'command sync-down': 'ok', 'command enterprise-down': 'ok' } as const;
const reached = { service: 'ok', tls: 'ok', version: 'ok' } as const;
const basics = { ...reached, 'api key': 'ok', worker: 'ok', clock: 'ok', session: 'ok' } as const;
const works = { 'privilege enterprise-info': 'ok', resources: 'ok', 'rate limit': 'ok' } as const;
const notAdministrator = Object.fromEntries(
  ['users', 'teams', 'team_members', 'roles', 'nodes'].map((name) => [`resource ${name}`, 'warning' as const]),
);

const situations: readonly Situation[] = [
  { title: 'all is well', expected: { ...basics, ...grants, ...refresh, ...works } },
  {
    title: 'the user is no administrator',
    service: { account: { enterpriseAdministrator: false } },
    expected: {
      ...basics,
      ...grants,
      ...refresh,
      ...works,
      'privilege enterprise-info': 'warning',
      ...notAdministrator,
    },
  },
  {
    title: 'only v1 is on',
    service: { queueEnabled: false },
    expected: { ...reached, api: 'warning', clock: 'ok', session: 'ok', ...grants, ...refresh, ...works },
  },
  {
    title: 'the session has ended',
    loggedOut: true,
    expected: {
      ...basics,
      session: 'failed',
      ...grants,
      ...refresh,
      ...works,
      'privilege enterprise-info': 'warning',
      ...notAdministrator,
    },
  },
  {
    title: 'the audit log is wanted',
    options: { preset: 'audit' },
    expected: {
      ...basics,
      'command enterprise-info': 'ok',
      'command user-report': 'ok',
      'command audit-report': 'ok',
      ...refresh,
      'privilege audit-report': 'ok',
      ...works,
    },
  },
  {
    title: 'the key may run less',
    service: { apiKeys: [{ key: KEY, commands: ['list', 'enterprise-info'] }] },
    options: { commands: [{ name: 'shares', command: 'share-report' }] },
    expected: {
      ...basics,
      ...grants,
      session: 'warning',
      'command ls': 'warning',
      'command list-sf': 'warning',
      'command share-report': 'failed',
      'command sync-down': 'warning',
      'command enterprise-down': 'warning',
      'resource folders': 'warning',
      'resource shared_folders': 'warning',
      ...works,
    },
  },
  {
    title: 'the key may run a report and not the one it is compared with',
    service: { apiKeys: [{ key: KEY, commands: ['shared-records-report', 'audit-report'] }] },
    options: { preset: 'full' },
    only: ['shared_records', 'share_report', 'audit_summary', 'devices', 'aging'],
    expected: {
      'resource shared_records': 'warning',
      'resource share_report': 'warning',
      'resource devices': 'warning',
      'resource aging': 'warning',
    },
  },
  {
    title: 'the key is wrong',
    options: { apiKey: 'wrong-key-of-the-check-test' },
    expected: { ...reached, 'api key': 'failed' },
  },
  {
    title: 'the service has no v2, and v1 is not wanted',
    service: { queueEnabled: false },
    options: { mode: 'v2' },
    expected: { ...reached, 'api key': 'failed' },
  },
  {
    title: 'the address would send the key in the clear',
    options: { baseUrl: 'http://keeper.example.com' },
    expected: { options: 'failed' },
  },
  {
    title: 'a command of the options reveals secrets',
    options: { commands: [{ name: 'secrets', command: 'totp X' }] },
    expected: { ...basics, 'command secrets': 'failed', ...grants, ...refresh, ...works },
  },
  {
    title: 'the clocks differ',
    clockOffset: 600_000,
    expected: { ...basics, clock: 'warning', ...grants, ...refresh, ...works },
  },
  {
    title: 'the worker is dead',
    killWorker: true,
    expected: { ...reached, 'api key': 'ok', clock: 'ok', worker: 'failed', 'rate limit': 'ok' },
  },
];

describe('the check', () => {
  it.for(situations)(
    'finds out that $title',
    async ({ service, options, clockOffset = 0, killWorker = false, loggedOut = false, only, expected }) => {
      const simulator = await startKeeperSimulator({
        rateLimit: 'off',
        vault: { records: 5 },
        apiKeys: [{ key: KEY, commands: ['*'] }],
        ...service,
      });
      onTestFinished(() => simulator.close());
      if (loggedOut) simulator.control.logOutSession();
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
      const seen = findings.filter(
        ({ name }) => only === undefined || only.some((resource) => name === `resource ${resource}`),
      );
      expect(Object.fromEntries(seen.map(({ name, status }) => [name, status]))).toEqual(expected);
      for (const { status, remedy } of findings) expect(remedy === undefined).toBe(status === 'ok');
    },
  );
});
