import {
  defineDestination,
  noOptions,
  type CallableDestination,
  type Destination,
  type DestinationCapabilities,
  type DestinationPlugin,
  type DestinationClient,
  type LoadCommit,
  type LoadJob,
  type LoadSession,
} from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import type { BenchDestination } from '../destination.ts';

/** Hears what a load consists of. */
export interface LoadObserver {
  /** Loading the file takes as long as the answer. */
  file(job: LoadJob): void | Promise<void>;
  commit(commit: LoadCommit): void;
}

/** What a destination asks of the files it is given. */
export type Taste = Pick<DestinationPlugin<never>, 'types'> & { readonly capabilities: DestinationCapabilities };

/** Asks for the same files as DuckDB or as another, counts their rows and keeps nothing: what is left is leat's own work. */
export function discarding(observer?: LoadObserver, taste: Taste = tasteOfDuckDb()): Destination {
  const plugin: CallableDestination<Record<string, never>, Record<string, never> | undefined> = defineDestination({
    name: 'nothing',
    options: noOptions,
    types: taste.types,
    capabilities: () => taste.capabilities,
    describe: () => 'nowhere',
    connect: () => Promise.resolve(discardingClient(observer)),
  });
  return plugin({});
}

function tasteOfDuckDb(): Taste {
  const capabilities = duckdb.capabilities({
    path: ':memory:',
    memoryLimit: undefined,
    threads: undefined,
    accessMode: 'read-write',
    temporal: 'date',
  });
  return { types: duckdb.types, capabilities };
}

/** For the cost of leat alone; nothing can be read back. */
export const nothing: BenchDestination = { name: 'nothing', configure: () => discarding() };

function discardingClient(observer: LoadObserver | undefined): DestinationClient {
  return {
    describeTables: () => Promise.resolve(new Map()),
    readSchema: () => Promise.resolve(undefined),
    readState: () => Promise.resolve([]),
    readLoads: () => Promise.resolve([]),
    beginLoad: () => Promise.resolve(discardingSession(observer)),
    readTable: empty,
    query: empty,
    dropDataset: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

function discardingSession(observer: LoadObserver | undefined): LoadSession {
  const loaded = new Map<string, number>();
  return {
    committed: undefined,
    loadFile: async (job) => {
      await observer?.file(job);
      loaded.set(job.table.name, (loaded.get(job.table.name) ?? 0) + job.file.rows);
      return { rows: job.file.rows };
    },
    commit: (commit) => {
      observer?.commit(commit);
      const counts = [...loaded].map(
        ([table, rows]) => [table, { loaded: rows, duplicates: 0, inserted: rows, updated: 0, deleted: 0 }] as const,
      );
      return Promise.resolve(commit.receipt(new Map(counts)));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

// oxlint-disable-next-line require-yield -- there is nothing to read
async function* empty<Row extends object>(): AsyncGenerator<Row, void, undefined> {
  await Promise.resolve();
}
