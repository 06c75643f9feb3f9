import { silentLogger, type AnyResource, type Json, type ResourceContext } from '@leat/core';

/** How to read a resource. */
export interface ReadOptions {
  /** Rows after which to stop; the rest is not asked for. */
  readonly rows: number;
  readonly state?: Record<string, Json>;
  readonly partition?: Json;
  readonly signal?: AbortSignal;
}

/** What reading gave. */
export interface ReadResult {
  readonly rows: readonly unknown[];
  /** Pages or single rows handed over. */
  readonly pages: number;
  /** Rows whose content is not the one they were handed over with. */
  readonly changed: number;
  /** What the resource left in its state. */
  readonly state: Readonly<Record<string, Json>>;
}

/** Reads a resource as a pipeline does, and stops early where it has seen enough. */
export async function readResource({ definition }: AnyResource, options: ReadOptions): Promise<ReadResult> {
  const state = options.state ?? {};
  const context: ResourceContext = {
    signal: options.signal ?? new AbortController().signal,
    logger: silentLogger,
    state,
    limit: options.rows,
    wait: () => {},
    countRequest: () => {},
    ...(options.partition === undefined ? {} : { partition: options.partition }),
  };
  const given: unknown = typeof definition.rows === 'function' ? await definition.rows(context) : definition.rows;
  if (!isStream(given)) throw new TypeError('rows are neither iterable nor asynchronously iterable');
  const rows: unknown[] = [];
  const prints: string[] = [];
  let pages = 0;
  for await (const page of given) {
    pages += 1;
    for (const row of Array.isArray(page) ? page : [page]) {
      rows.push(row);
      prints.push(printOf(row));
    }
    if (rows.length >= options.rows) break;
  }
  return { rows, pages, changed: rows.filter((row, index) => printOf(row) !== prints[index]).length, state };
}

function isStream(value: unknown): value is AsyncIterable<unknown> | Iterable<unknown> {
  return typeof value === 'object' && value !== null && (Symbol.asyncIterator in value || Symbol.iterator in value);
}

/** Enough of a row to see that it changed; what JSON cannot express does not count. */
function printOf(row: unknown): string {
  return (
    JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)) ?? 'undefined'
  );
}
