import { cpus } from 'node:os';
import type { Comparison } from './compare.ts';
import type { Target } from './workload.ts';

/** How a comparison stands to a target. */
export interface TargetResult extends Target {
  readonly met: boolean;
}

/** One comparison as data: the line `--json` prints. Seconds are medians, bytes are peaks of whole processes. */
export interface ResultLine {
  readonly workload: string;
  readonly destination: string;
  readonly rows: number;
  readonly seconds: number;
  readonly rowsPerSecond: number;
  readonly floorRowsPerSecond: number;
  /** Rows per second over those of the floor. */
  readonly ratio: number;
  readonly peakRssBytes: number;
  readonly floorSeconds: number;
  readonly floorPeakRssBytes: number;
  /** What both sides spend on making the rows. */
  readonly generatorSeconds: number;
  /** Processor time over all threads; unlike the seconds it hardly changes when others use the machine. */
  readonly cpuSeconds: number;
  readonly floorCpuSeconds: number;
  readonly runs: number;
  readonly must: TargetResult;
  readonly aim: TargetResult;
  readonly node: string;
  readonly cpus: number;
  readonly cpu: string;
}

/** Works out rates, ratio and targets. */
export function resultLine(comparison: Comparison): ResultLine {
  const { workload, destination, rows, runs, seconds, floorSeconds, peakRssBytes } = comparison;
  const ratio = round(floorSeconds / seconds, 3);
  const judge = (target: Target): TargetResult => ({
    ...target,
    met: ratio >= target.ratio && peakRssBytes <= target.peakRssBytes,
  });
  const processors = cpus();
  return {
    workload: workload.name,
    destination,
    rows,
    seconds: round(seconds, 3),
    rowsPerSecond: Math.round(rows / seconds),
    floorRowsPerSecond: Math.round(rows / floorSeconds),
    ratio,
    peakRssBytes,
    floorSeconds: round(floorSeconds, 3),
    floorPeakRssBytes: comparison.floorPeakRssBytes,
    generatorSeconds: round(comparison.generatorSeconds, 3),
    cpuSeconds: round(comparison.cpuSeconds, 3),
    floorCpuSeconds: round(comparison.floorCpuSeconds, 3),
    runs,
    must: judge(workload.must),
    aim: judge(workload.aim),
    node: process.version,
    cpus: processors.length,
    cpu: processors[0]?.model ?? 'unknown',
  };
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
