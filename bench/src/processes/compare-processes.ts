import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Comparison } from '../compare.ts';
import { BenchError } from '../errors.ts';
import { median } from '../median.ts';
import { secondsSince } from '../seconds-since.ts';
import { TemporaryFolder } from '../temporary-folder.ts';
import { buildPackages } from './build-packages.ts';
import type { ProcessWorkload } from './process-workload.ts';

/** Imports are resolved from here. */
const BENCH = fileURLToPath(new URL('../..', import.meta.url));

/** Runs for one that is asked for: they take a moment, and half of what they take is chance. */
const TIMES = 5;

/** Measures whole processes from start to end, in turn. The first of each only fills caches. */
export async function compareProcesses(
  workload: ProcessWorkload,
  runs: number,
  onRun: (what: string, run: number) => void,
): Promise<Comparison> {
  onRun('build', 0);
  await buildPackages();
  const ours: number[] = [];
  const floor: number[] = [];
  onRun('processes', 1);
  for (let run = 0; run <= TIMES * runs; run++) {
    const mine = await runOnce((folder) => workload.arguments(folder));
    const theirs = await runOnce((folder) => workload.floor(folder));
    if (run === 0) continue;
    ours.push(mine);
    floor.push(theirs);
  }
  const seconds = median(ours);
  const floorSeconds = median(floor);
  return {
    workload,
    destination: 'duckdb',
    rows: 1,
    floorRows: 1,
    runs,
    seconds,
    floorSeconds,
    generatorSeconds: 0,
    peakRssBytes: 0,
    floorPeakRssBytes: 0,
    cpuSeconds: 0,
    floorCpuSeconds: 0,
    inputBytes: 0,
    ratios: ours.map((own, run) => (floor[run] ?? Number.NaN) / own),
  };
}

async function runOnce(args: (folder: string) => readonly string[]): Promise<number> {
  using folder = new TemporaryFolder();
  const started = performance.now();
  await runNode(args(folder.path));
  return secondsSince(started);
}

function runNode(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: BENCH, stdio: ['ignore', 'ignore', 'inherit'] });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(
          new BenchError(`A measured process ended with code ${code ?? 'unknown'}.`, {
            code: 'LEAT_BENCH_CHILD',
            recoverability: 'terminal',
            remedy: 'Look at what it printed above.',
          }),
        );
    });
  });
}
