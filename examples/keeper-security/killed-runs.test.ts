import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AuditEvent, type KeeperSimulator, startKeeperSimulator } from '@leat/keeper-simulator';
import { killRandomly, runToEnd } from '@leat/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { keeperPipeline } from './load-keeper.ts';

const SEED = 20_261_124;
const EVENTS = 200_000;
const KILLS = 6;
/** Events after which a run ends, as `load-audit.ts` has it. */
const RUN = 30_000;
/** A short window, so that a storm is over soon. */
const STORM = '60 per 1 second';

/** A small generator of numbers from 0 to 1, so that a failure can be looked into. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Events that come now and happened up to 58 minutes ago: the look back of the source is an hour. */
function lateEvents(random: () => number, from: number): readonly AuditEvent[] {
  const created = Math.floor(Date.now() / 1000) - 120 - Math.floor(random() * 3360);
  return Array.from({ length: 1 + Math.floor(random() * 40) }, (_, index) => ({
    id: 9_000_000 + from + index,
    created: created + (index % 3),
    type: 'login',
    username: `late${index % 5}@example.com`,
  }));
}

interface Disturbance {
  /** Events that came while processes ran. */
  readonly late: readonly AuditEvent[];
  stop(): void;
}

/** While processes run: late events, restarts of the service, and storms of 429. */
function disturb({ control }: KeeperSimulator, random: () => number): Disturbance {
  const late: AuditEvent[] = [];
  const timer = setInterval(() => {
    const kind = random();
    if (kind < 0.3) {
      const events = lateEvents(random, late.length);
      late.push(...events);
      control.addEvents(events);
    } else if (kind < 0.35) {
      control.restart();
    } else if (kind < 0.4) {
      control.failNext({ times: 1 + Math.floor(random() * 4), request: { kind: 'rate-limited', limit: STORM } });
    }
  }, 100);
  return {
    late,
    stop: () => {
      clearInterval(timer);
      control.clearFailures();
    },
  };
}

// 200,000 events with 3,000 in one second. Processes die by SIGKILL at any moment; meanwhile the service restarts, refuses for its
// rate, and is told of events that happened before.
test(
  `every event is in DuckDB once, however often the process was killed (seed ${SEED})`,
  { timeout: 300_000 },
  async () => {
    const simulator = await startKeeperSimulator({
      rateLimit: 'off',
      vault: { records: 5, users: 40, events: EVENTS, eventBurst: 3000 },
    });
    const folder = await mkdtemp(join(tmpdir(), 'leat-killed-keeper-'));
    const disturbance = disturb(simulator, randomOf(SEED));
    onTestFinished(async () => {
      disturbance.stop();
      await simulator.close();
      await rm(folder, { recursive: true, force: true });
    });
    const child = {
      script: fileURLToPath(new URL('load-audit.ts', import.meta.url)),
      args: [folder, simulator.url, simulator.apiKey],
      timeout: 120_000,
    };
    let killed = 0;
    // Less time for the next one whenever a process came to its end: machines differ, and a kill should meet one at work.
    let maxMs = 4500;
    for (let round = 0; killed < KILLS; round += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one process after the other
      const { outcome } = await killRandomly({ ...child, seed: SEED + round, minMs: maxMs / 4, maxMs });
      if (outcome === 'killed') killed += 1;
      else maxMs *= 0.7;
    }
    disturbance.stop();
    expect(disturbance.late.length).toBeGreaterThan(0);
    // As many runs as it takes: each ends after 30,000 events, and one with fewer came to the end of the log.
    let rows = EVENTS;
    while (rows >= RUN) {
      // oxlint-disable-next-line no-await-in-loop -- one process after the other
      const { stdout } = await runToEnd(child);
      const seen = JSON.parse(stdout) as { readonly rows: number; readonly warnings: readonly string[] };
      expect(seen.warnings).toEqual([]);
      ({ rows } = seen);
    }
    await using dataset = await keeperPipeline(folder, { baseUrl: simulator.url, apiKey: simulator.apiKey }).open();
    const events = [...simulator.vault.events, ...disturbance.late];
    const truth = Map.groupBy(events, ({ created, type, username }) => `${created} ${type} ${username}`);
    const loaded = dataset.query<{ readonly facts: string; readonly times: bigint }>(
      `select concat(cast(epoch(created) as bigint), ' ', audit_event_type, ' ', username) as facts, count(*) as times
     from audit_events group by all`,
    );
    const differences: string[] = [];
    let groups = 0;
    for await (const { facts, times } of loaded) {
      groups += 1;
      const expected = truth.get(facts)?.length ?? 0;
      if (expected !== Number(times)) differences.push(`${facts}: ${times} instead of ${expected}`);
    }
    expect(differences).toEqual([]);
    expect(groups).toBe(truth.size);
  },
);
