import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startNode, type RunningProcess } from '../child/start-run.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { leftOvers } from '../oracle/left-overs.ts';
import { takeSnapshot } from '../oracle/snapshot.ts';
import { SMALL_FILES, TemporaryFolder, type Place } from '../place.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { dispositionOf, scenarioOf } from '../workload/scenario.ts';
import type { WorkloadOptions } from '../workload/workload-source.ts';
import type { PartContext } from './part-context.ts';
import { Rehearsal, type Start } from './rehearsal.ts';

const CLI = fileURLToPath(import.meta.resolve('leat')).replace(/index\.ts$/, 'main.ts');

const SOURCE = fileURLToPath(new URL('../workload/workload-source.ts', import.meta.url));

/** Pages read when the signal comes; the one after them is on its way and is loaded as well. */
const PAGES = 4;

/** Signals to `leat run`: one drains, so that what was read is loaded; two stop, and the next run goes on. */
export async function signals({ seed, modes, report }: PartContext): Promise<void> {
  for (const mode of modes) {
    const scenario = scenarioOf(mode, seed);
    await using rehearsal = await Rehearsal.of(scenario);
    const [start] = rehearsal.starts;
    // What says of missing rows that they are gone is published only when it was read to its end; anything else is, up to
    // where it came.
    const isWhole = dispositionOf(mode) === 'replace' || mode.name === 'merge scd2';
    const drained = isWhole ? 0 : (PAGES + 1) * 100;
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      report(caseResult('signals', `${signal} once`, mode.name, await drain(start, signal, drained)));
    }
    report(caseResult('signals', 'SIGINT twice', mode.name, await stop(start, ['SIGINT', 'SIGINT'], 130)));
    report(caseResult('signals', 'SIGTERM, then SIGINT', mode.name, await stop(start, ['SIGTERM', 'SIGINT'], 143)));
  }
}

/** The first signal: the run ends by itself with what it has read; the next one brings the rest. */
async function drain(start: Start, signal: 'SIGTERM' | 'SIGINT', rows: number): Promise<readonly Problem[]> {
  using folder = new TemporaryFolder();
  const project = writeProject(folder.path, { ...start.workload, holdAfterPages: PAGES });
  const run = startCommand(folder.path);
  await run.printed('holding');
  run.kill(signal);
  await run.printed('Stopping');
  run.release();
  const { code, stderr } = await run.ended;
  const problems: Problem[] = [];
  const expected = signal === 'SIGTERM' ? 143 : 130;
  if (code !== expected)
    problems.push({ outcome: 'wrong-error', detail: `exit code ${String(code)} after ${signal}:\n${stderr}` });
  const seen = await takeSnapshot(project, start.workload);
  const found = seen.tables['rows']?.rows ?? 0;
  if (found !== rows)
    problems.push({ outcome: found < rows ? 'lost' : 'doubled', detail: `${rows} rows drained, ${found} loaded` });
  return [...problems, ...(await finishCommand(folder.path, project, start))];
}

/** Two signals: nothing more is read or loaded; the next run does it. */
async function stop(
  start: Start,
  [first, second]: readonly [NodeJS.Signals, NodeJS.Signals],
  expected: number,
): Promise<readonly Problem[]> {
  using folder = new TemporaryFolder();
  const project = writeProject(folder.path, { ...start.workload, holdAfterPages: PAGES });
  const run = startCommand(folder.path);
  await run.printed('holding');
  run.kill(first);
  await run.printed('Stopping: ');
  run.kill(second);
  const { code, stderr } = await run.ended;
  const problems: Problem[] = [];
  if (code !== expected) {
    problems.push({
      outcome: 'wrong-error',
      detail: `exit code ${String(code)} after ${first} and ${second}:\n${stderr}`,
    });
  }
  problems.push(...judgeSnapshot(await takeSnapshot(project, start.workload), [start.before, start.after]));
  return [...problems, ...(await finishCommand(folder.path, project, start))];
}

async function finishCommand(folder: string, project: Place, start: Start): Promise<readonly Problem[]> {
  writeProject(folder, start.workload);
  const { code, stdout, stderr } = await startCommand(folder).ended;
  if (code !== 0) return [{ outcome: 'stuck', detail: `exit code ${String(code)}: ${stdout}${stderr}` }];
  return [...judgeSnapshot(await takeSnapshot(project, start.workload), [start.after]), ...leftOvers(project)];
}

/** A project folder whose only source is the workload, by its path. */
function writeProject(folder: string, source: WorkloadOptions): Place {
  const place = {
    workDir: join(folder, 'data', 'work'),
    database: join(folder, 'data', 'w.duckdb'),
    dataset: 'data',
    pipeline: 'crash',
  };
  mkdirSync(join(folder, 'data'), { recursive: true });
  const config = {
    destination: 'duckdb',
    workDir: place.workDir,
    limits: SMALL_FILES,
    pipelines: { crash: { source: SOURCE, dataset: place.dataset } },
    sources: { workload: source },
    destinations: { duckdb: { path: place.database } },
  };
  writeFileSync(join(folder, 'leat.config.json'), JSON.stringify(config));
  return place;
}

function startCommand(folder: string): RunningProcess {
  return startNode([CLI, 'run', '--json', '--no-progress'], { cwd: folder });
}
