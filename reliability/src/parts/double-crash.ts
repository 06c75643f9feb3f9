// oxlint-disable-next-line no-restricted-imports -- the one subpath of core made for tests, never published
import { FAIL_POINTS } from '@leat/core/fail-points';
import { Random } from '../random.ts';
import { caseResult } from '../results/case-result.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { crashCycle } from './crash-cycle.ts';
import { killAtPoint } from './kill.ts';
import type { PartContext } from './part-context.ts';
import { Rehearsal } from './rehearsal.ts';

/** Points a run passes when it finishes the package of a run that died. */
const RESUMED: ReadonlySet<string> = new Set([
  'load.begun',
  'load.file-staged',
  'load.before-commit',
  'load.in-receipt',
  'load.committed',
  'package.loaded',
  'package.cleaned',
]);

/** Of these a package that was committed has none left. */
const SEALED_AT = FAIL_POINTS.indexOf('package.sealed');
const COMMITTED_AT = FAIL_POINTS.indexOf('load.committed');

/** The load is killed, and the run that resumes it is killed as well, at random pairs of points; then a third run. */
export async function doubleCrash({ seed, runs = 12, modes, report, server }: PartContext): Promise<void> {
  const random = new Random(seed);
  for (const mode of modes) {
    await using rehearsal = await Rehearsal.of(scenarioOf(mode, seed), server);
    for (let pair = 0; pair < runs; pair += 1) {
      const [one, two] = pickPair(random);
      const problems = await crashCycle(random.pick(rehearsal.starts), [killAtPoint(one), killAtPoint(two)]);
      const told = problems.map(({ outcome, detail }) => ({ outcome, detail: `${one}, then ${two}: ${detail}` }));
      report(caseResult('second crash', 'during the resume', mode.name, told, `${one}, then ${two}`));
    }
  }
}

/** Two points such that the second run passes the second one, whatever the write mode. */
function pickPair(random: Random): readonly [string, string] {
  const first = random.below(COMMITTED_AT);
  const one = FAIL_POINTS[first] ?? 'run.locked';
  const two =
    first < SEALED_AT ? FAIL_POINTS : FAIL_POINTS.filter((point) => RESUMED.has(point) || point.startsWith('run.'));
  return [one, random.pick(two)];
}
