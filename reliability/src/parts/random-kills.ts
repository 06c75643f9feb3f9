import { killRandomly } from '@leat/testkit';
import { answerOf, startRun, workloadScript } from '../child/start-run.ts';
import type { WorkloadRun } from '../child/workload-run.ts';
import { accountForPlace } from '../oracle/account-for-place.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { leftOvers } from '../oracle/left-overs.ts';
import { emptySnapshot, peek, takeSnapshot, type Snapshot } from '../oracle/snapshot.ts';
import { pipelineAt, placeIn, TemporaryFolder } from '../place.ts';
import { Random } from '../random.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { scenarioOf, type Scenario } from '../workload/scenario.ts';
import workloadSource from '../workload/workload-source.ts';
import type { PartContext } from './part-context.ts';

/** Rows of one run; the first load of a scenario brings half of them to an append. */
const ROWS = 200_000;

/** Times a load is killed before it is let through. */
const KILLS_PER_ROUND = 4;

/** Milliseconds that node takes to load the modules; a process killed before has done nothing. */
const FIRST_KILL = 300;

/**
 * SIGKILL at random times of a run of 200,000 rows: each round kills a run and the runs that go on with it, lets the next
 * one come to its end, and accounts for every row. Rounds go through the write modes. Without `newDatabase` the file of the
 * database exists, empty, before the first run.
 */
export async function randomKills(
  { seed, runs = 100, modes, report }: PartContext,
  { rows = ROWS, newDatabase = true }: { readonly rows?: number; readonly newDatabase?: boolean } = {},
): Promise<void> {
  const random = new Random(seed);
  for (let kills = 0, round = 0; kills < runs; round += 1) {
    const mode = modes[round % modes.length];
    if (mode === undefined) return;
    const scenario = roundOf(scenarioOf(mode, seed + round, { documents: rows, shape: 'flat' }));
    const { times, problems } = await playRound(scenario, Math.min(KILLS_PER_ROUND, runs - kills), random, newDatabase);
    kills += times.length;
    const told = problems.map(({ outcome, detail }): Problem => ({
      outcome,
      detail: `${detail} (killed at ${times.join(', ')} ms)`,
    }));
    // One result per kill, so that the table counts kills.
    for (const time of times)
      report(caseResult('random kills', `${rows} rows`, mode.name, told, `killed at ${time} ms`));
  }
}

/** One load of all rows, into a dataset that has none yet. */
function roundOf({ mode, first }: Scenario): Scenario {
  // The second load of the scenario is the same one again: the run that goes on after the last crash.
  return { mode, first: { ...first, pageSize: 1000 }, second: { ...first, pageSize: 1000 } };
}

async function playRound(
  scenario: Scenario,
  wanted: number,
  random: Random,
  newDatabase: boolean,
): Promise<{ readonly problems: readonly Problem[]; readonly times: readonly number[] }> {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const run: WorkloadRun = { place, source: scenario.first, limits: {} };
  const { after, milliseconds } = await rehearse(scenario);
  if (!newDatabase) await (await pipelineAt(place, workloadSource(scenario.first)).open())[Symbol.asyncDispose]();
  const before = emptySnapshot(scenario.first);
  const problems: Problem[] = [];
  const times: number[] = [];
  while (times.length < wanted) {
    const child = workloadScript(run);
    const end = await killRandomly({ ...child, seed: random.below(2 ** 31), minMs: FIRST_KILL, maxMs: milliseconds });
    // It was faster than its death, and nothing is left to be disturbed.
    if (end.outcome === 'finished') break;
    times.push(end.killAfter);
    problems.push(...judgeSnapshot(await peek(place, scenario.first), [before, after]));
  }
  const answer = answerOf(await startRun(run).ended);
  if (!answer.ok) return { problems: [...problems, { outcome: 'stuck', detail: answer.message }], times };
  problems.push(...judgeSnapshot(await takeSnapshot(place, scenario.first), [after]));
  problems.push(...(await accountForPlace(place, scenario)), ...leftOvers(place));
  return { problems, times };
}

/** The same load undisturbed: what it looks like afterwards, and how long the process takes. */
async function rehearse(scenario: Scenario): Promise<{ readonly after: Snapshot; readonly milliseconds: number }> {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const started = performance.now();
  const answer = answerOf(await startRun({ place, source: scenario.first, limits: {} }).ended);
  if (!answer.ok) throw new Error(answer.message);
  const milliseconds = Math.ceil(performance.now() - started);
  return { after: await takeSnapshot(place, scenario.first), milliseconds };
}
