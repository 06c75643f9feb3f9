import { rmSync } from 'node:fs';
import { join } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- the one subpath of core made for tests, never published
import { FAIL_POINTS } from '@leat/core/fail-points';
import { silentLogger, type WriteMode } from '@leat/core';
import { accountForGenerated, runKilled, type GeneratorOptions } from '@leat/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import { pipelineOf, type GeneratedRun } from './run-pipeline.ts';
import { freshDataset, runAs, startServer, TemporaryFolder } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const MODES: readonly (readonly [name: string, write: WriteMode])[] = [
  ['append', 'append'],
  ['replace by insert-from-staging', { disposition: 'replace', strategy: 'insert-from-staging' }],
  ['replace by truncate-and-insert', { disposition: 'replace', strategy: 'truncate-and-insert' }],
  ['replace by swap', { disposition: 'replace', strategy: 'swap' }],
  ['merge by delete-insert', { disposition: 'merge', strategy: 'delete-insert' }],
  ['merge by upsert', { disposition: 'merge', strategy: 'upsert' }],
];

/** Points that are passed once per file are also tried in the middle of a load. */
const POINTS = FAIL_POINTS.flatMap((point) => (/^job\.|file-staged/.test(point) ? [point, `${point}:3`] : [point]));

const CASES = MODES.flatMap(([mode, write]) => POINTS.map((point) => ({ mode, write, point })));

/** A sample, another one every day; `LEAT_TEST_CRASHES=all` runs all of them. */
const SEED = Number(process.env['LEAT_TEST_SEED'] ?? Math.floor(Date.now() / 86_400_000));
const SAMPLE = process.env['LEAT_TEST_CRASHES'] === 'all' ? CASES : sample(CASES, 14, SEED);

function sample<T>(all: readonly T[], count: number, seed: number): readonly T[] {
  const ordered = all.map((item, index) => [Math.imul(index + 1, 0x9e37_79b1 ^ seed) >>> 0, item] as const);
  return ordered
    .toSorted(([a], [b]) => a - b)
    .slice(0, count)
    .map(([, item]) => item);
}

describe(`a process killed at a fail point (seed ${SEED}, ${SAMPLE.length} of ${CASES.length} cases)`, () => {
  test.each(SAMPLE)(
    '$mode, at $point: the next run ends with every row once, and no staging table',
    async ({ write, point }) => {
      using folder = new TemporaryFolder();
      const workDir = folder.file('work');
      const run = (options: GeneratorOptions): GeneratedRun => ({ url: server.url(), dataset, workDir, options });
      const dataset = freshDataset();
      const common: GeneratorOptions = { rows: 700, shape: 'nested', seed: SEED, pageSize: 100, write };
      const appends = write === 'append';
      const first: GeneratorOptions = appends ? { ...common, resume: true } : { ...common, rows: 500 };
      const second: GeneratorOptions = appends ? first : { ...common, revision: 1 };
      await pipelineOf(run(first)).run(appends ? { limit: 400 } : {});
      const script = join(import.meta.dirname, 'run-pipeline.ts');
      await runKilled({ script, args: [JSON.stringify(run(second))], point });
      await pipelineOf(run(second)).run();
      await expectAll(run(second), write);
      rmSync(workDir, { recursive: true });
    },
  );
});

async function expectAll(run: GeneratedRun, write: WriteMode): Promise<void> {
  await using dataset = await pipelineOf(run).open();
  const loads = await dataset.client.readLoads({}, { signal: new AbortController().signal, logger: silentLogger });
  const receipts = loads.map(({ receipt }) => receipt).toReversed();
  // A replacement that was committed before its process died is replaced once more, which receipts count twice.
  const counted = write === 'append' ? { receipts } : {};
  await accountForGenerated({ options: run.options, rows: (table) => dataset.rows(table), ...counted });
  expect(
    await runAs(
      server.url(),
      `select relname::text from pg_class where relnamespace = '${run.dataset}'::regnamespace and relname like '%staging%'`,
    ),
  ).toEqual([]);
}
