import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ResourceName, SourceRow } from '@leat/core';
import keeper, { type UserRow } from '../src/index.ts';
import { startSource, validated } from './support/source-run.ts';

function uidsOf(rows: readonly Readonly<Record<string, unknown>>[], key: string): readonly unknown[] {
  return rows.map((row) => String(row[key])).toSorted((left, right) => left.localeCompare(right));
}

describe('records', () => {
  it('are all there, with declared columns only', async () => {
    const run = await startSource({ vault: { records: 12_000 } });
    const rows = await run.read('records');
    expect(new Set(rows.map((row) => row['record_uid'])).size).toBe(12_000);
    const columns = Object.keys(run.resources[0]?.definition.columns ?? {});
    expect(new Set(rows.flatMap((row) => Object.keys(row)))).toEqual(new Set(columns));
  });

  it('are none in an empty vault, and that is said', async () => {
    const run = await startSource({ vault: { records: 0 } });
    expect(await run.read('records')).toEqual([]);
    expect(await run.read('folders')).toEqual([]);
    expect(run.heard.logs.map(({ level, message }) => `${level} ${message}`)).toContain(
      'warn keeper: ls gave no rows: Command executed successfully but produced no output',
    );
  });
});

describe('folders', () => {
  it('are all folders of the vault with their parents, and no records', async () => {
    const run = await startSource();
    const rows = await run.read('folders');
    const { folders } = run.simulator.vault;
    expect(uidsOf(rows, 'uid')).toEqual(
      folders.map(({ uid }) => uid).toSorted((left, right) => left.localeCompare(right)),
    );
    for (const row of rows) {
      const folder = folders.find(({ uid }) => uid === row['uid']);
      expect(row).toMatchObject({ parent_uid: folder?.parentUid ?? null, shared: folder?.kind === 'shared' });
    }
  });
});

describe('users', () => {
  it('have exact ids, and two-factor authentication is off where Commander leaves it out', async () => {
    const run = await startSource();
    const rows = await run.read('users');
    const { users } = run.simulator.vault;
    expect(rows).toHaveLength(users.length);
    for (const user of users) {
      const row = rows.find((candidate) => candidate['user_id'] === user.id);
      expect(row).toMatchObject({ email: user.email, '2fa_enabled': user.twoFactor });
    }
    expect(new Set(rows.map((row) => row['2fa_enabled']))).toEqual(new Set([true, false]));
  });
});

describe('teams', () => {
  it('include those that wait for approval', async () => {
    const run = await startSource();
    const rows = await run.read('teams');
    const queued = rows.filter((row) => row['restricts'] === 'Queued');
    expect(queued.length).toBeGreaterThan(0);
    expect(queued.every((row) => row['user_count'] === undefined)).toBe(true);
    expect(rows.length).toBeGreaterThan(queued.length);
  });
});

describe('the state of the service', () => {
  it('is one row each', async () => {
    const run = await startSource();
    expect(await run.read('queue_status')).toEqual([
      {
        checked_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        active_requests: 0,
        completed_requests: 0,
        currently_processing: null,
        queue_size: 0,
        worker_running: true,
      },
    ]);
    expect(await run.read('health')).toMatchObject([{ status: 'ok' }]);
  });
});

describe('before the rows are read', () => {
  it('the caches of the service are refreshed, each once per run', async () => {
    const run = await startSource();
    await Promise.all(['records', 'folders', 'users', 'teams'].map((name) => run.read(name)));
    const { commands } = run.simulator.control.statistics;
    const roots = commands.map((line) => line.split(' ')[0]);
    expect(roots.filter((root) => root === 'sync-down')).toHaveLength(1);
    expect(roots.filter((root) => root === 'enterprise-down')).toHaveLength(1);
    expect(roots.indexOf('sync-down')).toBeLessThan(Math.min(roots.indexOf('list'), roots.indexOf('ls')));
    expect(roots.indexOf('enterprise-down')).toBeLessThan(roots.indexOf('enterprise-info'));
  });

  it('a key without the refresh commands reads what is cached, with a warning', async () => {
    const run = await startSource({
      apiKeys: [{ key: 'narrow-key-of-the-service', commands: ['list', 'enterprise-info'] }],
    });
    expect(await run.read('records')).toHaveLength(20);
    expect((await run.read('users')).length).toBeGreaterThan(0);
    const warnings = run.heard.logs.filter(({ level }) => level === 'warn').map(({ message }) => message);
    expect(warnings).toEqual([
      expect.stringContaining('sync-down did not refresh the service'),
      expect.stringContaining('enterprise-down did not refresh the service'),
    ]);
  });

  it('an ended session is found out, although the cache would go on answering', async () => {
    const run = await startSource();
    run.simulator.control.logOutSession();
    await expect(run.read('records')).rejects.toMatchObject({ code: 'LEAT_KEEPER_SESSION_EXPIRED' });
    run.simulator.control.logInSession();
    expect(await run.read('records')).toHaveLength(20);
  });

  it('a log line that makes enterprise-down look failed does not stop the users', async () => {
    const run = await startSource();
    const body = { command: 'enterprise-down', error: 'An error was logged and did no harm', status: 'error' };
    run.simulator.control.failNext({ command: 'enterprise-down', upstream: { kind: 'result', status: 400, body } });
    expect((await run.read('users')).length).toBeGreaterThan(0);
  });
});

