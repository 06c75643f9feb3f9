import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { answerOf, startRun } from '../child/start-run.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { takeSnapshot } from '../oracle/snapshot.ts';
import { placeIn, TemporaryFolder, type Place } from '../place.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { SmallDisk } from '../small-disk.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { finish } from './crash-cycle.ts';
import type { PartContext } from './part-context.ts';
import { Rehearsal, type Start } from './rehearsal.ts';

const MEBIBYTE = 1024 * 1024;

/** Enough for the whole load, twice. */
const DISK = 64 * MEBIBYTE;

/** Bytes left on the disk when the run begins: not enough for the lock, for a page, for a file, for the package. */
const ROOM: readonly number[] = [0, 4096, 16_384, 65_536, 262_144, MEBIBYTE];

/** Code of the error by what is on the full disk. */
const CODES = {
  'working folder': 'LEAT_DISK_FULL',
  database: 'LEAT_DUCKDB_DISK_FULL',
} as const;

type FullDisk = keyof typeof CODES;

/** A disk that fills up at every stage of a run: a typed error, and after making room the same command finishes. */
export async function disk({ seed, modes, report }: PartContext, room: readonly number[] = ROOM): Promise<void> {
  for (const mode of modes) {
    await using rehearsal = await Rehearsal.of(scenarioOf(mode, seed));
    for (const what of ['working folder', 'database'] as const) {
      for (const start of rehearsal.starts) {
        let filled = 0;
        for (const bytes of room) {
          const outcome = await fullDisk(start, what, bytes);
          if (outcome === undefined) {
            report({
              part: 'full disk',
              row: `${what}, ${start.name}`,
              column: mode.name,
              outcome: 'ok',
              detail: 'not tried: no right to mount',
            });
            return;
          }
          if (outcome.filled) filled += 1;
          const problems = outcome.problems.map((one): Problem => ({
            outcome: one.outcome,
            detail: `${bytes} bytes left: ${one.detail}`,
          }));
          report(caseResult('full disk', `${what}, ${start.name}`, mode.name, problems));
        }
        // The largest rooms may be enough; the smallest ones must not be.
        if (filled === 0) throw new Error(`the ${what} was never full`);
      }
    }
  }
}

/** One run on a disk with so many bytes left; undefined where no disk can be mounted. */
async function fullDisk(
  start: Start,
  what: FullDisk,
  left: number,
): Promise<{ readonly problems: readonly Problem[]; readonly filled: boolean } | undefined> {
  using folder = new TemporaryFolder();
  using mountPoint = new TemporaryFolder();
  using mounted = SmallDisk.mount(mountPoint.path, DISK);
  if (mounted === undefined) return undefined;
  const place = placeOn(folder.path, mounted.path, what);
  if (start.folder !== undefined) {
    const old = placeIn(start.folder);
    cpSync(old.workDir, place.workDir, { recursive: true });
    cpSync(old.database, place.database);
  }
  mounted.fill(left);
  const answer = answerOf(await startRun({ place, source: start.workload }).ended);
  const problems: Problem[] = [];
  if (!answer.ok && answer.code !== CODES[what]) {
    problems.push({ outcome: 'wrong-error', detail: `${CODES[what]} expected, got ${answer.code} ${answer.message}` });
  }
  mounted.makeRoom();
  const allowed = answer.ok ? ([start.after] as const) : ([start.before, start.after] as const);
  problems.push(...judgeSnapshot(await takeSnapshot(place, start.workload), allowed));
  problems.push(...(await finish(place, start)));
  return { problems, filled: !answer.ok };
}

function placeOn(folder: string, small: string, what: FullDisk): Place {
  const place = placeIn(folder);
  return what === 'database'
    ? { ...place, database: join(small, 'w.duckdb') }
    : { ...place, workDir: join(small, 'work'), database: join(folder, 'w.duckdb') };
}
