import { ChildError, runToEnd } from '@leat/testkit';
import { workloadScript } from '../child/start-run.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { leftOvers } from '../oracle/left-overs.ts';
import { peek, takeSnapshot } from '../oracle/snapshot.ts';
import type { Place } from '../place.ts';
import type { Problem } from '../results/case-result.ts';
import type { Kill } from './kill.ts';
import { copyOf, type Start } from './rehearsal.ts';

/** What happens between the last crash and the run that is to finish the work; gives the place to go on at. */
export type Interlude = (place: Place) => Place | Promise<Place>;

/**
 * Runs a load, kills it as often as asked, runs the same command to its end, and says what is wrong then; also what a
 * reader would have seen wrong after each crash.
 */
export async function crashCycle(
  start: Start,
  kills: readonly Kill[],
  interlude: Interlude = (place) => place,
): Promise<readonly Problem[]> {
  await using site = await copyOf(start);
  const { place } = site;
  const { workload, before, after } = start;
  const problems: Problem[] = [];
  for (const { name, kill } of kills) {
    await kill({ place, source: workload });
    const seen = judgeSnapshot(await peek(place, workload), [before, after]);
    problems.push(...seen.map(({ outcome, detail }): Problem => ({ outcome, detail: `after ${name}: ${detail}` })));
  }
  return [...problems, ...(await finish(await interlude(place), start))];
}

/** Runs the same command once more, and compares what is there with what should be. */
export async function finish(place: Place, { workload, after }: Start): Promise<readonly Problem[]> {
  try {
    await runToEnd(workloadScript({ place, source: workload }));
  } catch (error) {
    if (!(error instanceof ChildError)) throw error;
    return [{ outcome: 'stuck', detail: error.message }];
  }
  return [...judgeSnapshot(await takeSnapshot(place, workload), [after]), ...leftOvers(place)];
}
