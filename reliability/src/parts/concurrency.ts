import { answerOf, startRun, type RunningProcess } from '../child/start-run.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { leftOvers } from '../oracle/left-overs.ts';
import { takeSnapshot, type Snapshot } from '../oracle/snapshot.ts';
import { placeIn, TemporaryFolder, type Place } from '../place.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { expectCode } from '../results/expect-code.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { overtakenInProcess } from './overtaken-in-process.ts';
import type { PartContext } from './part-context.ts';
import { Rehearsal, type Start } from './rehearsal.ts';

/** Tries of a process that is locked out; each one waits for another process to end first. */
const TRIES = 60;

/** Several processes at once on one dataset, and a process that is stopped while another one wants its place. */
export async function concurrency(context: PartContext, counts: readonly number[] = [2, 4, 8]): Promise<void> {
  const { seed, modes, report } = context;
  const [append] = modes;
  if (append === undefined) return;
  await using rehearsal = await Rehearsal.of(scenarioOf(append, seed));
  for (const count of counts) {
    const column = `${count} processes`;
    for (const start of rehearsal.starts) {
      report(caseResult('concurrency', `one pipeline, ${start.name}`, column, await samePipeline(start, count)));
      report(caseResult('concurrency', `different pipelines, ${start.name}`, column, await lockedOut(start, count)));
    }
    const race = await raceOfPipelines(rehearsal.starts[0], count);
    report(caseResult('concurrency', 'all at once until all are done', column, race));
  }
  report(
    caseResult('concurrency', 'stopped by SIGSTOP, then continued', '2 processes', await stopped(rehearsal.starts[1])),
  );
  const overtaken = await overtakenInProcess(rehearsal.starts[1]);
  report(caseResult('concurrency', 'overtaken, then committing (one process)', '2 processes', overtaken));
}

/** One process is inside its load; the others, in the same working folder, are told so. */
async function samePipeline(start: Start, count: number): Promise<readonly Problem[]> {
  return await besideHolder(start, count, (place) => place);
}

/** As `samePipeline`, but everyone has a pipeline and a folder of their own: only the database is shared. */
async function lockedOut(start: Start, count: number): Promise<readonly Problem[]> {
  return await besideHolder(start, count, (place, index) => otherPipeline(place, index));
}

async function besideHolder(
  start: Start,
  count: number,
  placeOf: (place: Place, index: number) => Place,
): Promise<readonly Problem[]> {
  using folder = start.folder === undefined ? new TemporaryFolder() : TemporaryFolder.copyOf(start.folder);
  const place = placeIn(folder.path);
  const holder = startRun({ place, source: { ...start.workload, holdAfterPages: 1 } });
  await holder.printed('holding');
  const others = Array.from({ length: count - 1 }, (_, index) =>
    startRun({ place: placeOf(place, index), source: start.workload }),
  );
  const answers = await Promise.all(others.map(async (other) => answerOf(await other.ended)));
  holder.release();
  const own = answerOf(await holder.ended);
  const problems = answers.flatMap((answer) => expectCode(answer, 'LEAT_LOCKED'));
  if (!own.ok) problems.push({ outcome: 'stuck', detail: `the first process: ${own.code} ${own.message}` });
  const left = placeOf(place, 0) === place ? leftOvers(place) : [];
  return [...problems, ...judgeSnapshot(await takeSnapshot(place, start.workload), [start.after]), ...left];
}

/** All pipelines start at once on a database that does not exist yet; whoever is locked out tries again. */
async function raceOfPipelines(start: Start, count: number): Promise<readonly Problem[]> {
  using folder = new TemporaryFolder();
  const places = Array.from({ length: count }, (_, index) => {
    const place = otherPipeline(placeIn(folder.path), index);
    return { ...place, dataset: `data_${index}` };
  });
  const running = new Set<Promise<unknown>>();
  const finish = async (place: Place): Promise<readonly Problem[]> => {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const ended = startRun({ place, source: start.workload }).ended;
      running.add(ended);
      const answer = answerOf(await ended);
      running.delete(ended);
      if (answer.ok) return [];
      if (answer.code !== 'LEAT_LOCKED')
        return [{ outcome: 'wrong-error', detail: `${answer.code} ${answer.message}` }];
      if (running.size > 0) await Promise.race(running);
    }
    return [{ outcome: 'stuck', detail: `locked out ${TRIES} times` }];
  };
  const problems = (await Promise.all(places.map(finish))).flat();
  for (const place of places) problems.push(...judgeSnapshot(await takeSnapshot(place, start.workload), [start.after]));
  return problems;
}

/**
 * A process is stopped in the middle of its load. DuckDB's lock on the file stays with it, so nobody can overtake it: a
 * second process is refused, in the same working folder and in another one. Continued, it ends as if nothing had been.
 */
async function stopped(start: Start): Promise<readonly Problem[]> {
  using folder = start.folder === undefined ? new TemporaryFolder() : TemporaryFolder.copyOf(start.folder);
  const place = placeIn(folder.path);
  const first: RunningProcess = startRun({ place, source: { ...start.workload, holdAfterPages: 3 } });
  await first.printed('holding');
  first.kill('SIGSTOP');
  const problems: Problem[] = [];
  for (const workDir of [place.workDir, `${place.workDir}-elsewhere`]) {
    const second = answerOf(await startRun({ place: { ...place, workDir }, source: start.workload }).ended);
    problems.push(...expectCode(second, 'LEAT_LOCKED'));
  }
  first.kill('SIGCONT');
  first.release();
  const answer = answerOf(await first.ended);
  if (!answer.ok) problems.push({ outcome: 'stuck', detail: `${answer.code} ${answer.message}` });
  const seen: Snapshot = await takeSnapshot(place, start.workload);
  return [...problems, ...judgeSnapshot(seen, [start.after])];
}

function otherPipeline(place: Place, index: number): Place {
  return { ...place, pipeline: `other_${index}`, workDir: `${place.workDir}-${index}` };
}
