import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- the one subpath of core made for tests, never published
import { FAIL_POINTS } from '@leat/core/fail-points';
import { answerOf, startRun } from '../child/start-run.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { takeSnapshot } from '../oracle/snapshot.ts';
import { packagesOf, type Place } from '../place.ts';
import { Site } from '../site.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { expectCode } from '../results/expect-code.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { crashCycle, finish } from './crash-cycle.ts';
import { killAtPoint } from './kill.ts';
import type { PartContext } from './part-context.ts';
import { copyOf, Rehearsal, type Start } from './rehearsal.ts';

/** Points at which a sealed package exists that was not committed. */
const SEALED: readonly string[] = ['package.sealed', 'load.before-commit', 'load.in-receipt'];

/**
 * The run that follows a crash happens elsewhere: with an empty working folder, so that only the destination is left;
 * with only the working folder, moved to another place; on a host whose lock nobody can see from here; and on a second
 * machine, before the first one comes back.
 */
export async function otherMachine({ seed, modes, report, server }: PartContext): Promise<void> {
  for (const mode of modes) {
    await using rehearsal = await Rehearsal.of(scenarioOf(mode, seed), server);
    const [first, later] = rehearsal.starts;
    for (const point of FAIL_POINTS) {
      const problems = await crashCycle(later, [killAtPoint(point)], withoutWorkDir);
      report(caseResult('another machine', 'empty working folder', mode.name, atPoint(point, problems)));
    }
    for (const point of SEALED) {
      const moved = await movedPackage(first, point);
      report(caseResult('another machine', 'sealed package moved, new database', mode.name, atPoint(point, moved)));
      const foreign = await foreignLock(later, point);
      report(caseResult('another machine', 'lock of another host', mode.name, atPoint(point, foreign)));
      const overtaken = await overtakenPackage(later, point);
      report(caseResult('another machine', 'old package comes back', mode.name, atPoint(point, overtaken)));
    }
  }
}

function atPoint(point: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map(({ outcome, detail }) => ({ outcome, detail: `killed at ${point}: ${detail}` }));
}

function withoutWorkDir(place: Place): Place {
  rmSync(place.workDir, { recursive: true });
  return place;
}

/** Only the working folder survives, in another place; the database is new. */
async function movedPackage(start: Start, point: string): Promise<readonly Problem[]> {
  await using here = await Site.create(start.server);
  await using there = await Site.create(start.server);
  const [from, to] = [here.place, there.place];
  await killAtPoint(point).kill({ place: from, source: start.workload });
  renameSync(from.workDir, to.workDir);
  return await finish(to, start);
}

/** A lock of another host is respected, whoever holds it, and the remedy it names works. */
async function foreignLock(start: Start, point: string): Promise<readonly Problem[]> {
  await using site = await copyOf(start);
  const { place } = site;
  await killAtPoint(point).kill({ place, source: start.workload });
  const lock = join(packagesOf(place), 'lock');
  writeFileSync(lock, JSON.stringify({ ...JSON.parse(readFileSync(lock, 'utf8')), host: 'host.example.com' }));
  const refused = answerOf(await startRun({ place, source: start.workload }).ended);
  const problems: Problem[] = [];
  if (refused.ok || refused.code !== 'LEAT_LOCKED' || !refused.remedy.includes('delete the file "lock"')) {
    problems.push({ outcome: 'wrong-error', detail: `a lock of another host gives ${JSON.stringify(refused)}` });
  }
  rmSync(lock);
  return [...problems, ...(await finish(place, start))];
}

/**
 * A machine comes back with a package that it sealed before another machine went on: loading it now would load its rows
 * twice, or put old rows in the place of newer ones. It is refused, as every resource of the workload keeps its place.
 */
async function overtakenPackage(start: Start, point: string): Promise<readonly Problem[]> {
  await using site = await copyOf(start);
  const old = site.place;
  await killAtPoint(point).kill({ place: old, source: start.workload });
  const other = { ...old, workDir: `${old.workDir}-of-another-machine` };
  const overtaking = answerOf(await startRun({ place: other, source: start.workload }).ended);
  if (!overtaking.ok) return [{ outcome: 'stuck', detail: overtaking.message }];
  rmSync(other.workDir, { recursive: true });
  const returned = answerOf(await startRun({ place: old, source: start.workload }).ended);
  const problems = expectCode(returned, 'LEAT_PACKAGE_OVERTAKEN');
  problems.push(...judgeSnapshot(await takeSnapshot(old, start.workload), [start.after]));
  // What the remedy says: without the package, there is nothing left to do.
  rmSync(old.workDir, { recursive: true });
  return [...problems, ...(await finish(old, start))];
}
