import type { ColumnHint, DataType } from '@leat/core';

/** One column that a workload fills, under the name both sides give it. */
export interface WorkloadColumn {
  readonly name: string;
  readonly type: DataType;
}

/** One table that a workload fills; the first of a workload is the root. */
export interface WorkloadTable {
  readonly name: string;
  /** Table whose lists hold the rows; absent for the root. */
  readonly parent?: string;
  readonly columns: readonly WorkloadColumn[];
}

/** What a workload has to reach; `must` holds now, `aim` is where it is going. */
export interface Target {
  /** Rows per second over those of the hand-written floor, at least. */
  readonly ratio: number;
  /** Bytes of the whole process at its peak, at most. */
  readonly peakRssBytes: number;
}

/** Data to load, and nothing about where they go. */
export interface Workload {
  readonly name: string;
  readonly description: string;
  /** Rows over all tables, unless the command line says otherwise. */
  readonly rows: number;
  readonly tables: readonly [WorkloadTable, ...WorkloadTable[]];
  /** What a user would declare because no inference can know it. */
  readonly hints: Readonly<Record<string, ColumnHint>>;
  readonly must: Target;
  readonly aim: Target;
  /** Yields the root rows of about `rows` rows over all tables; the same ones every time. */
  pages(rows: number): Generator<readonly object[], void, undefined>;
}
