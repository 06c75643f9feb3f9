import { describe, expect, it } from 'vitest';
import type { Json } from '@leat/core';
import { startSource } from './support/source-run.ts';

const service = { vault: { records: 60, users: 12 } } as const;
const swallowed = { kind: 'swallowed' } as const;

describe('a table that would become empty or less than half of what it was', () => {
  it.for(['shared_records', 'share_report', 'compliance'] as const)('is held back: %s', async (name) => {
    const run = await startSource(service);
    const state: Record<string, Json> = {};
    const before = await run.read(name, state);
    expect(state).toEqual({ rows: before.length });
    const command = { shared_records: 'shared-records-report', share_report: 'share-report', compliance: 'compliance' }[
      name
    ];
    run.simulator.control.failNext({ command, times: 2, upstream: swallowed });
    const next = await run.again();
    await expect(next.read(name, state)).rejects.toMatchObject({
      code: expect.stringMatching(/^LEAT_KEEPER_(SHRANK|CONTRADICTION)$/),
    });
    expect(state).toEqual({ rows: before.length });
  });

  it('says how many rows there were, and how to let it shrink', async () => {
    const run = await startSource(service);
    await expect(run.read('trash', { rows: 100 })).rejects.toMatchObject({
      code: 'LEAT_KEEPER_SHRANK',
      message: '"trash" gave 4 rows where the table has 100; it is left as it was.',
      remedy: expect.stringContaining("allowShrink: ['trash']"),
    });
  });

  it.for([true, ['trash', 'records']])('shrinks where allowShrink is %j', async (allowShrink) => {
    const run = await startSource(service, { allowShrink });
    const state: Record<string, Json> = { rows: 100 };
    expect(await run.read('trash', state)).toHaveLength(4);
    expect(state).toEqual({ rows: 4 });
  });

  it('may lose half of its rows, and may stay empty', async () => {
    const run = await startSource(service);
    expect(await run.read('trash', { rows: 8 })).toHaveLength(4);
    const empty = await startSource({ vault: { records: 0 } });
    expect(await empty.read('records', { rows: 0 })).toEqual([]);
  });
});

describe('reports that contradict each other', () => {
  it('are found out in the first run, when nothing is known yet', async () => {
    const run = await startSource(service);
    run.simulator.control.failNext({ command: 'share-report', upstream: swallowed });
    await expect(run.read('share_report')).rejects.toMatchObject({ code: 'LEAT_KEEPER_CONTRADICTION' });
  });

  it('because share-report -o lost the owners are found out', async () => {
    const run = await startSource(service);
    run.simulator.control.failNext({ command: 'share-report -o', upstream: swallowed });
    await expect(run.read('share_report')).rejects.toMatchObject({
      code: 'LEAT_KEEPER_CONTRADICTION',
      message: expect.stringContaining('does not know the owners'),
    });
  });

  it('about the number of users are told', async () => {
    const run = await startSource(service);
    await run.read('users');
    expect(run.heard.warnings).toEqual([]);
    const row = { email: 'ann@example.com', status: 'Active', last_login: '> 365 DAYS AGO' };
    const body = { command: 'user-report', data: [row], status: 'success' };
    run.simulator.control.failNext({ command: 'user-report', upstream: { kind: 'result', status: 200, body } });
    const [only] = await run.read('user_report');
    expect(only).toMatchObject({ last_login_at: null, days_without_login: 365 });
    expect(run.heard.warnings).toMatchObject([{ code: 'LEAT_KEEPER_CONTRADICTION', count: 11 }]);
  });
});

describe('a session that has ended', () => {
  it.for(['records', 'users', 'share_report', 'compliance', 'audit_events', 'trash', 'security_audit'])(
    'ends %s with the way to log in again, although the service would go on answering',
    async (name) => {
      const run = await startSource(service);
      run.simulator.control.logOutSession();
      await expect(run.read(name)).rejects.toMatchObject({
        code: 'LEAT_KEEPER_SESSION_EXPIRED',
        remedy: expect.stringContaining('Log in again on the Commander host'),
      });
    },
  );
});

describe('a cell that leat does not know', () => {
  it('is told of, and named', async () => {
    const run = await startSource(service);
    const body = { command: 'trash', data: [{ record_uid: 'A', type: 'login', new_cell: 'x' }], status: 'success' };
    run.simulator.control.failNext({ command: 'list', upstream: { kind: 'result', status: 200, body } });
    await run.read('records');
    expect(run.heard.warnings).toEqual([
      { code: 'LEAT_KEEPER_UNKNOWN_COLUMN', count: 1, message: expect.stringContaining('"new_cell"') },
    ]);
  });
});

describe('hashEmails', () => {
  const addresses = /[^\s@]+@[^\s@]*example\.com/;

  it.for([true, { key: 'a key of sixteen' }])(
    '%j leaves no address in any table, and joins still work',
    async (hashEmails) => {
      const run = await startSource(service, { hashEmails, preset: 'full' });
      const names = run.resources
        .map(({ definition }) => definition.name)
        .filter((name) => name !== 'status' && name !== 'result');
      const tables = new Map<string, readonly Readonly<Record<string, unknown>>[]>();
      // oxlint-disable-next-line no-await-in-loop -- the service runs one command at a time
      for (const name of names) tables.set(name, await run.read(name));
      for (const [name, rows] of tables) {
        const text = JSON.stringify(rows, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
        expect([name, addresses.exec(text)?.[0]]).toEqual([name, undefined]);
      }
      const users = new Set((tables.get('users') ?? []).map((row) => row['email']));
      const events = (tables.get('audit_events') ?? []).map((row) => row['username']);
      expect(events.length).toBeGreaterThan(0);
      for (const username of events) expect(users).toContain(username);
    },
  );

  it('with a key gives other hashes than without', async () => {
    const plain = await startSource(service, { hashEmails: true });
    const keyed = await plain.again({ hashEmails: { key: 'a key of sixteen' } });
    const [first] = await plain.read('users');
    const [second] = await keyed.read('users');
    expect(first?.['email']).toMatch(/^email:[0-9a-f]{32}$/);
    expect(second?.['email']).not.toBe(first?.['email']);
  });
});
