import { isDeepStrictEqual } from 'node:util';
import type { BenchDestination } from './destination.ts';
import { DESTINATIONS } from './destinations.ts';
import { BenchError } from './errors.ts';
import { findNamed } from './find-named.ts';
import { fingerprint, type Fingerprint } from './fingerprint.ts';
import { floorLayout, leatLayout } from './layouts.ts';
import { median } from './median.ts';
import { inputBytes, Preparation, type SharedTask } from './prepare.ts';
import { runChild } from './run-child.ts';
import { rowsOf, type Measurement, type Task } from './task.ts';
import type { TemporaryFolder } from './temporary-folder.ts';
import type { Workload } from './workload.ts';

/** What is to be compared, and how often. */
export interface ComparisonOptions {
  readonly workload: Workload;
  readonly destination: string;
  readonly rows: number;
  readonly runs: number;
  /** Called before each child process. */
  readonly onRun: (what: string, run: number) => void;
}

/** Leat beside something else; seconds are medians, peaks are the highest of all runs. */
export interface Comparison {
  readonly workload: { readonly name: string };
  readonly destination: string;
  readonly rows: number;
  readonly runs: number;
  readonly seconds: number;
  /** Rows of what is beside it: as many, but for a workload that is beside itself. */
  readonly floorRows: number;
  readonly floorSeconds: number;
  /** Making the rows, or reading them out of text, alone. */
  readonly generatorSeconds: number;
  /** 0 where it was not measured, as for everything that is over in a moment. */
  readonly peakRssBytes: number;
  readonly floorPeakRssBytes: number;
  readonly cpuSeconds: number;
  readonly floorCpuSeconds: number;
  /** Bytes of text that the rows were read from; 0 where there is none. */
  readonly inputBytes: number;
  /** Ratio of the rates in each run, in order. */
  readonly ratios: readonly number[];
}

/** A tenth: the number of rows of a workload that stands beside itself. */
const TENTH = 10;

/**
 * Measures leat, what is beside it, and the generator in turn, each in a process of its own, so that what else happens on the
 * machine meets all of them; the first runs are compared by content.
 *
 * @throws BenchError where leat and the floor did not load the same data.
 */
export async function compare({ workload, destination, rows, runs, onRun }: ComparisonOptions): Promise<Comparison> {
  const shared: SharedTask = { workload: workload.name, destination, rows };
  const place = findNamed(DESTINATIONS, destination, 'destination');
  await using _server = await place.start?.();
  await warmUp(workload, shared);
  using preparation = new Preparation(workload, shared);
  onRun('what is there before', 0);
  const text = await preparation.input(rows);
  const leatFolders = await preparation.folders('leat');
  const floor = workload.besideTenth === true ? undefined : await preparation.folders('floor');
  const floorRows = floor === undefined ? Math.ceil(rows / TENTH) : rows;
  const shorter = floor === undefined ? await preparation.input(floorRows) : text;

  const measured: Record<'leat' | 'floor' | 'generator', Measurement[]> = { leat: [], floor: [], generator: [] };
  for (let run = 1; run <= runs; run++) {
    using leatFolder = leatFolders();
    using floorFolder = (floor ?? leatFolders)();
    const measure = async (
      what: keyof typeof measured,
      task: Omit<Task, 'workload' | 'destination'>,
    ): Promise<void> => {
      onRun(what === 'floor' && floor === undefined ? 'a tenth' : what, run);
      measured[what].push(await runChild({ ...shared, ...task }));
    };
    const ours = (): Promise<void> => measure('leat', { variant: 'leat', rows, folder: leatFolder.path, ...text });
    // Who comes second may find a warmer machine: they take turns.
    if (run % 2 === 1) await ours();
    await measure('floor', {
      variant: floor === undefined ? 'leat' : 'floor',
      rows: floorRows,
      folder: floorFolder.path,
      ...shorter,
    });
    if (run % 2 === 0) await ours();
    await measure('generator', { variant: 'generator', rows, folder: floorFolder.path, ...text });
    if (run === 1 && floor !== undefined) await requireSameData(workload, place, leatFolder.path, floorFolder.path);
  }
  const rowsLoaded = Math.max(...measured.leat.map(rowsOf));
  return {
    ...summary(measured),
    workload,
    destination,
    rows: rowsLoaded,
    runs,
    floorRows: floor === undefined ? Math.max(...measured.floor.map(rowsOf)) : rowsLoaded,
    inputBytes: inputBytes(text),
    ratios: measured.leat.map(({ seconds }, run) => {
      const beside = measured.floor[run]?.seconds ?? Number.NaN;
      return ((rows / floorRows) * beside) / seconds;
    }),
  };
}

function summary({
  leat,
  floor,
  generator,
}: Readonly<Record<'leat' | 'floor' | 'generator', readonly Measurement[]>>): Omit<
  Comparison,
  'workload' | 'destination' | 'rows' | 'runs' | 'floorRows' | 'inputBytes' | 'ratios'
> {
  return {
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

async function warmUp(workload: Workload, shared: SharedTask): Promise<void> {
  using preparation = new Preparation(workload, { ...shared, rows: WARM_UP_ROWS });
  const text = await preparation.input(WARM_UP_ROWS);
  const variants = workload.besideTenth === true ? (['leat'] as const) : (['leat', 'floor'] as const);
  for (const variant of variants) {
    using folder: TemporaryFolder = (await preparation.folders(variant))();
    await runChild({ ...shared, rows: WARM_UP_ROWS, variant, folder: folder.path, ...text });
  }
}

async function requireSameData(
  workload: Workload,
  place: BenchDestination,
  leatFolder: string,
  floorFolder: string,
): Promise<void> {
  const read = place.fingerprint ?? fingerprint;
  const ours = await read(workload.tables, leatLayout(leatFolder));
  const theirs = await read(workload.tables, floorLayout(floorFolder));
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
