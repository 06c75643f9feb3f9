import { generateVault, startKeeperSimulator } from '@leat/keeper-simulator';
import type { AuditEvent, KeeperSimulator } from '@leat/keeper-simulator';
import { describe, expect, it } from 'vitest';

import { execute, json, send, submit } from './http-client.ts';

const base = 1_790_000_000;

/** A simulator whose audit log has so many events in each of the seconds from `base` on. */
async function withEvents(
  perSecond: readonly number[],
  types: readonly string[] = ['login'],
): Promise<KeeperSimulator> {
  const events: AuditEvent[] = [];
  for (const [second, count] of perSecond.entries()) {
    for (let index = 0; index < count; index += 1) {
      const id = events.length + 1;
      const type = types[id % types.length] ?? 'login';
      events.push({ id, created: base + second, type, username: `u${id % 7}@example.com` });
    }
  }
  return startKeeperSimulator({ rateLimit: 'off', vault: { ...generateVault({ records: 3, events: 0 }), events } });
}

async function report(simulator: KeeperSimulator, words: string): Promise<readonly Record<string, unknown>[]> {
  const answer = await execute(simulator.url, simulator.apiKey, `audit-report ${words} --format json`);
  const body = json(answer);
  expect(answer.status, answer.body.toString()).toBe(200);
  if (!Array.isArray(body['data'])) throw new Error('The report has no rows.');
  return body['data'];
}

describe('a raw audit report', () => {
  it.each([
    ['', 50],
    ['--limit 7', 7],
    ['--limit 999', 999],
    ['--limit 1000', 1000],
  ])('with "%s" has %i rows', async (words, rows) => {
    await using simulator = await withEvents(Array.from({ length: 400 }, () => 4));
    expect(await report(simulator, words)).toHaveLength(rows);
  });

  it('repeats the second in which a page ends when it reads more than a thousand rows', async () => {
    await using simulator = await withEvents(Array.from({ length: 834 }, () => 3));
    // 834 seconds with 3 events each; every page ends in a second of which it has read something, and that comes again.
    expect((await report(simulator, '--limit -1 --order asc')).length).toBeGreaterThan(834 * 3);
    expect((await report(simulator, '--limit 0 --order desc')).length).toBeGreaterThan(834 * 3);
    expect(await report(simulator, '--limit 1500 --order asc')).toHaveLength(1500);
  });

  it('of everything never ends when one second has a full page of events', async () => {
    await using simulator = await withEvents([5, 1200, 5]);
    const id = await submit(simulator.url, simulator.apiKey, 'audit-report --limit -1 --format json');
    const state = await send('GET', `${simulator.url}/api/v2/result/${id}`, { 'api-key': simulator.apiKey });
    expect(json(state)['status']).toBe('processing');
  });

  it.each([
    [`between ${base + 1} and ${base + 3}`, [1, 2, 3]],
    [`>=${base + 4}`, [4, 5]],
    [`>${base + 4}`, [5]],
    [`<=${base + 1}`, [0, 1]],
    [`<${base + 1}`, [0]],
    [`=${base + 2}`, [2]],
    [`${base + 2}`, [2]],
    [`${base + 2}.9`, [2]],
    ['between 2026-09-21 and 2026-09-22', [0, 1, 2, 3, 4, 5]],
    ['>=2026-09-21T14:13:24Z', [4, 5]],
    ['between 1 and 2', []],
  ])('with --created "%s" has the events of seconds %j', async (created, seconds) => {
    await using simulator = await withEvents([1, 1, 1, 1, 1, 1]);
    const rows = await report(simulator, `--order asc --created "${created}"`);
    expect(rows.map((row) => Date.parse(String(row['created'])) / 1000 - base)).toEqual(seconds);
  });

  it.each([
    ['--event-type share', ['share']],
    ['--event-type 30', ['share']],
    ['--event-type share --event-type login', ['login', 'share']],
    ['--event-type "in (share, lock_user)"', ['lock_user', 'share']],
    ['lock_user', ['lock_user']],
  ])('with %s has only such events', async (words, types) => {
    await using simulator = await withEvents([30], ['login', 'share', 'lock_user']);
    const rows = await report(simulator, words);
    expect([...new Set(rows.map((row) => String(row['audit_event_type'])))].toSorted()).toEqual(types);
  });
});

describe('a summary audit report', () => {
  const manyTypes = Array.from({ length: 900 }, (_, index) => `type_${index}`);

  it('is right below two thousand rows', async () => {
    await using simulator = await withEvents([900, 900], manyTypes);
    expect(sum(await report(simulator, '--report-type day --columns audit_event_type --aggregate occurrences'))).toBe(
      1800,
    );
  });

  it('counts too much rising and too little falling above two thousand rows', async () => {
    const hours = Array.from({ length: 3600 * 4 }, (_, second) => (second % 3600 === 1800 ? 900 : 0));
    await using simulator = await withEvents(hours, manyTypes);
    const words = '--report-type hour --columns audit_event_type --aggregate occurrences';
    const rising = sum(await report(simulator, `${words} --order asc`));
    const falling = sum(await report(simulator, `${words} --order desc`));
    expect(rising).toBeGreaterThan(3600);
    expect(falling).toBeLessThan(3600);
  });

  it('of a plain span stops after two thousand rows', async () => {
    const types = Array.from({ length: 2500 }, (_, index) => `type_${index}`);
    await using simulator = await withEvents([2500], types);
    expect(await report(simulator, '--report-type span --columns audit_event_type')).toHaveLength(2000);
  });
});

function sum(rows: readonly Record<string, unknown>[]): number {
  return rows.reduce((total, row) => total + Number(row['occurrences']), 0);
}
