import type { FailureReason, SchemaChange, TypeMapper } from '@leat/core';
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
  /** Whether every staging table can be renamed to become the table; false where `createStaging` makes other ones. */
  readonly stagingBecomesTable: boolean;
  /** Type of the documents leat keeps about itself; it must give their text back as it was. Default: the type of json. */
  readonly documentType?: string;
  /**
   * Whether rows are replaced by deleting and inserting them where that comes to the same as an UPDATE of all their columns:
   * in engines that keep every old value until the commit.
   */
  readonly replacesRows?: boolean;
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
  /** Selects a row if the dataset exists, where creating one that exists takes rights that loading does not. */
  findDataset?(name: string): RawBuilder<unknown>;
  /**
   * Creates a staging table, where it differs from others: without a write-ahead log, say. Asked for where rows are merged,
   * or the table exists; otherwise staging is a table like another, and becomes the one that is missing.
   */
  createStaging?(table: RawBuilder<unknown>, columns: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Creates a table with what people attached to another one, for a swap where staging cannot become the table. */
  createLike?(table: RawBuilder<unknown>, like: RawBuilder<unknown>): RawBuilder<unknown>;
  /** Collects what the planner must know about a staging table before it is merged. */
  analyzeStaging?(table: RawBuilder<unknown>): RawBuilder<unknown>;
  /** What belongs to a change of a table beyond columns and types: comments, keys. Never asked for staging tables. */
  completeChange?(change: SchemaChange, dataset: string): readonly RawBuilder<unknown>[];
  /** Statements that give the rights a load needs, for somebody who may give them. */
  explainRights?(dataset: string): readonly string[];
  /**
   * Locks out other transactions that change tables of the dataset, until this one ends: where two of them that create the
   * same thing at once fail although it says IF NOT EXISTS. Also orders loads of one pipeline that begin at once.
   */
  lockPipeline?(dataset: string, pipeline: string): RawBuilder<unknown>;
  /** Waits until a transaction that may still be committing for the pipeline has ended. Begins no transaction itself. */
  awaitCommit?(dataset: string, pipeline: string): RawBuilder<unknown>;
  /** Lets the statements after it in the transaction give up soon on locks that others hold. */
  readonly giveUpSoon?: RawBuilder<unknown>;
  classifyError(error: unknown): FailureReason;
}
