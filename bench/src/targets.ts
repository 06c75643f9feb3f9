import type { Target } from './target.ts';

const MEGABYTE = 1e6;

const memory: Target = { measure: 'peakRssBytes', must: 300 * MEGABYTE };
const parsing: Target = { measure: 'parsedBytesPerSecond', must: 100 * MEGABYTE };
/** Ten times the rows, at nearly the same speed and in nearly the same memory. */
const steady: readonly Target[] = [
  { measure: 'ratio', must: 0.85 },
  { measure: 'rssRatio', must: 1.2 },
];

function ratio(must: number, aim: number): Target {
  return { measure: 'ratio', must, aim };
}

/** Destination → workload → what has to be reached. Where nothing stands, figures are printed and not judged. */
const TARGETS: Readonly<Record<string, Readonly<Record<string, readonly Target[]>>>> = {
  duckdb: {
    flat: [ratio(0.6, 1), memory],
    nested: [ratio(0.6, 1), memory],
    wide: [ratio(0.4, 0.8)],
    sparse: [ratio(0.4, 0.8)],
    upsert: [{ measure: 'timesFloor', must: 2, aim: 1.3 }],
    'delete-insert': [{ measure: 'timesFloor', must: 2, aim: 1.3 }],
    ndjson: [parsing],
    json: [parsing],
    'flat-10m': steady,
    'ndjson-1gb': [parsing, ...steady],
    'json-1gb': [parsing, ...steady],
    'one-row': [{ measure: 'extraSeconds', must: 0.35, aim: 0.2 }],
    version: [{ measure: 'seconds', must: 0.15, aim: 0.1 }],
    help: [{ measure: 'seconds', must: 0.2, aim: 0.1 }],
  },
  postgres: {
    flat: [ratio(0.5, 0.8), memory],
    nested: [ratio(0.5, 0.8), memory],
  },
};

/** What a workload has to reach in a destination. */
export function targetsOf(workload: string, destination: string): readonly Target[] {
  return TARGETS[destination]?.[workload] ?? [];
}
