import { resolve } from 'node:path';
import { DESTINATIONS } from './destinations.ts';
import { findNamed } from './find-named.ts';
import { megabytes, seconds } from './format-number.ts';
import { formatTable, type TableColumn } from './format-table.ts';
import { median } from './median.ts';
import { Preparation } from './prepare.ts';
import { childOf, runChild } from './run-child.ts';
import type { Measurement } from './task.ts';
import type { Workload } from './workload.ts';

/** Two checkouts, one workload. */
export interface VersusOptions {
  /** Root of the other checkout. */
  readonly checkout: string;
  readonly workload: Workload;
  readonly destination: string;
  readonly rows: number;
  readonly runs: number;
  /** Called before each child process. */
  readonly onRun: (whose: 'this' | 'other', run: number) => void;
}

/** This checkout beside another one. Ratios are this over the other in each run: below 1 is less. */
export interface VersusLine {
  readonly workload: string;
  readonly destination: string;
  readonly runs: number;
  readonly seconds: number;
  readonly otherSeconds: number;
  /** The median of the ratios of all runs, the lowest, and the highest. */
  readonly secondsRatio: Spread;
  /** Of processor time over all threads. */
  readonly cpuRatio: Spread;
  readonly peakRssBytes: number;
  readonly otherPeakRssBytes: number;
}

/** A median and what it lies between. */
export type Spread = readonly [median: number, lowest: number, highest: number];

/** Runs leat of both checkouts in turn, each in a process of its own. The first run of each only fills caches. */
export async function versus(options: VersusOptions): Promise<VersusLine> {
  const { workload, destination, rows, runs, onRun } = options;
  const shared = { workload: workload.name, destination, rows };
  const program = childOf(resolve(options.checkout));
  await using _server = await findNamed(DESTINATIONS, destination, 'destination').start?.();
  using ours = new Preparation(workload, shared);
  using others = new Preparation(workload, shared, program);
  const text = await ours.input(rows);
  const folders = { this: await ours.folders('leat'), other: await others.folders('leat') };
  const measured: Record<'this' | 'other', Measurement[]> = { this: [], other: [] };
  for (let run = 0; run <= runs; run++) {
    // Who comes second may find a warmer machine: they take turns.
    for (const whose of run % 2 === 0 ? (['this', 'other'] as const) : (['other', 'this'] as const)) {
      using folder = folders[whose]();
      if (run > 0) onRun(whose, run);
      const task = { ...shared, ...text, variant: 'leat', folder: folder.path } as const;
      const measurement = await runChild(task, [], whose === 'this' ? undefined : program);
      if (run > 0) measured[whose].push(measurement);
    }
  }
  const peak = (runsOf: readonly Measurement[]): number => Math.max(...runsOf.map((run) => run.peakRssBytes));
  return {
    workload: workload.name,
    destination,
    runs,
    seconds: median(measured.this.map((run) => run.seconds)),
    otherSeconds: median(measured.other.map((run) => run.seconds)),
    secondsRatio: spread(measured, (run) => run.seconds),
    cpuRatio: spread(measured, (run) => run.cpuSeconds),
    peakRssBytes: peak(measured.this),
    otherPeakRssBytes: peak(measured.other),
  };
}

function spread(
  { this: ours, other }: Readonly<Record<'this' | 'other', readonly Measurement[]>>,
  of: (run: Measurement) => number,
): Spread {
  const ratios = ours.map((run, index) => of(run) / (other.map(of)[index] ?? Number.NaN));
  return [median(ratios), Math.min(...ratios), Math.max(...ratios)];
}

const COLUMNS: readonly TableColumn<VersusLine>[] = [
  { title: 'workload', align: 'left', text: ({ workload }) => workload },
  { title: 'destination', align: 'left', text: ({ destination }) => destination },
  { title: 'seconds', align: 'right', text: (line) => seconds(line.seconds) },
  { title: 'other', align: 'right', text: (line) => seconds(line.otherSeconds) },
  { title: 'ratio', align: 'left', text: ({ secondsRatio }) => spreadText(secondsRatio) },
  { title: 'processor time', align: 'left', text: ({ cpuRatio }) => spreadText(cpuRatio) },
  { title: 'peak RSS', align: 'right', text: ({ peakRssBytes }) => megabytes(peakRssBytes) },
  { title: 'other', align: 'right', text: ({ otherPeakRssBytes }) => megabytes(otherPeakRssBytes) },
];

/** The table a person reads. */
export function versusTable(lines: readonly VersusLine[]): string {
  const runs = lines[0]?.runs ?? 0;
  return `${formatTable(COLUMNS, lines)}\n\nThis checkout over the other: medians of ${runs} runs, lowest and highest behind them.`;
}

function spreadText([middle, lowest, highest]: Spread): string {
  return `${middle.toFixed(2)} (${lowest.toFixed(2)}–${highest.toFixed(2)})`;
}
