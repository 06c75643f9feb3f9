import type { ColumnHint, DataType, WriteMode } from '@leat/core';

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

/** Data to load, and nothing about where they go. */
export interface Workload {
  readonly name: string;
  readonly description: string;
  /** Rows over all tables, unless the command line says otherwise. */
  readonly rows: number;
  readonly tables: readonly [WorkloadTable, ...WorkloadTable[]];
  /** What a user would declare because no inference can know it. */
  readonly hints: Readonly<Record<string, ColumnHint>>;
  /** Takes minutes: measured only when it is named, or with `--all`. */
  readonly long?: true;
  /** Stands beside itself with a tenth of the rows, instead of beside a floor. */
  readonly besideTenth?: true;
  /** How the rows meet those that are there; they are appended where it is absent. */
  readonly merge?: MergeTraits;
  /** Writes the file that the rows are read from, before the clock starts; rows come from memory where it is absent. */
  writeInput?(rows: number, path: string): Promise<void>;
  /** Yields the root rows of about `rows` rows over all tables; the same ones every time. `input` is the file. */
  pages(rows: number, input: string): Pages;
}

/** Rows in pages. */
export type Pages = Iterable<readonly object[]> | AsyncIterable<readonly object[]>;

/** A merge into a table that has rows already. */
export interface MergeTraits {
  readonly write: WriteMode;
  readonly primaryKey: string;
  /** Yields what is in the table before the clock starts, for as many rows to be merged. */
  base(rows: number): Pages;
}
