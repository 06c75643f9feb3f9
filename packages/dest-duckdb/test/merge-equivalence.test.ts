import { definePipeline, defineResource, type Destination, type LoadReceipt, type WriteMode } from '@leat/core';
import { memoryDestination } from '@leat/testkit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import duckdb from '../src/index.ts';
import { TemporaryFolder } from './warehouse.ts';

interface Document {
  readonly a: number;
  readonly b: string;
  readonly rank?: number | null;
  readonly gone?: boolean | null;
  readonly title?: string;
  readonly lines?: readonly { readonly sku: string; readonly notes?: readonly string[] }[];
}

interface Load {
  readonly write: WriteMode;
  readonly rows: readonly Document[];
}

interface Sequence {
  readonly mergeKey: readonly ('a' | 'b')[];
  readonly dedupSort: { readonly column: 'rank'; readonly order: 'asc' | 'desc' } | undefined;
  readonly hardDelete: 'gone' | undefined;
  readonly loads: readonly Load[];
}

/** Few keys and few values, so that loads meet. */
const document: fc.Arbitrary<Document> = fc.record(
  {
    a: fc.integer({ min: 1, max: 3 }),
    b: fc.constantFrom('x', '2x'),
    rank: fc.option(fc.integer({ min: -1, max: 10 })),
    gone: fc.option(fc.boolean()),
    title: fc.constantFrom('', 'one', 'two'),
    lines: fc.array(
      fc.record(
        { sku: fc.constantFrom('p', 'q'), notes: fc.array(fc.constantFrom('m', 'n'), { maxLength: 2 }) },
        { requiredKeys: ['sku'] },
      ),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: ['a', 'b'] },
);

function sequences(write: fc.Arbitrary<WriteMode>): fc.Arbitrary<Sequence> {
  return fc.record({
    mergeKey: fc.constantFrom([], ['a'] as const),
    dedupSort: fc.option(fc.record({ column: fc.constant('rank' as const), order: fc.constantFrom('asc', 'desc') }), {
      nil: undefined,
    }),
    hardDelete: fc.option(fc.constant('gone' as const), { nil: undefined }),
    loads: fc.array(fc.record({ write, rows: fc.array(document, { maxLength: 8 }) }), { minLength: 2, maxLength: 4 }),
  });
}

const TABLES = ['documents', 'documents__lines', 'documents__lines__notes'];

/** What is in a dataset after each load, with what the receipts count. */
async function run(
  { mergeKey, dedupSort, hardDelete, loads }: Sequence,
  destination: Destination,
  workDir: string,
): Promise<unknown> {
  const seen: unknown[] = [];
  for (const [index, { write, rows }] of loads.entries()) {
    // Load ids and validity follow from the clock, so both destinations get the same.
    const now = Date.UTC(2024, 0, 1 + index);
    const documents = defineResource({
      name: 'documents',
      rows,
      write,
      primaryKey: ['a', 'b'],
      ...(mergeKey.length === 0 ? {} : { mergeKey }),
      ...(dedupSort === undefined ? {} : { dedupSort }),
      ...(hardDelete === undefined ? {} : { hardDelete }),
    });
    const clock = { now: () => now };
    const pipeline = definePipeline({ name: 'p', source: documents, destination, dataset: 'd', workDir, clock });
    // oxlint-disable-next-line no-await-in-loop -- loads follow one another
    const { loads: done } = await pipeline.run();
    // oxlint-disable-next-line no-await-in-loop -- as above
    await using dataset = await pipeline.open();
    // oxlint-disable-next-line no-await-in-loop -- as above
    seen.push(
      done.map(({ receipt }) => countsOf(receipt)),
      await contentOf((table) => dataset.rows(table)),
    );
  }
  return seen;
}

function countsOf({ loadId, tables }: LoadReceipt): unknown {
  return [loadId, Object.entries(tables).toSorted(([a], [b]) => (a < b ? -1 : 1))];
}

async function contentOf(rows: (table: 'documents') => AsyncIterable<object>): Promise<unknown> {
  const content: unknown[] = [];
  for (const table of TABLES) {
    const lines: string[] = [];
    try {
      // oxlint-disable-next-line no-await-in-loop -- one table after the other; the names are those of child tables too
      for await (const row of rows(table as 'documents')) lines.push(spell(row));
    } catch {
      // A list that no row had yet has no table.
    }
    content.push([table, lines.toSorted()]);
  }
  return content;
}

/** Null and absent are the same; moments and integers come in more than one form. */
function spell(row: object): string {
  return Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(
      ([name, value]) =>
        `${name}=${name.startsWith('_leat_valid') ? new Date(String(value)).toISOString() : String(value)}`,
    )
    .toSorted()
    .join(' ');
}

const STRATEGIES = ['delete-insert', 'upsert', 'insert-only', 'scd2'] as const;

function mergeBy(strategy: (typeof STRATEGIES)[number]): WriteMode {
  return { disposition: 'merge', strategy };
}

describe('DuckDB and memory hold the same rows and count the same', () => {
  test.each([
    ...STRATEGIES.map((strategy) => [strategy, 6, fc.constant(mergeBy(strategy))] as const),
    [
      'any change of disposition and strategy',
      24,
      fc.constantFrom('append', 'replace', ...STRATEGIES.map(mergeBy)),
    ] as const,
  ])('after any loads by %s', { timeout: 240_000 }, async (_name, numRuns, write) => {
    await fc.assert(
      fc.asyncProperty(sequences(write), async (sequence) => {
        using folder = new TemporaryFolder();
        const [one, other] = await Promise.all([
          run(sequence, duckdb({ path: folder.file('w.duckdb'), temporal: 'text' }), folder.file('duckdb')),
          run(sequence, memoryDestination(), folder.file('memory')),
        ]);
        expect(one).toEqual(other);
      }),
      { numRuns, seed: 20_240_115 },
    );
  });
});
