import type { AuditEvent } from '@leat/keeper-simulator';
import { expect, it } from 'vitest';
import { auditBench, differences, withEvents } from './support/audit-bench.ts';

const NOW = Date.UTC(2026, 10, 24, 5) / 1000;
const EVENTS = 200_000;

/** A small generator of numbers from 0 to 1, so that a failure can be repeated. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

// Everything that can happen at once: a second of 3,000 events, events that come while the log is read and are older than what was
// read, restarts, storms of refusals for the rate, swallowed failures, pages of proxies, and runs that end after 45,000 events.
it.for([1, 2])(
  'every event is there once after storms, restarts and late arrivals (seed %i)',
  { timeout: 240_000 },
  async (seed) => {
    const random = randomOf(seed);
    const vault = withEvents({ events: EVENTS, eventBurst: 3000, users: 40, seed }, ({ events }) => events);
    const bench = await auditBench(vault);
    const { control } = bench.service.simulator;
    let late = 0;
    const disturb = (): void => {
      const kind = random();
      if (kind < 0.01) control.restart();
      else if (kind < 0.02) control.failNext({ times: Math.ceil(random() * 4), request: { kind: 'rate-limited' } });
      else if (kind < 0.04) control.failNext({ command: 'audit-report', upstream: { kind: 'swallowed' } });
      else if (kind < 0.045) control.failNext({ request: { kind: 'html', status: 502 } });
      else if (kind < 0.05) control.failNext({ endpoint: 'result', request: { kind: 'truncated' } });
      else if (kind < 0.07) {
        // As old as an event may be that comes now: the look back is an hour.
        const created = Math.floor(bench.service.time.clock.now() / 1000) - Math.floor(random() * 3500);
        const count = 1 + Math.floor(random() * 40);
        bench.addEvents(
          Array.from({ length: count }, (_, index): AuditEvent => {
            late += 1;
            return {
              id: 9_000_000 + late,
              created: created + (index % 3),
              type: 'login',
              username: `late${index % 5}@example.com`,
            };
          }),
        );
      }
    };
    bench.service.time.onSleep.push(disturb);
    // Events of the present are far from those of the vault, so the runs go through both.
    for (let run = 0; run < 12; run += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one run after the other
      await bench
        .pipeline({ maxEventsPerRun: 45_000 })
        .run()
        .catch(() => undefined);
    }
    bench.service.time.onSleep.length = 0;
    control.clearFailures();
    bench.service.time.clock.advance(120_000);
    const report = await bench.pipeline().run();
    expect(report.warnings).toEqual([]);
    expect(late).toBeGreaterThan(0);
    const rows = await bench.rows('audit_events');
    expect(differences(bench.events(), rows)).toEqual(new Map());
    expect(rows.length).toBe(bench.events().length);
    expect(rows.length).toBeGreaterThan(EVENTS);
    expect(NOW).toBeLessThan(bench.service.time.clock.now() / 1000);
  },
);
