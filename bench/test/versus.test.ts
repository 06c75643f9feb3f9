import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { historyTable, readHistory } from '../src/history.ts';
import { versus, versusTable } from '../src/versus.ts';
import { flat } from '../src/workloads/flat.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('a checkout beside itself runs as often as it was asked, in turn, and every ratio lies in its spread', async () => {
  const runs: string[] = [];
  const line = await versus({
    checkout: ROOT,
    workload: flat,
    destination: 'duckdb',
    rows: 80,
    runs: 2,
    onRun: (whose, run) => runs.push(`${whose} ${run}`),
  });
  expect(runs).toEqual(['other 1', 'this 1', 'this 2', 'other 2']);
  for (const [middle, lowest, highest] of [line.secondsRatio, line.cpuRatio]) {
    expect(middle).toBeGreaterThanOrEqual(lowest);
    expect(middle).toBeLessThanOrEqual(highest);
  }
  expect(versusTable([line])).toMatch(/^flat +duckdb +\d+\.\d{3} +\d+\.\d{3} +\d+\.\d\d \(\d+\.\d\d–\d+\.\d\d\)/m);
});

test('what was recorded is listed by workload, then by version, whatever file it stands in', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leat-bench-history-'));
  try {
    const line = {
      destination: 'duckdb',
      date: '2026-01-01',
      rowsPerSecond: 1000,
      ratio: 0.5,
      ratioRange: [0.4, 0.6],
      peakRssBytes: 250e6,
      cpus: 2,
      cpu: 'one of many',
      node: 'v24.0.0',
    };
    for (const [version, workloads] of [
      ['0.10.0', ['nested', 'flat']],
      ['0.9.0', ['flat']],
    ] as const)
      for (const workload of workloads)
        writeFileSync(join(folder, `${version}.jsonl`), `${JSON.stringify({ ...line, workload, version })}\n`, {
          flag: 'a',
        });
    const table = historyTable(readHistory(folder));
    expect(table.split('\n').map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
      ['workload', 'destination', 'version'],
      ['flat', 'duckdb', '0.9.0'],
      ['flat', 'duckdb', '0.10.0'],
      ['nested', 'duckdb', '0.10.0'],
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
