import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { megabytes } from './format-number.ts';
import type { MemorySample } from './memory-sampler.ts';
import { runChild } from './run-child.ts';
import { findProfile, profileFlags, readProfile } from './stages/cpu-profile.ts';
import { topFunctions } from './stages/top-functions.ts';
import type { Task } from './task.ts';
import { TemporaryFolder } from './temporary-folder.ts';

/** Functions that are named after a profiled run. */
const SHOWN = 25;

type LeatTask = Omit<Task, 'variant' | 'folder' | 'samples'>;

/** Runs leat once more under the profiler, keeps the profile, and says where it is and what is on top of it. */
export async function profileLeat(task: LeatTask): Promise<string> {
  using folder = new TemporaryFolder();
  const kept = mkdtempSync(join(tmpdir(), 'leat-bench-profile-'));
  await runChild({ ...task, variant: 'leat', folder: folder.path }, profileFlags(kept));
  const path = findProfile(kept);
  const nodes = readProfile(path);
  const busy = nodes.reduce(
    (sum, { functionName, selfMicros }) => sum + (functionName === '(idle)' ? 0 : selfMicros),
    0,
  );
  const lines = topFunctions(nodes, SHOWN).map(
    ({ name, place, selfMicros }) =>
      `${(selfMicros / 1000).toFixed(0).padStart(6)} ms ${((100 * selfMicros) / busy).toFixed(1).padStart(5)} %  ${name}  ${place}`,
  );
  return [`${task.workload}: profile in ${path}`, ...lines].join('\n');
}

/** Runs leat once more, keeps samples of its memory, and says where they are and what the highest one consists of. */
export async function sampleMemory(task: LeatTask): Promise<string> {
  using folder = new TemporaryFolder();
  const samples = join(mkdtempSync(join(tmpdir(), 'leat-bench-memory-')), `${task.workload}.jsonl`);
  await runChild({ ...task, variant: 'leat', folder: folder.path, samples });
  const lines = readFileSync(samples, 'utf8').trimEnd().split('\n');
  // Written by the sampler.
  const all = lines.map((line) => JSON.parse(line) as MemorySample);
  const peak = all.reduce((highest, sample) => (sample.rss > highest.rss ? sample : highest));
  return `${task.workload}: ${all.length} samples of memory in ${samples}\nhighest after ${peak.at} ms: ${composition(peak)}`;
}

function composition({ rss, files = 0, heapUsed, heapTotal, arrayBuffers }: MemorySample): string {
  const parts = [
    `mapped files ${megabytes(files)}`,
    `JavaScript heap ${megabytes(heapTotal)} (used ${megabytes(heapUsed)})`,
    `buffers ${megabytes(arrayBuffers)}`,
    `engine, driver and all else ${megabytes(rss - files - heapTotal - arrayBuffers)}`,
  ];
  return `RSS ${megabytes(rss)}: ${parts.join(', ')}`;
}
