/**
 * Runs a pipeline without new rows again and again in one process: arguments are the place, as JSON, and how often.
 * Prints what the process and its folder have grown to, as JSON.
 */
import { readdirSync } from 'node:fs';
import { pipelineAt, type Place } from '../place.ts';
import { specialResource } from '../workload/special-source.ts';

/** What one process uses. */
export interface Usage {
  readonly runs: number;
  /** Bytes on the JavaScript heap after a garbage collection. */
  readonly heap: number;
  readonly rss: number;
  readonly descriptors: number;
  /** Files and folders below the place. */
  readonly files: number;
}

const [placeText = '', timesText = ''] = process.argv.slice(2);
// Written by `limits` of this package.
const place = JSON.parse(placeText) as Place;
const times = Number(timesText);
const pipeline = pipelineAt(place, specialResource({ special: 'nothing', size: 0 }));

function usage(runs: number): Usage {
  globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    runs,
    heap: heapUsed,
    rss,
    descriptors: readdirSync('/proc/self/fd').length,
    files: readdirSync(place.workDir, { recursive: true }).length,
  };
}

const samples: Usage[] = [];
const started = performance.now();
for (let run = 1; run <= times; run += 1) {
  await pipeline.run();
  // The first tenth warms up caches, pools and compiled code.
  if (run % Math.ceil(times / 10) === 0) samples.push(usage(run));
}
const seconds = (performance.now() - started) / 1000;
process.stdout.write(`${JSON.stringify({ samples, secondsPerRun: seconds / times })}\n`);
