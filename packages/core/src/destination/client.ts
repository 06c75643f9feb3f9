import type { CheckFinding } from '../source/source.ts';
import type { ColumnRole } from '../schema/column.ts';
import type { SchemaChange } from '../schema/changes.ts';
import type { StoredSchema } from '../schema/schema.ts';
import type { MergeStrategy, ReplaceStrategy, StoredTable, Table, TableChain } from '../schema/table.ts';
import type { LoadReceipt, PublishedCounts } from '../load/receipt.ts';
import type { Logger } from '../ports/logger.ts';
import type { JobFileFormat } from './capabilities.ts';

/** What every call of a plugin gets beside its arguments. */
export interface CallOptions {
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch after which the caller has given up; a client must not wait longer. */
  readonly deadline?: number;
  readonly logger: Logger;
}

/** Announces a load. Two loads of one pipeline never run at once: the later one fences the earlier. */
export interface LoadHeader {
  readonly loadId: string;
  readonly pipeline: string;
  /** Host and process that load; shown to whoever is locked out. */
  readonly holder: string;
  readonly startedAt: Date;
}

/** A file of a load package. */
export interface JobFile {
  /** Unique in the package; also the file's name without its folder. */
  readonly name: string;
  readonly format: JobFileFormat;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** One file of a load package, to be brought into this load's staging area. */
export interface LoadJob {
  readonly loadId: string;
  /** The table the file belongs to, with exactly the columns of the file, in its order. */
  readonly table: Table;
  readonly file: JobFile;
  /** Absolute path of the file. Read it when it is needed: sealing the package moves the file. */
  readonly path: string;
}

export interface LoadedFile {
  /** Rows the destination counted, not rows the manifest promised. */
  readonly rows: number;
}

/**
 * How staged rows meet those that are there. Names are columns of the root table.
 *
 * Job files of a chain that merges have one more column, `_leat_ordinal` (role `ordinal`): the number of the root row in the load, on
 * root rows and on all rows unnested from them. It is in staging, never in the tables.
 */
export interface MergeRules {
  /** Identify a row; never null in staging. Empty for scd2, and where only a merge key is given. */
  readonly primaryKey: readonly string[];
  /** Name the group of rows that staged rows take the place of; never null in staging. For scd2 the natural key. */
  readonly mergeKey: readonly string[];
  /**
   * Of several staged rows with one primary key, the first in this order stays; the others, with the rows unnested from
   * them, are duplicates. Absent, or equal: the one with the greatest ordinal.
   */
  readonly dedupSort?: { readonly column: string; readonly order: 'asc' | 'desc' };
  /** A staged row that has true here (or, in a column that is no bool, anything but null) deletes instead. */
  readonly hardDelete?: string;
  /** A full refresh: everything the chain holds is deleted first, in the same transaction, and counted as deleted. */
  readonly fresh?: true;
}

/** How one chain moves from staging into place. */
export type TablePublication =
  | { readonly chain: TableChain; readonly disposition: 'append' }
  | { readonly chain: TableChain; readonly disposition: 'replace'; readonly strategy: ReplaceStrategy }
  | {
      readonly chain: TableChain;
      readonly disposition: 'merge';
      readonly strategy: MergeStrategy;
      readonly merge: MergeRules;
    };

/** State of one resource after a load. */
export interface StateRow {
  readonly pipeline: string;
  readonly source: string;
  readonly resource: string;
  /** Grows by one with every change. */
  readonly version: number;
  /** A JSON document. */
  readonly state: string;
}

/** The last step of a load: everything becomes visible together, or not at all. */
export interface LoadCommit {
  readonly loadId: string;
  readonly pipeline: string;
  /** DDL that brings the tables to what the publications need; executing it twice is harmless. */
  readonly changes: readonly SchemaChange[];
  readonly publications: readonly TablePublication[];
  readonly schema: StoredSchema;
  /** Replaces the rows of the same pipeline, source and resource. */
  readonly state: readonly StateRow[];
  readonly startedAt: Date;
  readonly committedAt: Date;
  /**
   * Finishes the receipt from what the destination counted per table; throws `LEAT_UNBALANCED` where the counts
   * do not balance, and then the destination must roll back. Call it before the commit becomes durable, and store its answer.
   */
  receipt(counts: ReadonlyMap<string, PublishedCounts>): LoadReceipt;
}

/** A row of `_leat_loads`. */
export interface LoadRow {
  readonly loadId: string;
  readonly pipeline: string;
  readonly status: 'loaded';
  readonly startedAt: Date;
  readonly committedAt: Date;
  readonly receipt: LoadReceipt;
}

/** Structurally a Kysely `CompiledQuery`, so a Kysely query can be passed as it is. */
export interface DatasetQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * One open load. `loadFile` may be called concurrently, up to `capabilities.maxParallelLoads`, and before the source is
 * read to its end; nothing it does may be visible to readers. Disposing without a commit leaves no trace.
 */
export interface LoadSession extends AsyncDisposable {
  /** Set when this load id was committed before: nothing is left to do, and `commit` returns this receipt. */
  readonly committed: LoadReceipt | undefined;

  /** Brings one file into staging. The same job again must not duplicate rows. */
  loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile>;

  /**
   * Publishes the load. The same load id again has no effect and gives the same receipt.
   * @throws DestinationError `LEAT_FENCED` when a later load of the pipeline has begun.
   */
  commit(commit: LoadCommit, call: CallOptions): Promise<LoadReceipt>;
}

/** An open connection to one dataset of a destination. */
export interface DestinationClient extends AsyncDisposable {
  /** Describes those of the named tables that exist. */
  describeTables(names: readonly string[], call: CallOptions): Promise<ReadonlyMap<string, StoredTable>>;

  /** The newest version of the schema, or undefined where none was stored. */
  readSchema(name: string, call: CallOptions): Promise<StoredSchema | undefined>;

  readState(pipeline: string, call: CallOptions): Promise<readonly StateRow[]>;

  /** Loads in descending order of their ids. */
  readLoads(
    filter: { readonly loadId?: string; readonly limit?: number },
    call: CallOptions,
  ): Promise<readonly LoadRow[]>;

  /** The statements that the changes would be, for `leat plan --sql`; absent where the destination has no language for them. */
  explainChanges?(changes: readonly SchemaChange[]): readonly string[];

  /** Finds out what a load would be refused for, rights above all, without changing anything: for `leat check`. */
  check?(call: CallOptions): AsyncIterable<CheckFinding>;

  /** Takes the lease and raises the fence, creating the dataset and the system tables where needed. */
  beginLoad(load: LoadHeader, call: CallOptions): Promise<LoadSession>;

  /** Reads a whole table, in no particular order. */
  readTable<Row extends object>(name: string, call: CallOptions): AsyncIterable<Row>;

  /** Runs one query in the destination's own language. */
  query<Row extends object>(query: DatasetQuery, call: CallOptions): AsyncIterable<Row>;

  /** Removes everything, leat's own tables included. */
  dropDataset(call: CallOptions): Promise<void>;
}

/** Where the destination looks for leat's columns, for instance `parent-id` when it deletes orphans. */
export function columnWithRole(table: Table, role: ColumnRole): string | undefined {
  return table.columns.find((column) => column.role === role)?.name;
}
