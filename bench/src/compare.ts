import { isDeepStrictEqual } from 'node:util';
import { BenchError } from './errors.ts';
import { fingerprint, type Fingerprint } from './fingerprint.ts';
import { floorLayout, leatLayout } from './layouts.ts';
import { median } from './median.ts';
import { runChild } from './run-child.ts';
import { rowsOf, type Measurement, type Task, type Variant } from './task.ts';
import { TemporaryFolder } from './temporary-folder.ts';
import type { Workload } from './workload.ts';

/** What is to be compared, and how often. */
export interface ComparisonOptions {
  readonly workload: Workload;
  readonly destination: string;
  readonly rows: number;
  readonly runs: number;
  /** Called before each child process. */
  readonly onRun: (variant: Variant, run: number) => void;
}

/** Leat beside its floor; seconds are medians, peaks are the highest of all runs. */
export interface Comparison {
  readonly workload: Workload;
  readonly destination: string;
  readonly rows: number;
  readonly runs: number;
  readonly seconds: number;
  readonly floorSeconds: number;
  readonly generatorSeconds: number;
  readonly peakRssBytes: number;
  readonly floorPeakRssBytes: number;
  readonly cpuSeconds: number;
  readonly floorCpuSeconds: number;
}

/**
 * Measures leat, the floor and the generator in turn, each in a process of its own, so that what else happens on the machine
 * meets all of them; the first runs are compared by content.
 *
 * @throws BenchError where leat and the floor did not load the same data.
 */
export async function compare({ workload, destination, rows, runs, onRun }: ComparisonOptions): Promise<Comparison> {
  await warmUp(workload, destination);
  const measured: Record<Variant, Measurement[]> = { leat: [], floor: [], generator: [], load: [] };
  for (let run = 1; run <= runs; run++) {
    using leatFolder = new TemporaryFolder();
    using floorFolder = new TemporaryFolder();
    const task: Omit<Task, 'variant' | 'folder'> = { workload: workload.name, destination, rows };
    const measure = async (variant: Variant, folder: string): Promise<void> => {
      onRun(variant, run);
      measured[variant].push(await runChild({ ...task, variant, folder }));
    };
    // Who comes second may find a warmer machine: they take turns.
    if (run % 2 === 1) await measure('leat', leatFolder.path);
    await measure('floor', floorFolder.path);
    if (run % 2 === 0) await measure('leat', leatFolder.path);
    await measure('generator', floorFolder.path);
    if (run === 1) await requireSameData(workload, leatFolder.path, floorFolder.path);
  }
  const { leat, floor, generator } = measured;
  return {
    workload,
    destination,
    rows: Math.max(...leat.map(rowsOf)),
    runs,
    seconds: median(leat.map(({ seconds }) => seconds)),
    floorSeconds: median(floor.map(({ seconds }) => seconds)),
    generatorSeconds: median(generator.map(({ seconds }) => seconds)),
    peakRssBytes: Math.max(...leat.map((run) => run.peakRssBytes)),
    floorPeakRssBytes: Math.max(...floor.map((run) => run.peakRssBytes)),
    cpuSeconds: median(leat.map((run) => run.cpuSeconds)),
    floorCpuSeconds: median(floor.map((run) => run.cpuSeconds)),
  };
}

/** Rows of a run that only fills Node's cache of compiled code; whoever came first would pay for the others. */
const WARM_UP_ROWS = 80;

async function warmUp(workload: Workload, destination: string): Promise<void> {
  for (const variant of ['leat', 'floor'] as const) {
    using folder = new TemporaryFolder();
    await runChild({ variant, workload: workload.name, destination, rows: WARM_UP_ROWS, folder: folder.path });
  }
}

async function requireSameData(workload: Workload, leatFolder: string, floorFolder: string): Promise<void> {
  const ours = await fingerprint(workload.tables, leatLayout(leatFolder));
  const theirs = await fingerprint(workload.tables, floorLayout(floorFolder));
  if (isDeepStrictEqual(ours, theirs)) return;
  throw new BenchError(`leat and the floor loaded different data: ${differences(ours, theirs).join(', ')}.`, {
    code: 'LEAT_BENCH_DIFFERENT',
    recoverability: 'terminal',
    remedy: 'Do not trust any figure of this workload; find out which of them is right.',
    details: { workload: workload.name },
  });
}

function differences(ours: Fingerprint, theirs: Fingerprint): readonly string[] {
  return Object.entries(ours).flatMap(([table, prints]) =>
    Object.keys(prints)
      .filter((name) => prints[name] !== theirs[table]?.[name])
      .map((name) => `${table}.${name}`),
  );
}
