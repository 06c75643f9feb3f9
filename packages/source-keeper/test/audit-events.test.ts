import type { AuditEvent, Vault } from '@leat/keeper-simulator';
import { describe, expect, it } from 'vitest';
import { auditPartitions } from '../src/index.ts';
import { auditBench, differences, withEvents } from './support/audit-bench.ts';

const NOW = Date.UTC(2026, 10, 24, 5) / 1000;
const HOUR = 3600;

/** Events of one second, told apart as `vary` says. */
function burst(second: number, count: number, vary: (index: number) => Partial<AuditEvent>): readonly AuditEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: 5_000_000 + index,
    created: second,
    type: 'open_record',
    username: 'service@example.com',
    ...vary(index),
  }));
}

const types = ['open_record', 'login', 'record_add', 'record_update', 'share', 'record_delete'] as const;

/** The vault's own events and a second that holds many. */
function withBurst(count: number, vary: (index: number) => Partial<AuditEvent>): Vault {
  return withEvents({ events: 2500 }, ({ events }) => [...events, ...burst(NOW - 40 * HOUR, count, vary)]);
}

describe('audit events', () => {
  it('are all loaded once, in pages, and nothing is loaded twice by the next run', async () => {
    const vault = withEvents({ events: 12_345, eventBurst: 40 }, ({ events }) => events);
    const bench = await auditBench(vault);
    const first = await bench.pipeline().run();
    expect(first.status).toBe('done');
    const rows = await bench.rows('audit_events');
    expect(rows).toHaveLength(12_345);
    expect(differences(bench.events(), rows)).toEqual(new Map());
    expect(new Set(rows.map((row) => row['event_id'])).size).toBe(12_345);
    const commands = bench.service.simulator.control.statistics.commands.filter((line) =>
      line.startsWith('audit-report'),
    );
    expect(commands.every((line) => line.includes("--order asc --limit 1000 --created 'between "))).toBe(true);
    expect(commands.some((line) => line.includes('--limit -1'))).toBe(false);
    await bench.pipeline().run();
    expect(await bench.rows('audit_events')).toHaveLength(12_345);
  });

  it('of the last minute wait for the next run', async () => {
    const vault = withEvents({ events: 10 }, ({ events }) => [...events, ...burst(NOW - 20, 3, () => ({}))]);
    const bench = await auditBench(vault);
    await bench.pipeline().run();
    expect(await bench.rows('audit_events')).toHaveLength(10);
    bench.service.time.clock.advance(60_000);
    await bench.pipeline().run();
    expect(await bench.rows('audit_events')).toHaveLength(13);
  });

  it('that come late are loaded by the next run, also in seconds that were read', async () => {
    const recent = (index: number): AuditEvent => ({
      id: 6_000_000 + index,
      created: NOW - 1800 + index,
      type: 'login',
      username: 'service@example.com',
    });
    const early = Array.from({ length: 900 }, (_, index) => recent(index));
    const bench = await auditBench(withEvents({ events: 1500 }, ({ events }) => [...events, ...early]));
    await bench.pipeline().run();
    bench.addEvents(Array.from({ length: 300 }, (_, index) => ({ ...recent(index * 3), id: 7_000_000 + index })));
    bench.service.time.clock.advance(600_000);
    await bench.pipeline().run();
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('go on where a run with a limit of events stopped', async () => {
    const bench = await auditBench(withEvents({ events: 5000 }, ({ events }) => events));
    for (let run = 1; run <= 6; run += 1) await bench.pipeline({ maxEventsPerRun: 900 }).run();
    expect((await bench.rows('audit_events')).length).toBeGreaterThan(4900);
    await bench.pipeline().run();
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('are not lost where the limit of a run cuts a page', async () => {
    const bench = await auditBench(withEvents({ events: 1500 }, ({ events }) => events));
    await bench.pipeline().run({ limit: 700 });
    await bench.pipeline().run();
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('of a window are loaded without moving the place, and from and to are kept to', async () => {
    const bench = await auditBench(withEvents({ events: 6000 }, ({ events }) => events));
    const times = bench.events().map(({ created }) => created);
    const from = times[1000] ?? 0;
    const to = times[3000] ?? 0;
    await bench.pipeline().run({ from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString() });
    const inside = bench.events().filter(({ created }) => created >= from && created < to);
    expect(differences(inside, await bench.rows('audit_events'))).toEqual(new Map());
    await bench.pipeline().run();
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('of years are loaded in parts, and a part that was broken off is run again', async () => {
    const bench = await auditBench(withEvents({ events: 6000, days: 100 }, ({ events }) => events));
    const partitions = auditPartitions('2026-07-10T12:00:00Z', '2026-10-20', 'month');
    expect(partitions.map(({ from }) => from.slice(0, 10))).toEqual([
      '2026-07-10',
      '2026-08-01',
      '2026-09-01',
      '2026-10-01',
    ]);
    for (const [index, partition] of partitions.entries()) {
      const drain = AbortSignal.abort();
      // oxlint-disable no-await-in-loop -- one part after the other
      if (index === 1) await bench.pipeline().run({ ...partition, limit: 500 });
      if (index === 2) await bench.pipeline().run({ ...partition, drain });
      await bench.pipeline().run(partition);
      // oxlint-enable no-await-in-loop
    }
    const wanted = bench.events().filter(({ created }) => created * 1000 >= Date.parse('2026-07-10T12:00:00Z'));
    expect(differences(wanted, await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('begin where the options say', async () => {
    const bench = await auditBench(withEvents({ events: 3000 }, ({ events }) => events));
    const initial = new Date((bench.events()[2000]?.created ?? 0) * 1000).toISOString();
    for (let run = 0; run < 2; run += 1) await bench.pipeline({ initial, maxEventsPerRun: 600 }).run();
    await bench.pipeline({ initial }).run();
    const wanted = bench.events().filter(({ created }) => created * 1000 >= Date.parse(initial));
    expect(differences(wanted, await bench.rows('audit_events'))).toEqual(new Map());
  });
});

describe('a second with more events than a page', () => {
  it.for([
    ['types', (index: number) => ({ type: types[index % 6] ?? 'login' })],
    [
      'types and users',
      (index: number) => ({ type: types[index % 2] ?? 'login', username: `user${index % 7}@example.com` }),
    ],
    ['users with quotes and dashes', (index: number) => ({ username: `-o'brien ${index % 5}"@example.com` })],
    ['records', (index: number) => ({ recordUid: `-UID_${index % 9}${'x'.repeat(16)}` })],
    ['addresses', (index: number) => ({ ipAddress: `203.0.113.${index % 50}` })],
  ] as const)('is read in parts by %s', async ([, vary]) => {
    const bench = await auditBench(withBurst(3000, vary));
    const report = await bench.pipeline().run();
    expect(report.warnings).toEqual([]);
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('and no difference between them is named in the receipt, with the number that is missing', async () => {
    const bench = await auditBench(withBurst(1700, () => ({})));
    const report = await bench.pipeline().run();
    expect(report.warnings).toEqual([
      {
        code: 'LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT',
        table: 'audit_events',
        column: 'created',
        count: 700,
        message: expect.stringContaining('The second 2026-11-22T13:00:00Z holds more events than a page'),
      },
    ]);
    const lacking = [...differences(bench.events(), await bench.rows('audit_events'))];
    expect(lacking.map(([facts, count]) => [facts.split('|')[0], count])).toEqual([[String(NOW - 40 * HOUR), -700]]);
  });

  it('that some events of lack what tells the others apart is loaded as far as it can be', async () => {
    const vary = (index: number): Partial<AuditEvent> => (index % 3 === 0 ? {} : { recordUid: `UID${index % 8}` });
    const bench = await auditBench(withBurst(2400, vary));
    const [warning] = (await bench.pipeline().run()).warnings;
    expect(warning?.code).toBe('LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT');
    const lacking = [...differences(bench.events(), await bench.rows('audit_events')).values()];
    expect(lacking.reduce((sum, count) => sum + count, 0)).toBe(-(warning?.count ?? 0));
    expect(warning?.count).toBeLessThanOrEqual(800);
  });
});

describe('a failure that Commander does not tell', () => {
  it.for([0, 1, 3, 7])('after %i questions is found out, and asked about again', async (after) => {
    const vary = (index: number): Partial<AuditEvent> => ({ type: types[index % 6] ?? 'login' });
    const bench = await auditBench(withBurst(3000, vary));
    await bench.pipeline({ maxEventsPerRun: 500 }).run();
    bench.service.simulator.control.failNext({ command: 'audit-report', after, upstream: { kind: 'swallowed' } });
    const report = await bench.pipeline().run();
    expect(report.status).toBe('done');
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
    expect(
      bench.service.simulator.control.statistics.commands.filter((line) => line === 'sync-down').length,
    ).toBeGreaterThan(2);
  });

  it('in the first run, where nothing is known yet, is found out by a count', async () => {
    const bench = await auditBench(withEvents({ events: 500 }, ({ events }) => events));
    bench.service.simulator.control.failNext({ command: 'audit-report', upstream: { kind: 'swallowed' } });
    await expect(bench.pipeline().run()).rejects.toMatchObject({ code: 'LEAT_KEEPER_AUDIT_MISSING' });
    await bench.pipeline().run();
    expect(await bench.rows('audit_events')).toHaveLength(500);
  });

  // Page and count agree that there is nothing, in the beginning or behind a second that fills a page: both were swallowed.
  it.for(Array.from({ length: 12 }, (_, after) => after))(
    'several times in a row after %i questions of the first run loses nothing',
    async (after) => {
      for (const times of [2, 3, 9]) {
        // oxlint-disable no-await-in-loop -- one service after the other
        const vary = (index: number): Partial<AuditEvent> => ({ type: types[index % 2] ?? 'login' });
        const behind = burst(NOW - 39 * HOUR, 5, (index) => ({ id: 8_000_000 + index }));
        const bench = await auditBench(
          withEvents({ events: 200 }, ({ events }) => [...events, ...burst(NOW - 40 * HOUR, 1200, vary), ...behind]),
        );
        const { control } = bench.service.simulator;
        control.failNext({ command: 'audit-report', after, times, upstream: { kind: 'swallowed' } });
        await bench
          .pipeline()
          .run()
          .catch(() => undefined);
        control.clearFailures();
        await bench.pipeline().run();
        expect([times, differences(bench.events(), await bench.rows('audit_events'))]).toEqual([times, new Map()]);
        // oxlint-enable no-await-in-loop
      }
    },
  );

  it('and does not end fails the run, and loses nothing', async () => {
    const bench = await auditBench(withEvents({ events: 2500 }, ({ events }) => events));
    await bench.pipeline({ maxEventsPerRun: 500 }).run();
    bench.service.simulator.control.failNext({ command: 'audit-report', times: 99, upstream: { kind: 'swallowed' } });
    await expect(bench.pipeline().run()).rejects.toMatchObject({
      code: 'LEAT_KEEPER_AUDIT_MISSING',
      recoverability: 'transient',
    });
    bench.service.simulator.control.clearFailures();
    await bench.pipeline().run();
    expect(differences(bench.events(), await bench.rows('audit_events'))).toEqual(new Map());
  });

  it('because the session has ended says so', async () => {
    const bench = await auditBench(withEvents({ events: 2500 }, ({ events }) => events));
    await bench.pipeline({ maxEventsPerRun: 500 }).run();
    let asked = 0;
    bench.service.time.onSleep.push(() => {
      asked += 1;
      if (asked === 2) bench.service.simulator.control.logOutSession();
    });
    await expect(bench.pipeline().run()).rejects.toMatchObject({ code: 'LEAT_KEEPER_SESSION_EXPIRED' });
  });

  it('or a retention that removed events goes on only if it is told to', async () => {
    const bench = await auditBench(withEvents({ events: 300 }, ({ events }) => events));
    await bench.pipeline().run();
    const later = burst(NOW - 100, 5, () => ({}));
    bench.service.simulator.control.replaceVault({ ...bench.service.simulator.vault, events: later });
    await expect(bench.pipeline().run()).rejects.toMatchObject({ code: 'LEAT_KEEPER_AUDIT_MISSING' });
    const report = await bench.pipeline({ onMissing: 'continue' }).run();
    expect(report.warnings).toMatchObject([{ code: 'LEAT_KEEPER_AUDIT_MISSING' }]);
    expect(await bench.rows('audit_events')).toHaveLength(305);
  });
});

describe('the summary', () => {
  it('is right where one day has more groups than Commander counts right', async () => {
    const vault = withEvents({ events: 800 }, ({ events }) => [
      ...events,
      ...burst(NOW - 50 * HOUR, 5000, (index) => ({
        created: NOW - 50 * HOUR + index,
        username: `user${index % 2500}@example.com`,
      })),
    ]);
    const bench = await auditBench(vault);
    await bench.pipeline().run({ resources: ['audit_summary'] });
    const expected = new Map<string, number>();
    for (const { created, type, username } of bench.events()) {
      const key = `${new Date(created * 1000).toISOString().slice(0, 10)} ${type} ${username}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    }
    const rows = await bench.rows('audit_summary');
    const keyOf = (row: Readonly<Record<string, unknown>>): string => {
      const { day } = row;
      const text = day instanceof Date ? day.toISOString() : String(day);
      return `${text.slice(0, 10)} ${String(row['audit_event_type'])} ${String(row['username'])}`;
    };
    expect(new Map(rows.map((row) => [keyOf(row), Number(row['occurrences'])]))).toEqual(expected);
  });
});
