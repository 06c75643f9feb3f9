import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  planSchemaChanges,
  tablesOf,
  type DestinationClient,
  type JobFile,
  type LoadCommit,
  type LoadedFile,
  type LoadJob,
  type LoadReceipt,
  type LoadSession,
  type PublishedCounts,
  type ReplaceStrategy,
  type StateRow,
  type Table,
  type TableChain,
  type TablePublication,
  type TableReceipt,
} from '@leat/core';
import { encodeJobFile, jobFileFormat } from './encode-job-file.ts';
import type { SampleRow } from './sample-row.ts';
import { PIPELINE, type Workbench } from './workbench.ts';

/** Who loads, and as what. */
export interface SampleLoadOptions {
  readonly client?: DestinationClient;
  readonly pipeline?: string;
  readonly loadId?: string;
}

/** A load as the loader would do it: begun, fed with files, committed. */
export class SampleLoad {
  readonly loadId: string;
  readonly pipeline: string;
  readonly session: LoadSession;
  readonly #bench: Workbench;
  readonly #client: DestinationClient;
  readonly #jobs: LoadJob[] = [];

  private constructor(
    bench: Workbench,
    session: LoadSession,
    client: DestinationClient,
    loadId: string,
    pipeline: string,
  ) {
    this.#bench = bench;
    this.session = session;
    this.#client = client;
    this.loadId = loadId;
    this.pipeline = pipeline;
  }

  static async begin(bench: Workbench, options: SampleLoadOptions = {}): Promise<SampleLoad> {
    const { client = bench.client, pipeline = PIPELINE, loadId = bench.nextLoadId() } = options;
    return new SampleLoad(bench, await bench.begin(loadId, pipeline, client), client, loadId, pipeline);
  }

  /** Writes a job file. The manifest promises the rows it has, unless told to lie. */
  async job(table: Table, rows: readonly SampleRow[], promised: number = rows.length): Promise<LoadJob> {
    const format = jobFileFormat(this.#bench.capabilities);
    const bytes = encodeJobFile(format, table.columns, rows);
    const name = `${this.loadId}-${this.#jobs.length + 1}.${format}`;
    const path = join(this.#bench.folder, name);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const file: JobFile = { name, format, rows: promised, bytes: bytes.byteLength, sha256 };
    const job: LoadJob = { loadId: this.loadId, table, file, path };
    this.#jobs.push(job);
    await writeFile(path, bytes);
    return job;
  }

  /** Brings rows into staging. */
  async stage(table: Table, rows: readonly SampleRow[]): Promise<LoadJob> {
    const job = await this.job(table, rows);
    await this.run(job);
    return job;
  }

  /** Brings a job into staging, once more if need be. */
  run(job: LoadJob): Promise<LoadedFile> {
    return this.session.loadFile(job, this.#bench.call);
  }

  /** Publishes what was staged. */
  async commit(publications: readonly TablePublication[], rest: Partial<LoadCommit> = {}): Promise<LoadReceipt> {
    return this.session.commit(await this.commitOf(publications, rest), this.#bench.call);
  }

  /** What `commit` hands to the session: changes planned against the stored tables, and a receipt that balances. */
  async commitOf(publications: readonly TablePublication[], rest: Partial<LoadCommit> = {}): Promise<LoadCommit> {
    const tables = publications.flatMap(({ chain }) => tablesOf(chain));
    const stored = await this.#client.describeTables(
      tables.map(({ name }) => name),
      this.#bench.call,
    );
    return {
      loadId: this.loadId,
      pipeline: this.pipeline,
      changes: planSchemaChanges(tables, stored),
      publications,
      schema: { name: 'conformance', version: 1, hash: 'hash-1', json: '{"version":1}' },
      state: [],
      startedAt: new Date(1_749_667_187_541),
      committedAt: new Date(1_749_667_188_042),
      receipt: (counts) => this.#receipt(counts),
      ...rest,
    };
  }

  #receipt(counts: ReadonlyMap<string, PublishedCounts>): LoadReceipt {
    const tables = [...counts].map(([name, count]): [string, TableReceipt] => [
      name,
      { ...count, extracted: count.loaded, filtered: 0, discarded: 0, quarantined: 0, written: count.loaded },
    ]);
    const files = this.#jobs.map(({ file: { name, rows, bytes, sha256 } }) => ({ name, rows, bytes, sha256 }));
    return { version: 1, loadId: this.loadId, tables: Object.fromEntries(tables), files, warnings: [] };
  }
}

/** Adds the staged rows to the table or chain. */
export function append(target: Table | TableChain): TablePublication {
  return { chain: chainOf(target), disposition: 'append' };
}

/** Puts the staged rows in place of those of the table or chain. */
export function replace(target: Table | TableChain, strategy: ReplaceStrategy): TablePublication {
  return { chain: chainOf(target), disposition: 'replace', strategy };
}

function chainOf(target: Table | TableChain): TableChain {
  return 'root' in target ? target : { root: target, children: [] };
}

/** Begins, stages and appends one table: for tests about something else. */
export async function appendRows(
  bench: Workbench,
  table: Table,
  rows: readonly SampleRow[],
  rest: Partial<LoadCommit> = {},
): Promise<LoadReceipt> {
  const load = await SampleLoad.begin(bench);
  if (rows.length > 0) await load.stage(table, rows);
  const receipt = await load.commit([append(table)], rest);
  await load.session[Symbol.asyncDispose]();
  return receipt;
}

/**
 * The state rows of a pipeline in the order of their resources; documents parsed, since a destination may re-format
 * them.
 */
export async function readState(bench: Workbench, pipeline: string = PIPELINE): Promise<readonly object[]> {
  return comparableState(await bench.client.readState(pipeline, bench.call));
}

/** State rows as `readState` gives them. */
export function comparableState(rows: readonly StateRow[]): readonly object[] {
  const byResource = rows.toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
  return byResource.map((row) => ({ ...row, state: JSON.parse(row.state) }));
}

/** A state row of the pipeline that tests load as. */
export function stateRow(resource: string, version: number, state: object, pipeline: string = PIPELINE): StateRow {
  return { pipeline, source: 'shop', resource, version, state: JSON.stringify(state) };
}
