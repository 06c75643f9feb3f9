import { expect, test } from 'vitest';
import type { Comparison } from '../src/compare.ts';
import { median } from '../src/median.ts';
import { resultTable } from '../src/print-results.ts';
import { resultLine } from '../src/result-line.ts';

const comparison: Comparison = {
  workload: { name: 'flat' },
  destination: 'duckdb',
  rows: 1_000_000,
  floorRows: 1_000_000,
  runs: 3,
  seconds: 2.5,
  floorSeconds: 2,
  generatorSeconds: 0.4,
  peakRssBytes: 290e6,
  floorPeakRssBytes: 600e6,
  cpuSeconds: 4,
  floorCpuSeconds: 3,
  inputBytes: 0,
  ratios: [0.7, 0.8, 0.9],
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
    ratioRange: [0.7, 0.9],
    peakRssBytes: 290e6,
    targets: [
      { measure: 'ratio', must: 0.6, aim: 1, measured: 0.8, met: true, aimMet: false },
      { measure: 'peakRssBytes', must: 300e6, measured: 290e6, met: true },
    ],
  });
});

test.each<[what: string, change: Partial<Comparison>, workload: string, met: readonly boolean[]]>([
  ['too slow', { seconds: 6 }, 'flat', [false, true]],
  ['too large', { peakRssBytes: 301e6 }, 'flat', [true, false]],
  ['a merge of less than twice the time', { seconds: 3.9 }, 'upsert', [true]],
  ['a merge of more than twice the time', { seconds: 4.1 }, 'upsert', [false]],
  ['text that is read fast enough', { inputBytes: 41e6 }, 'ndjson', [true]],
  ['text that is read too slowly', { inputBytes: 39e6 }, 'ndjson', [false]],
  ['ten times the rows in ten times the time', { floorRows: 1e5, floorSeconds: 0.25 }, 'flat-10m', [true, true]],
  ['ten times the rows in thirteen times the time', { floorRows: 1e5, floorSeconds: 0.19 }, 'flat-10m', [false, true]],
  [
    'ten times the rows in more memory',
    { floorRows: 1e5, floorSeconds: 0.25, floorPeakRssBytes: 200e6 },
    'flat-10m',
    [true, false],
  ],
  ['a process that takes little longer', { seconds: 2.3 }, 'one-row', [true]],
  ['a process that takes much longer', { seconds: 2.4 }, 'one-row', [false]],
  ['a workload without targets', {}, 'unheard-of', []],
])('%s is judged', (_what, change, name, met) => {
  const { targets } = resultLine({ ...comparison, ...change, workload: { name } });
  expect(targets.map((target) => target.met)).toEqual(met);
});

test('the table shows figures, targets beside them, and the machine', () => {
  const [titles = '', figures = ''] = resultTable([resultLine(comparison)]).split('\n');
  expect(titles).toMatch(/^workload +destination +rows +seconds +beside it +rows\/s/);
  expect(figures).toMatch(/^flat +duckdb +1,000,000 +2\.500 +2\.000 +400,000 +500,000 +0\.80 +0\.70–0\.90 +290 MB/);
  const text = resultTable([resultLine(comparison)]);
  expect(text).toMatch(/^flat +duckdb +rows\/s over those beside it +≥ 0\.60 +≥ 1\.00 +0\.80 +met, not the aim$/m);
  expect(text).toMatch(/^flat +duckdb +peak RSS +≤ 300 MB +290 MB +met$/m);
  expect(text).toContain('Everything reaches what it must.');
  expect(text).toMatch(/Medians of 3 interleaved runs on \d+ × .+, Node v\d+/);
});

test('what falls short is said in words', () => {
  const text = resultTable([
    resultLine({ ...comparison, seconds: 4 }),
    resultLine({ ...comparison, workload: { name: 'wide' } }),
  ]);
  expect(text).toContain(
    'Falls short of what it must reach:\n  flat → duckdb: rows/s over those beside it 0.50, must be ≥ 0.60\n\n',
  );
  expect(text).toMatch(/^flat .* SHORT$/m);
});

test.each([
  [[3], 3],
  [[5, 1, 3], 3],
  [[4, 1, 3, 2], 2.5],
])('the median of %j is %d', (numbers, expected) => {
  expect(median(numbers)).toBe(expected);
});
