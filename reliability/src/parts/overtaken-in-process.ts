import { isLeatError } from '@leat/core';
import { judgeSnapshot } from '../oracle/judge-snapshot.ts';
import { takeSnapshot } from '../oracle/snapshot.ts';
import { pipelineAt, placeIn, TemporaryFolder } from '../place.ts';
import type { Problem } from '../results/case-result.ts';
import { gatedSource } from '../workload/gated-source.ts';
import workloadSource from '../workload/workload-source.ts';
import type { Start } from './rehearsal.ts';

/** Pages after which a load of `SMALL_FILES` has closed a file, and with it begun. */
const PAGES = 5;

/**
 * Two runs of one pipeline in one process, from two working folders: the first one stands still after its load has begun,
 * the second one begins and ends, and the first one goes on. It read what the
 * second one loaded, so it must be refused, and change nothing.
 */
export async function overtakenInProcess(start: Start): Promise<readonly Problem[]> {
  using folder = start.folder === undefined ? new TemporaryFolder() : TemporaryFolder.copyOf(start.folder);
  const place = placeIn(folder.path);
  const gate = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const slow = pipelineAt(place, gatedSource(start.workload, PAGES, gate.promise)).run({
    onEvent: ({ type }) => {
      if (type === 'file-loaded') begun.resolve();
    },
  });
  const ended = slow.then(
    () => undefined,
    (error: unknown) => error,
  );
  await Promise.race([begun.promise, ended]);
  await pipelineAt({ ...place, workDir: `${place.workDir}-elsewhere` }, workloadSource(start.workload)).run();
  gate.resolve();
  const error = await ended;
  const problems: Problem[] = [];
  if (!isLeatError(error) || error.code !== 'LEAT_PACKAGE_OVERTAKEN') {
    problems.push({ outcome: 'wrong-error', detail: `LEAT_PACKAGE_OVERTAKEN expected, got ${String(error)}` });
  }
  return [...problems, ...judgeSnapshot(await takeSnapshot(place, start.workload), [start.after])];
}
