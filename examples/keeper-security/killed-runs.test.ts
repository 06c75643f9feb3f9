import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startKeeperSimulator } from '@leat/keeper-simulator';
import { killRandomly, runToEnd } from '@leat/testkit';
import { expect, onTestFinished, test } from 'vitest';
import { keeperPipeline } from './load-keeper.ts';

const SEED = 20_261_124;
const EVENTS = 200_000;
const KILLS = 10;

// 200,000 events with 3,000 in one second. Processes die by SIGKILL at any moment, the service restarts between them.
test(
  `every event is in DuckDB once, however often the process was killed (seed ${SEED})`,
  { timeout: 300_000 },
  async () => {
    const simulator = await startKeeperSimulator({
      rateLimit: 'off',
      vault: { records: 5, users: 40, events: EVENTS, eventBurst: 3000 },
    });
    const folder = await mkdtemp(join(tmpdir(), 'leat-killed-keeper-'));
    onTestFinished(async () => {
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
      if (round % 3 === 2) simulator.control.restart();
    }
    // As many runs as it takes: each ends after 30,000 events, and an empty one is the end.
    let rows = Number.POSITIVE_INFINITY;
    while (rows > 1) {
      // oxlint-disable-next-line no-await-in-loop -- one process after the other
      const { stdout } = await runToEnd(child);
      const seen = JSON.parse(stdout) as { readonly rows: number; readonly warnings: readonly string[] };
      expect(seen.warnings).toEqual([]);
      ({ rows } = seen);
    }
    await using dataset = await keeperPipeline(folder, { baseUrl: simulator.url, apiKey: simulator.apiKey }).open();
    const truth = Map.groupBy(
      simulator.vault.events,
      ({ created, type, username }) => `${created} ${type} ${username}`,
    );
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
