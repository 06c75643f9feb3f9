import { dirname, join } from 'node:path';
import {
  silentLogger,
  systemClock,
  validateOptions,
  type CallOptions,
  type Destination,
  type LoadCommit,
  type LoadJob,
} from '@leat/core';
import { discarding } from './destinations/nothing.ts';
import { loadedRows, runLeat, DATASET } from './run-leat.ts';
import { secondsSince } from './seconds-since.ts';
import type { Task } from './task.ts';
import type { Workload } from './workload.ts';

/** Seconds of the two halves of a load, with nothing else going on in the process. */
export interface LoadTimes {
  readonly tables: Readonly<Record<string, number>>;
  /** Files into staging. */
  readonly stage: number;
  /** Staging into place, and closing the database. */
  readonly commit: number;
}

/** Writes job files first, then loads them into the destination: what the engine takes when it does not share the processor. */
export async function replayLoad(
  workload: Workload,
  destination: Destination,
  { rows, folder, input }: Pick<Task, 'rows' | 'folder' | 'input'>,
): Promise<LoadTimes> {
  const jobs: LoadJob[] = [];
  const commits: LoadCommit[] = [];
  const { plugin } = destination;
  const options = await validateOptions(plugin, destination.options);
  const recorder = discarding(
    { file: (job) => void jobs.push(job), commit: (commit) => commits.push(commit) },
    { types: plugin.types, capabilities: plugin.capabilities(options) },
  );
  const report = await runLeat({ workload, destination: recorder, rows, folder, input, keepFiles: true });
  const call: CallOptions = { signal: new AbortController().signal, logger: silentLogger };

  const started = performance.now();
  const client = await plugin.connect(options, {
    dataset: DATASET,
    workDir: folder,
    logger: silentLogger,
    clock: systemClock,
  });
  const times = { stage: 0 };
  for (const commit of commits) {
    await using session = await client.beginLoad(
      { loadId: commit.loadId, pipeline: commit.pipeline, holder: 'bench', startedAt: commit.startedAt },
      call,
    );
    for (const job of jobs) await session.loadFile({ ...job, path: keptPath(job) }, call);
    times.stage = secondsSince(started);
    await session.commit(commit, call);
  }
  await client[Symbol.asyncDispose]();
  return { tables: loadedRows(report), stage: times.stage, commit: secondsSince(started) - times.stage };
}

/** Jobs are recorded while their package is being written; its folder says since then that it is loaded. */
function keptPath({ path, file, loadId }: LoadJob): string {
  return join(dirname(dirname(dirname(path))), `${loadId}.loaded`, 'jobs', file.name);
}
