import type { defineDestination } from '@leat/core';

/** What a user writes. */
export interface DuckDbInput {
  /** File of the database; created when it does not exist, in a folder that does. `:memory:` lives as long as its client. */
  readonly path: string;
  /**
   * Memory DuckDB may use, like `1GB`; what does not fit is spilled to disk, or refused. Default: queries get what DuckDB
   * gives them (80 % of the machine), loads begin with 32 MiB and begin again with more when that is too little.
   */
  readonly memoryLimit?: string;
  /** Threads DuckDB may use. Default: one per core for queries, half as many for loads. */
  readonly threads?: number;
  /** `read-only` opens a file that others read too, and refuses to load. Default `read-write`. */
  readonly accessMode?: 'read-write' | 'read-only';
  /** How dates and timestamps are read: as `Date` (milliseconds) or as ISO text (microseconds). Default `date`. */
  readonly temporal?: 'date' | 'text';
}

/** Validated options, defaults filled in. */
export interface DuckDbOptions {
  readonly path: string;
  readonly memoryLimit: string | undefined;
  readonly threads: number | undefined;
  readonly accessMode: 'read-write' | 'read-only';
  readonly temporal: 'date' | 'text';
}

const KEYS: ReadonlySet<string> = new Set(['path', 'memoryLimit', 'threads', 'accessMode', 'temporal']);

interface Issue {
  readonly message: string;
  readonly path?: readonly string[];
}

/** The Standard Schema that `defineDestination` takes. */
type OptionsSchema = Parameters<typeof defineDestination<DuckDbOptions, DuckDbInput>>[0]['options'];

/** Options as a Standard Schema, by hand: a validator library would cost more than this. */
export const duckDbOptions: OptionsSchema = {
  '~standard': { version: 1, vendor: 'leat', validate },
};

function validate(input: unknown): { readonly value: DuckDbOptions } | { readonly issues: readonly Issue[] } {
  if (typeof input !== 'object' || input === null) return { issues: [issue('expected an object with the key "path"')] };
  const { path, memoryLimit, threads, accessMode, temporal }: Readonly<Record<string, unknown>> = { ...input };
  const issues: Issue[] = Object.keys(input)
    .filter((key) => !KEYS.has(key))
    .map((key) => issue(`unknown option; known are ${[...KEYS].join(', ')}`, key));
  if (typeof path !== 'string' || path === '' || path.includes('\0'))
    issues.push(issue('expected the path of a file', 'path'));
  if (memoryLimit !== undefined && !isSize(memoryLimit))
    issues.push(issue('expected a size like "256MB"', 'memoryLimit'));
  if (threads !== undefined && !isCount(threads)) issues.push(issue('expected a whole number from 1', 'threads'));
  const mode = accessMode ?? 'read-write';
  if (mode !== 'read-write' && mode !== 'read-only')
    issues.push(issue('expected "read-write" or "read-only"', 'accessMode'));
  const time = temporal ?? 'date';
  if (time !== 'date' && time !== 'text') issues.push(issue('expected "date" or "text"', 'temporal'));
  if (issues.length > 0) return { issues };
  return {
    value: {
      path: String(path),
      memoryLimit: isSize(memoryLimit) ? memoryLimit : undefined,
      threads: isCount(threads) ? threads : undefined,
      accessMode: mode === 'read-only' ? 'read-only' : 'read-write',
      temporal: time === 'text' ? 'text' : 'date',
    },
  };
}

function isSize(value: unknown): value is string {
  return typeof value === 'string' && /^\d+(\.\d+)?\s*([KMGT]i?B)$/i.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1;
}

function issue(message: string, key?: string): Issue {
  return key === undefined ? { message } : { message, path: [key] };
}
