import { cpus } from 'node:os';
import type { Comparison } from './compare.ts';
import { judge, type Measure, type TargetResult } from './target.ts';
import { targetsOf } from './targets.ts';

/** One comparison as data: the line `--json` prints. Seconds are medians, bytes are peaks of whole processes. */
export interface ResultLine {
  readonly workload: string;
  readonly destination: string;
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  /** Of what is beside it: the floor, or the workload itself with a tenth of the rows. */
  readonly floorRowsPerSecond: number;
  /** Rows per second over those beside it. */
  readonly ratio: number;
  /** The lowest and the highest ratio of all runs. */
  readonly ratioRange: readonly [lowest: number, highest: number];
  /** 0 where memory was not measured. */
  readonly peakRssBytes: number;
  readonly floorSeconds: number;
  readonly floorPeakRssBytes: number;
  /** What both sides spend on making the rows, or on reading them out of text. */
  readonly generatorSeconds: number;
  /** Processor time over all threads; unlike the seconds it hardly changes when others use the machine. */
  readonly cpuSeconds: number;
  readonly floorCpuSeconds: number;
  /** Bytes of text that the rows were read from, and how many of them a second of reading alone takes; 0 where there is none. */
  readonly inputBytes: number;
  readonly parsedBytesPerSecond: number;
  readonly runs: number;
  readonly targets: readonly TargetResult[];
  readonly node: string;
  readonly cpus: number;
  readonly cpu: string;
}

/** Works out rates, ratio and targets. */
export function resultLine(comparison: Comparison): ResultLine {
  const { workload, destination, rows, runs, seconds, floorSeconds, peakRssBytes, floorRows } = comparison;
  const { inputBytes, generatorSeconds, floorPeakRssBytes, ratios } = comparison;
  const ratio = round(rows / seconds / (floorRows / floorSeconds), 3);
  const parsedBytesPerSecond = inputBytes === 0 ? 0 : Math.round(inputBytes / generatorSeconds);
  const measured: Readonly<Record<Measure, number>> = {
    ratio,
    timesFloor: round(seconds / floorSeconds, 3),
    peakRssBytes,
    rssRatio: round(peakRssBytes / floorPeakRssBytes, 3),
    parsedBytesPerSecond,
    extraSeconds: round(seconds - floorSeconds, 3),
    seconds: round(seconds, 3),
  };
  const processors = cpus();
  return {
    workload: workload.name,
    destination,
    rows,
    seconds: round(seconds, 3),
    rowsPerSecond: Math.round(rows / seconds),
    floorRowsPerSecond: Math.round(floorRows / floorSeconds),
    ratio,
    ratioRange: [round(Math.min(...ratios), 3), round(Math.max(...ratios), 3)],
    peakRssBytes,
    floorSeconds: round(floorSeconds, 3),
    floorPeakRssBytes,
    generatorSeconds: round(generatorSeconds, 3),
    cpuSeconds: round(comparison.cpuSeconds, 3),
    floorCpuSeconds: round(comparison.floorCpuSeconds, 3),
    inputBytes,
    parsedBytesPerSecond,
    runs,
    targets: targetsOf(workload.name, destination).map((target) => judge(target, measured[target.measure])),
    node: process.version,
    cpus: processors.length,
    cpu: processors[0]?.model ?? 'unknown',
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
