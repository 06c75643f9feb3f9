import type { FailureReason, TypeMapper } from '@leat/core';
import type { QueryCompiler, QueryExecutorProvider, RawBuilder } from 'kysely';

/** What `describeColumns` selects, one row per column, in the table's order. */
export interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  /** The engine's type, as `TypeMapper.fromDestination` reads it. */
  readonly data_type: string;
  readonly nullable: boolean;
}

/** What differs between engines and Kysely does not already know. Pure: it has no connection. */
export interface SqlDialect {
  readonly name: string;
  readonly types: TypeMapper;
  /** Compiles, never runs; made by `compileOnly`. */
  readonly compiler: QueryExecutorProvider;
  /** Makes the compiler for Kysely instances that run; identifiers go through `quoteIdentifier`. */
  createQueryCompiler(): QueryCompiler;
  /** Whether a staging table can be renamed to become the table; false for temporary or unlogged ones. */
  readonly stagingBecomesTable: boolean;
  /** DuckDB refuses more than one change per ALTER TABLE. */
  readonly alterAddsManyColumns: boolean;
  /** Whether two identifiers that differ in case name the same thing. */
  readonly caseSensitive: boolean;
  /** Digits a decimal can have; widening beyond is refused. */
  readonly maxDecimalPrecision: number;
  /** Datasets that cannot be dropped; leat then drops its own tables in them. */
  readonly permanentDatasets: ReadonlySet<string>;
  /** The table's name, qualified so that it cannot mean another one. */
  table(dataset: string, name: string): RawBuilder<unknown>;
  /** The dataset's name, qualified likewise. */
  dataset(name: string): RawBuilder<unknown>;
  /** Selects `ColumnRow`s of those of the tables that exist. */
  describeColumns(dataset: string, tables: readonly string[]): RawBuilder<ColumnRow>;
  /** Selects `{ name }` of the tables whose name starts with the prefix. */
  listTables(dataset: string, prefix: string): RawBuilder<{ readonly name: string }>;
  /** Locks out other loads of the pipeline until the transaction ends, where row conflicts do not do it. */
  lockPipeline?(dataset: string, pipeline: string): RawBuilder<unknown>;
  classifyError(error: unknown): FailureReason;
}
