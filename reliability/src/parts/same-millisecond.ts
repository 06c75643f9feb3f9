import { definePipeline, type Pipeline } from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { emptySnapshot, takeSnapshot } from '../oracle/snapshot.ts';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { placeIn, SMALL_FILES, TemporaryFolder } from '../place.ts';
import { caseResult, type Problem } from '../results/case-result.ts';
import { scenarioOf } from '../workload/scenario.ts';
import { gatedSource } from '../workload/gated-source.ts';
import { specialResource } from '../workload/special-source.ts';
import type { PartContext } from './part-context.ts';
import { Rehearsal, type Start } from './rehearsal.ts';

/**
 * Two pipelines begin in the same millisecond on one dataset, and so want the same load id; one of them has committed when
 * the other one begins to load. The rows of the other one must be there all the same, or its run must end in an error.
 */
async function beginTogether({ workload, after }: Start): Promise<readonly Problem[]> {
  using folder = new TemporaryFolder();
  const place = placeIn(folder.path);
  const clock = { now: (): number => 1_700_000_000_000 };
  const at = (name: string, source: Parameters<typeof definePipeline>[0]['source'], limits = SMALL_FILES): Pipeline =>
    definePipeline({ ...place, name, source, destination: duckdb({ path: place.database }), limits, clock });
  const gate = Promise.withResolvers<void>();
  const started = Promise.withResolvers<void>();
  // In one file, so that its load begins when all has been read.
  const slow = at(place.pipeline, gatedSource(workload, 1, gate.promise), {}).run({
    onEvent: ({ type }) => {
      if (type === 'resource-progress') started.resolve();
    },
  });
  const ended = slow.then(
    () => 'done',
    (error: unknown) => error,
  );
  await Promise.race([started.promise, ended]);
  await at('other', specialResource({ special: 'wide', size: 3, table: 'others' })).run();
  gate.resolve();
  const outcome = await ended;
  const seen = await takeSnapshot(place, workload);
  // An error that says so is safe: the package waits on disk.
  return judgeSnapshot(seen, [outcome === 'done' ? after : emptySnapshot(workload)]);
}

/** Two pipelines that begin in the same millisecond, in the first write mode. */
export async function sameMillisecond({ seed, modes, report }: PartContext): Promise<void> {
  const [mode] = modes;
  if (mode === undefined) return;
  await using rehearsal = await Rehearsal.of(scenarioOf(mode, seed));
  const problems = await beginTogether(rehearsal.starts[0]);
  report(caseResult('concurrency', 'begun in the same millisecond (one process)', '2 processes', problems));
}
