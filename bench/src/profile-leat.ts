import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DESTINATIONS } from './destinations.ts';
import { findNamed } from './find-named.ts';
import { megabytes } from './format-number.ts';
import type { MemorySample } from './memory-sampler.ts';
import { Preparation } from './prepare.ts';
import { runChild } from './run-child.ts';
import { findProfile, profileFlags, readProfile } from './stages/cpu-profile.ts';
import { topFunctions } from './stages/top-functions.ts';
import type { Workload } from './workload.ts';

/** Functions that are named after a profiled run. */
const SHOWN = 25;

/** One more run of leat, with what is there before it. */
async function runOnceMore(
  workload: Workload,
  destination: string,
  rows: number,
  { flags = [], samples }: { readonly flags?: readonly string[]; readonly samples?: string },
): Promise<void> {
  await using _server = await findNamed(DESTINATIONS, destination, 'destination').start?.();
  const shared = { workload: workload.name, destination, rows };
  using preparation = new Preparation(workload, shared);
  const text = await preparation.input(rows);
  using folder = (await preparation.folders('leat'))();
  const more = samples === undefined ? {} : { samples };
  await runChild({ ...shared, ...text, ...more, variant: 'leat', folder: folder.path }, flags);
}

/** Runs leat once more under the profiler, keeps the profile, and says where it is and what is on top of it. */
export async function profileLeat(workload: Workload, destination: string, rows: number): Promise<string> {
  const kept = mkdtempSync(join(tmpdir(), 'leat-bench-profile-'));
  await runOnceMore(workload, destination, rows, { flags: profileFlags(kept) });
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
  return [`${workload.name}: profile in ${path}`, ...lines].join('\n');
}

/**
 * Runs leat once more, keeps samples of its memory and a profile of what it allocates (for Chrome's DevTools), and says where
 * they are and what the highest sample consists of.
 */
export async function sampleMemory(workload: Workload, destination: string, rows: number): Promise<string> {
  const kept = mkdtempSync(join(tmpdir(), 'leat-bench-memory-'));
  const samples = join(kept, `${workload.name}.jsonl`);
  await runOnceMore(workload, destination, rows, { flags: ['--heap-prof', `--heap-prof-dir=${kept}`], samples });
  const lines = readFileSync(samples, 'utf8').trimEnd().split('\n');
  // Written by the sampler.
  const all = lines.map((line) => JSON.parse(line) as MemorySample);
  const peak = all.reduce((highest, sample) => (sample.rss > highest.rss ? sample : highest));
  return `${workload.name}: ${all.length} samples of memory in ${samples}, a profile of allocations beside them\nhighest after ${peak.at} ms: ${composition(peak)}`;
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
