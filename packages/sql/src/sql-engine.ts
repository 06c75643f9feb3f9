import type { CallOptions, CheckFinding, Column, DatasetQuery, LoadJob } from '@leat/core';
import type { SqlDialect } from './sql-dialect.ts';

/** What a statement answered. */
export interface SqlResult<Row> {
  /** Timestamps and dates as `Date`, bigints as `bigint`, decimals as strings. */
  readonly rows: readonly Row[];
  /** Rows inserted, updated or deleted; 0 for anything else. */
  readonly affected: number;
}

/** A staging table, as the bulk load needs to know it. */
export interface StagingTarget {
  readonly name: string;
  /** The columns of the file, in its order; the table may have more. */
  readonly columns: readonly Column[];
}

/**
 * One connection of a driver. Statements run one after the other: callers await each before the next.
 * Every method throws `DestinationError` with a classified reason, or the reason of an aborted signal.
 */
export interface SqlSession extends AsyncDisposable {
  /** True once the connection is gone: whatever is asked of the session fails, and another one may work. */
  readonly lost?: boolean;
  execute<Row extends object>(query: DatasetQuery, call: CallOptions): Promise<SqlResult<Row>>;
  /** Reads without holding the whole answer in memory. */
  stream<Row extends object>(query: DatasetQuery, call: CallOptions): AsyncIterable<Row>;
  begin(call: CallOptions): Promise<void>;
  commit(call: CallOptions): Promise<void>;
  /** Never throws for a transaction that is gone already. */
  rollback(): Promise<void>;
  /** Appends a file to a staging table by the engine's fastest path; gives the rows the engine counted. */
  bulkLoad(job: LoadJob, target: StagingTarget, call: CallOptions): Promise<number>;
}

/** The one thing a SQL destination writes itself: how to talk to its driver. */
export interface SqlEngine extends AsyncDisposable {
  readonly dialect: SqlDialect;
  /**
   * `inside-transaction`: one transaction is open from the first file to the commit, and staging tables exist only in it
   * (engines with one writer and cheap long transactions, like DuckDB). `before-transaction`: staging tables are real,
   * filled in parallel, and a short transaction publishes them.
   */
  readonly staging: 'inside-transaction' | 'before-transaction';
  /** Sessions that fill staging tables at once; 1 inside a transaction. */
  readonly maxParallelLoads: number;
  openSession(call: CallOptions): Promise<SqlSession>;
  /** Finds out which rights on the dataset are missing, without changing anything. */
  check?(dataset: string, call: CallOptions): AsyncIterable<CheckFinding>;
  /**
   * Asked when a load failed: true when the engine could give it more of what it ran out of (memory, say), so that
   * doing the load's statements again is worth it. Must say false in the end.
   */
  relieve?(error: unknown): Promise<boolean>;
}
