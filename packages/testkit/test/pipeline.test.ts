import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definePipeline, silentLogger, type LoadReceipt } from '@leat/core';
import { expect, test } from 'vitest';
import {
  accountForGenerated,
  BROKEN_DESTINATIONS,
  generatorSource,
  memoryDestination,
  MemoryStore,
  type GeneratorOptions,
} from '../src/index.ts';

type Destination = ReturnType<typeof memoryDestination>;

/** A job file is full after one batch, which core closes at 8 MiB. */
const MANY_FILES = { maxJobFileBytes: 1 };

/** Runs a pipeline from the generator once per set of options, then accounts for the last set. */
async function runAndAccount(
  runs: readonly GeneratorOptions[],
  destination: Destination,
  limits: readonly number[] = [],
): Promise<void> {
  const workDir = await mkdtemp(join(tmpdir(), 'leat-pipeline-'));
  try {
    for (const [index, options] of runs.entries()) {
      const pipeline = definePipeline({
        name: 'generated',
        source: generatorSource(options),
        destination,
        workDir,
        limits: MANY_FILES,
      });
      const limit = limits[index];
      // oxlint-disable-next-line no-await-in-loop -- a pipeline runs once at a time
      const report = await pipeline.run(limit === undefined ? {} : { limit });
      expect(report.status).toBe('done');
    }
    const options = runs.at(-1) ?? { rows: 0 };
    await using dataset = await definePipeline({
      name: 'generated',
      source: generatorSource(options),
      destination,
      workDir,
    }).open();
    const loads = await dataset.client.readLoads({}, { signal: new AbortController().signal, logger: silentLogger });
    const receipts: readonly LoadReceipt[] = loads.map(({ receipt }) => receipt).toReversed();
    await accountForGenerated({ options, rows: (table) => dataset.rows(table), receipts });
  } finally {
    await rm(workDir, { recursive: true });
  }
}

test.each(['flat', 'nested', 'deep'] as const)('%s rows appended in two runs are all there, once', async (shape) => {
  const options: GeneratorOptions = { rows: 4000, shape, seed: 21, resume: true, resources: ['orders', 'parts'] };
  await runAndAccount([options, options], memoryDestination(), [2500]);
});

test.each(['flat', 'nested', 'deep'] as const)(
  '%s rows replaced by another revision are those of the last run',
  async (shape) => {
    const options: GeneratorOptions = { rows: 500, shape, seed: 22, write: 'replace' };
    await runAndAccount(
      [
        { ...options, rows: 800 },
        { ...options, revision: 1 },
      ],
      memoryDestination(),
    );
  },
);

test.each(
  (['flat', 'nested', 'deep'] as const).flatMap((shape) =>
    (['delete-insert', 'upsert'] as const).map((strategy) => [shape, strategy] as const),
  ),
)(
  '%s rows merged by %s with those of another revision are all there, once, and counted so',
  async (shape, strategy) => {
    const options: GeneratorOptions = { rows: 500, shape, seed: 23, write: { disposition: 'merge', strategy } };
    // Fewer rows first: the second run changes some, adds others, and both come again in the third.
    const second = { ...options, revision: 1 };
    await runAndAccount([{ ...options, rows: 300 }, second, second], memoryDestination());
  },
);

test.each(['flat', 'nested', 'deep'] as const)(
  '%s rows merged by insert-only are those that came first',
  async (shape) => {
    const options: GeneratorOptions = {
      rows: 500,
      shape,
      seed: 24,
      write: { disposition: 'merge', strategy: 'insert-only' },
    };
    await runAndAccount([options, { ...options, revision: 1 }, options], memoryDestination());
  },
);

/**
 * Defects that show in a plain run without crash or rival, and what finds them out: the oracle, or the balance of the
 * receipt.
 */
test.each([
  ['loses-last-file', 'LEAT_ACCOUNT', { rows: 60_000 }],
  ['loses-empty-text', 'LEAT_ACCOUNT', { rows: 500 }],
  ['forgets-child-tables', 'LEAT_UNBALANCED', { rows: 500, shape: 'nested' }],
] as const)('a run into the destination that %s ends in %s', async (defect, code, options) => {
  const broken = BROKEN_DESTINATIONS.find(({ name }) => name === defect);
  if (broken === undefined) throw new Error(`there is no destination ${defect}`);
  const outcome = runAndAccount([options], broken.plugin({ store: new MemoryStore() }));
  await expect(outcome).rejects.toMatchObject({ code });
});
