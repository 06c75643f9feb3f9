import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Dataset,
  planSchemaChanges,
  silentLogger,
  systemClock,
  tablesOf,
  type CallOptions,
  type Column,
  type DataType,
  type DestinationClient,
  type DestinationHost,
  type JobFileFormat,
  type LoadCommit,
  type LoadJob,
  type LoadReceipt,
  type LoadSession,
  type PublishedCounts,
  type StateRow,
  type Table,
  type TablePublication,
} from '@leat/core';
import duckdb, { type DuckDbInput } from '../src/index.ts';
import { duckDbOptions } from '../src/options.ts';

export const call: CallOptions = { signal: new AbortController().signal, logger: silentLogger };

/** A folder that goes when the test ends. */
export class TemporaryFolder implements Disposable {
  readonly path: string = mkdtempSync(join(tmpdir(), 'leat-duckdb-'));

  file(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export function column(name: string, dataType: DataType, more: Partial<Column> = {}): Column {
  return { name, dataType, nullable: true, ...more };
}

export function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return { name, resource: name, path: [name], columns, ...more };
}

export async function connect(input: DuckDbInput, host: Partial<DestinationHost> = {}): Promise<DestinationClient> {
  const result = await duckDbOptions['~standard'].validate(input);
  if (result.issues) throw new Error(result.issues.map((issue) => issue.message).join('; '));
  return await duckdb.connect(result.value, {
    dataset: 'shop',
    workDir: tmpdir(),
    logger: silentLogger,
    clock: systemClock,
    ...host,
  });
}

export type Row = Readonly<Record<string, unknown>>;

/** One JSON document per line, in core's encoding; values are given already encoded. */
export function jsonl(folder: TemporaryFolder, of: Table, name: string, rows: readonly Row[], loadId = '1.1'): LoadJob {
  return job(
    folder,
    of,
    `${name}.jsonl`,
    'jsonl',
    rows.length,
    rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    loadId,
  );
}

export function job(
  folder: TemporaryFolder,
  of: Table,
  name: string,
  format: JobFileFormat,
  rows: number,
  content: string,
  loadId = '1.1',
): LoadJob {
  const path = folder.file(name);
  writeFileSync(path, content);
  return fileJob(path, of, name, format, rows, loadId);
}

export function fileJob(
  path: string,
  of: Table,
  name: string,
  format: JobFileFormat,
  rows: number,
  loadId = '1.1',
): LoadJob {
  const content = readFileSync(path);
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { loadId, table: of, path, file: { name, format, rows, bytes: content.byteLength, sha256 } };
}

export function begin(client: DestinationClient, loadId = '1.1', pipeline = 'orders'): Promise<LoadSession> {
  return client.beginLoad({ loadId, pipeline, holder: 'test', startedAt: new Date(1_700_000_000_000) }, call);
}

export function append(root: Table, children: readonly Table[] = []): TablePublication {
  return { chain: { root, children }, disposition: 'append' };
}

export interface CommitParts {
  readonly loadId?: string;
  readonly pipeline?: string;
  readonly state?: readonly StateRow[];
  readonly schemaVersion?: number;
  readonly receipt?: (counts: ReadonlyMap<string, PublishedCounts>) => LoadReceipt;
}

/** A commit as core makes it: changes planned against what is stored. */
export async function commitOf(
  client: DestinationClient,
  publications: readonly TablePublication[],
  parts: CommitParts = {},
): Promise<LoadCommit> {
  const loadId = parts.loadId ?? '1.1';
  const tables = publications.flatMap(({ chain }) => tablesOf(chain));
  const stored = await client.describeTables(
    tables.map(({ name }) => name),
    call,
  );
  const version = parts.schemaVersion ?? 1;
  return {
    loadId,
    pipeline: parts.pipeline ?? 'orders',
    changes: planSchemaChanges(tables, stored),
    publications,
    schema: {
      name: 'orders',
      version,
      hash: `hash-${version}`,
      json: JSON.stringify({ format: 1, name: 'orders', naming: 'snake_case', version, tables }),
    },
    state: parts.state ?? [],
    startedAt: new Date(1_700_000_000_000),
    committedAt: new Date(1_700_000_001_000),
    receipt: parts.receipt ?? ((counts) => receiptOf(loadId, counts)),
  };
}

export function receiptOf(loadId: string, counts: ReadonlyMap<string, PublishedCounts>): LoadReceipt {
  const tables = [...counts].map(([name, { loaded, inserted, updated, deleted, duplicates }]) => [
    name,
    {
      extracted: loaded,
      filtered: 0,
      discarded: 0,
      quarantined: 0,
      duplicates,
      written: loaded,
      loaded,
      inserted,
      updated,
      deleted,
    },
  ]);
  return { version: 1, loadId, tables: Object.fromEntries(tables), files: [], warnings: [] };
}

/** One whole load: begin, files, commit. */
export async function load(
  client: DestinationClient,
  jobs: readonly LoadJob[],
  publications: readonly TablePublication[],
  parts: CommitParts = {},
): Promise<LoadReceipt> {
  await using session = await begin(client, parts.loadId, parts.pipeline);
  await Promise.all(jobs.map((one) => session.loadFile(one, call)));
  return await session.commit(await commitOf(client, publications, parts), call);
}

export async function rowsOf(client: DestinationClient, name: string): Promise<readonly Row[]> {
  return await collect(client.readTable<Record<string, unknown>>(name, call));
}

export async function select(
  client: DestinationClient,
  sql: string,
  parameters: readonly unknown[] = [],
): Promise<readonly Row[]> {
  return await collect(client.query<Record<string, unknown>>({ sql, parameters }, call));
}

export async function collect<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

export function datasetOf(client: DestinationClient): Dataset {
  return new Dataset(client, call);
}

export function byId(rows: readonly Row[]): readonly Row[] {
  return rows.toSorted((a, b) => Number(a['id']) - Number(b['id']));
}

/** What a promise rejects with, as the fields a user sees. */
export async function failure(
  promise: Promise<unknown>,
): Promise<{ code: unknown; message: string; remedy: unknown; details: Row; cause: unknown; recoverability: unknown }> {
  try {
    await promise;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const { code, remedy, details, recoverability } = error as unknown as Record<string, unknown>;
    return {
      code,
      message: error.message,
      remedy,
      details: (details ?? {}) as Row,
      cause: error.cause,
      recoverability,
    };
  }
  throw new Error('expected a rejection');
}
