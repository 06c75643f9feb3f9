import { expect, test } from 'vitest';
import type { Comparison } from '../src/compare.ts';
import { median } from '../src/median.ts';
import { resultTable } from '../src/print-results.ts';
import { resultLine } from '../src/result-line.ts';
import { flat } from '../src/workloads/flat.ts';

const comparison: Comparison = {
  workload: flat,
  destination: 'duckdb',
  rows: 1_000_000,
  runs: 3,
  seconds: 2.5,
  floorSeconds: 2,
  generatorSeconds: 0.4,
  peakRssBytes: 310e6,
  floorPeakRssBytes: 600e6,
  cpuSeconds: 4,
  floorCpuSeconds: 3,
};

test('rates and ratio follow from the seconds, and targets from ratio and memory', () => {
  expect(resultLine(comparison)).toMatchObject({
    workload: 'flat',
    destination: 'duckdb',
    rows: 1_000_000,
    seconds: 2.5,
    rowsPerSecond: 400_000,
    floorRowsPerSecond: 500_000,
    ratio: 0.8,
    peakRssBytes: 310e6,
    must: { met: true },
    aim: { met: false },
  });
});

test.each([
  ['slow', { seconds: 6 }],
  ['large', { peakRssBytes: 401e6 }],
])('a run that is too %s misses what it must reach', (_what, change) => {
  expect(resultLine({ ...comparison, ...change }).must.met).toBe(false);
});

test('the table shows a line per workload, its verdicts and the machine', () => {
  const [titles = '', line = '', , machine = ''] = resultTable([resultLine(comparison)]).split('\n');
  expect(titles).toMatch(/^workload +destination +rows +seconds +rows\/s/);
  expect(line).toMatch(/^flat +duckdb +1,000,000 +2\.500 +400,000 +500,000 +0\.80 +310 MB .* met .* missed /);
  expect(machine).toMatch(/^Medians of 3 runs on \d+ × .+, Node v\d+/);
});

test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (numbers, expected) => {
  expect(median(numbers)).toBe(expected);
});
