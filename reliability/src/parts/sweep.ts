// oxlint-disable-next-line no-restricted-imports -- the one subpath of core made for tests, never published
import { FAIL_POINTS } from '@leat/core/fail-points';
import { answerOf, startRun } from '../child/start-run.ts';
import { caseResult } from '../results/case-result.ts';
import { scenarioOf } from '../workload/scenario.ts';
import type { NamedWriteMode } from '../workload/write-modes.ts';
import { crashCycle } from './crash-cycle.ts';
import { killAfterCommit, killAtPoint, killAtStatement } from './kill.ts';
import type { PartContext } from './part-context.ts';
import { copyOf, Rehearsal, type Start } from './rehearsal.ts';

/** Points that are passed once per file are also tried in the middle of a load. */
export const SWEPT_POINTS: readonly string[] = FAIL_POINTS.flatMap((point) =>
  point.startsWith('job.') || point === 'load.file-staged' ? [point, `${point}:3`] : [point],
);

/** SIGKILL at every named fail point, and before every statement of the publishing transaction, in every write mode. */
export async function sweep({ seed, modes, report, server }: PartContext): Promise<void> {
  for (const mode of modes) {
    await using rehearsal = await Rehearsal.of(scenarioOf(mode, seed), server);
    for (const start of rehearsal.starts) {
      for (const point of SWEPT_POINTS) {
        report(caseResult('crash at', point, mode.name, await crashCycle(start, [killAtPoint(point)])));
      }
    }
    await sweepStatements(rehearsal.starts[1], mode, report);
  }
}

async function sweepStatements(start: Start, mode: NamedWriteMode, report: PartContext['report']): Promise<void> {
  const statements = await statementsOf(start);
  for (let number = 1; number <= statements.length; number += 1) {
    const problems = await crashCycle(start, [killAtStatement(number)]);
    report(caseResult('crash at', 'before each statement of the commit', mode.name, problems));
  }
  report(caseResult('crash at', 'COMMIT acknowledged', mode.name, await crashCycle(start, [killAfterCommit()])));
}

/** The statements of the publishing transaction of a load, COMMIT included. */
export async function statementsOf(start: Start): Promise<readonly string[]> {
  await using site = await copyOf(start);
  const { place } = site;
  const answer = answerOf(await startRun({ place, source: start.workload, listStatements: true }).ended);
  if (!answer.ok) throw new Error(`${answer.code}: ${answer.message}`);
  return answer.statements;
}