describe('a user without the administrator role', () => {
  it.for(['users', 'teams'])('gets %s refused with the privilege that is missing', async (name) => {
    const run = await startSource({ account: { enterpriseAdministrator: false } });
    await expect(run.read(name)).rejects.toMatchObject({
      code: 'LEAT_KEEPER_NOT_PERMITTED',
      remedy: expect.stringContaining('an enterprise administrator role'),
    });
    expect(await run.read('records')).toHaveLength(20);
  });
});

describe('commands of the options', () => {
  it('become resources with their rows, wherever the command prints them', async () => {
    const run = await startSource(
      {},
      {
        commands: [
          { name: 'sf', command: 'list-sf', primaryKey: 'shared_folder_uid' },
          { name: 'apps', command: 'secrets-manager app list' },
          { name: 'identities', command: 'nhi-report', rows: 'all' },
          { name: 'me', command: ['whoami'] },
        ],
      },
    );
    const { vault } = run.simulator;
    const shared = vault.folders.filter(({ kind }) => kind === 'shared').map(({ uid }) => uid);
    expect(uidsOf(await run.read('sf'), 'shared_folder_uid')).toEqual(
      shared.toSorted((left, right) => left.localeCompare(right)),
    );
    expect(await run.read('me')).toHaveLength(1);
    expect((await run.read('apps')).every((row) => typeof row['app_uid'] === 'string')).toBe(true);
    expect(await run.read('apps')).not.toEqual([]);
    const all = [{ identifier: 'gateway-1', type: 'gateway' }];
    const body = { command: 'nhi-report', data: { all, gateways: [], note: '' }, status: 'success' };
    run.simulator.control.failNext({ command: 'nhi-report', upstream: { kind: 'result', status: 200, body } });
    const identities = await run.read('identities');
    expect(identities).toEqual(all);
    expect(run.resources.find(({ definition }) => definition.name === 'sf')?.definition).toMatchObject({
      primaryKey: 'shared_folder_uid',
      write: 'replace',
    });
  });

  it('fail with the way out when rows leads nowhere', async () => {
    const run = await startSource({}, { commands: [{ name: 'me', command: 'whoami', rows: 'nothing.here' }] });
    await expect(run.read('me')).rejects.toMatchObject({
      code: 'LEAT_KEEPER_MALFORMED_ANSWER',
      remedy: expect.stringContaining('Correct rows'),
    });
  });

  it('that only print text fail', async () => {
    const run = await startSource({}, { commands: [{ name: 'links', command: 'one-time-share list' }] });
    await expect(run.read('links')).rejects.toMatchObject({ code: 'LEAT_KEEPER_TEXT_OUTPUT' });
  });

  it('that reveal secrets are refused before anything is sent', async () => {
    const commands = [{ name: 'secrets', command: 'get AAAAAAAAAAAAAAAAAAAAAA' }];
    await expect(startSource({}, { commands })).rejects.toMatchObject({ code: 'LEAT_KEEPER_UNSAFE_COMMAND' });
    const allowUnsafeCommands = ['get'];
    await expect(startSource({}, { commands, allowUnsafeCommands })).rejects.toMatchObject({
      code: 'LEAT_KEEPER_UNSAFE_COMMAND',
      remedy: expect.stringContaining('Add columns to the command'),
    });
    const withPolicy = commands.map((command) => ({ ...command, columns: { title: 'personal' } as const }));
    const run = await startSource({}, { commands: withPolicy, allowUnsafeCommands });
    expect(run.resources.map(({ definition }) => definition.name)).toContain('secrets');
  });
});

describe('options', () => {
  const good = { baseUrl: 'https://keeper.example.com', apiKey: 'key' };

  it('are completed with defaults, and the key becomes a secret', async () => {
    const options = await validated(good);
    expect(options).toMatchObject({
      ratePerMinute: 55,
      commandTimeoutMs: 900_000,
      maxResponseBytes: 2 ** 28,
      mode: 'auto',
      preset: 'metadata',
    });
    expect(JSON.stringify(options)).not.toContain('"key"');
    expect(options.apiKey.reveal()).toBe('key');
  });

  it.for([
    [{ ...good, apiKey: '' }],
    [{ ...good, ratePerMinute: 0 }],
    [{ ...good, pollIntervalMs: { min: 10, max: 5 } }],
    [{ ...good, commands: [{ name: 'users', command: 'list' }] }],
    [{ ...good, commands: [1, 2].map(() => ({ name: 'twice', command: 'list' })) }],
    [{ ...good, apikey: 'misspelt' }],
  ])('%j is refused', async ([input = good]) => {
    await expect(validated(input)).rejects.toThrow();
  });
});

describe('types', () => {
  it('flow from the source to its rows', () => {
    const source = keeper({ baseUrl: 'https://keeper.example.com', apiKey: 'key' });
    expect(source.kind).toBe('configured-source');
    expectTypeOf<SourceRow<typeof source, 'users'>>().toEqualTypeOf<UserRow>();
    expectTypeOf<'records'>().toExtend<ResourceName<typeof source>>();
  });
});
