import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryStore, memoryDestination } from '@leat/testkit';
import { onTestFinished } from 'vitest';
import {
  definePipeline,
  defineResource,
  type AnyResource,
  type Pipeline,
  type PipelineDefinition,
  type RunReport,
} from '../../src/index.ts';

/** A folder that lives as long as the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'leat-core-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Bench {
  readonly store: MemoryStore;
  readonly folder: string;
  readonly pipeline: (
    source: readonly AnyResource[],
    rest?: Partial<Omit<PipelineDefinition<readonly AnyResource[]>, 'source'>>,
  ) => Pipeline<readonly AnyResource[]>;
  /** Rows of a table, without leat's own columns and without nulls. */
  readonly rows: (table: string) => Promise<readonly Record<string, unknown>[]>;
  /** Rows of a table as they are. */
  readonly rawRows: (table: string) => Promise<readonly Record<string, unknown>[]>;
}

/** A memory store, a working folder, and pipelines that share them. */
export function bench(): Bench {
  const store = new MemoryStore();
  const folder = temporaryFolder();
  const pipeline: Bench['pipeline'] = (source, rest = {}) =>
    definePipeline({ name: 'test', source, destination: memoryDestination(store), workDir: folder, ...rest });
  const rawRows: Bench['rawRows'] = async (table) => {
    await using dataset = await pipeline([]).open();
    return Array.fromAsync(dataset.rows(table));
  };
  return {
    store,
    folder,
    pipeline,
    rawRows,
    rows: async (table) => (await rawRows(table)).map(withoutSystemColumns),
  };
}

export function withoutSystemColumns(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).filter(([name, value]) => !name.startsWith('_leat_') && value !== null),
  );
}

/** Loads pages of one resource called `items` into an empty store. */
export async function loadPages(
  pages: readonly (readonly unknown[])[],
  definition: Partial<Omit<Parameters<typeof defineResource>[0], 'name' | 'rows'>> = {},
): Promise<Bench & { readonly report: RunReport }> {
  const desk = bench();
  // Bad input is the point of many tests: what is no object gets past the types here only.
  const rows = (): AsyncIterable<readonly object[]> => stream(pages as readonly (readonly object[])[]);
  const report = await desk.pipeline([defineResource({ name: 'items', ...definition, rows })]).run();
  return { ...desk, report };
}

export async function* stream<T>(items: Iterable<T>): AsyncGenerator<T, void, undefined> {
  yield* items;
}
