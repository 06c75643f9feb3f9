// @leat/sql exports "."

// #region Interfaces
export interface ColumnRow {
  readonly table_name: string;
  readonly column_name: string;
  readonly data_type: string;
  readonly nullable: boolean;
}
export interface PublishContext {
  readonly dialect: SqlDialect;
  readonly dataset: string;
  readonly staged: ReadonlyMap<string, StagedTable>;
  readonly stored: ReadonlyMap<string, StoredTable>;
  readonly created: ReadonlySet<string>;
  readonly startedAt: Date;
}
export interface PublishStep {
  readonly query: CompiledQuery;
  readonly count?: Count;
  readonly from?: "affected" | "value";
  readonly insteadOf?: Count;
}
export interface SqlDialect {
  readonly name: string;
  readonly types: TypeMapper;
  readonly compiler: QueryExecutorProvider;
  createQueryCompiler(): QueryCompiler;
  readonly stagingBecomesTable: boolean;
  readonly documentType?: string;
  readonly replacesRows?: boolean;
  readonly alterAddsManyColumns: boolean;
  readonly caseSensitive: boolean;
  readonly maxDecimalPrecision: number;
  readonly permanentDatasets: ReadonlySet<string>;
  table(_: string, _: string): RawBuilder<unknown>;
  dataset(_: string): RawBuilder<unknown>;
  describeColumns(_: string, _: readonly string[]): RawBuilder<ColumnRow>;
  listTables(_: string, _: string): RawBuilder<{
    readonly name: string;
  }>;
  findDataset?(_: string): RawBuilder<unknown>;
  createStaging?(_: RawBuilder<unknown>, _: RawBuilder<unknown>): RawBuilder<unknown>;
  createLike?(_: RawBuilder<unknown>, _: RawBuilder<unknown>): RawBuilder<unknown>;
  analyzeStaging?(_: RawBuilder<unknown>): RawBuilder<unknown>;
  completeChange?(_: SchemaChange, _: string): readonly RawBuilder<unknown>[];
  explainRights?(_: string): readonly string[];
  lockPipeline?(_: string, _: string): RawBuilder<unknown>;
  awaitCommit?(_: string, _: string): RawBuilder<unknown>;
  readonly giveUpSoon?: RawBuilder<unknown>;
  classifyError(_: unknown): FailureReason;
}
export interface SqlEngine extends AsyncDisposable {
  readonly dialect: SqlDialect;
  readonly staging: "inside-transaction" | "before-transaction";
  readonly maxParallelLoads: number;
  openSession(_: CallOptions): Promise<SqlSession>;
  check?(_: string, _: CallOptions): AsyncIterable<CheckFinding>;
  relieve?(_: unknown): Promise<boolean>;
}
export interface SqlFailure {
  readonly reason: FailureReason;
  readonly message: string;
  readonly code?: ErrorCode;
  readonly remedy?: string;
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}
export interface SqlResult<Row> {
  readonly rows: readonly Row[];
  readonly affected: number;
}
export interface SqlSession extends AsyncDisposable {
  readonly lost?: boolean;
  execute<Row extends object>(_: DatasetQuery, _: CallOptions): Promise<SqlResult<Row>>;
  stream<Row extends object>(_: DatasetQuery, _: CallOptions): AsyncIterable<Row>;
  begin(_: CallOptions): Promise<void>;
  commit(_: CallOptions): Promise<void>;
  rollback(): Promise<void>;
  bulkLoad(_: LoadJob, _: StagingTarget, _: CallOptions): Promise<number>;
}
export interface StagedTable {
  readonly name: string;
  readonly table: Table;
  readonly rows: number;
  readonly lasting?: boolean;
}
export interface StagingTarget {
  readonly name: string;
  readonly columns: readonly Column[];
}
export interface TablePlan {
  readonly table: string;
  readonly steps: readonly PublishStep[];
  readonly known?: Partial<Readonly<Record<Count, number>>>;
}
// #endregion

// #region Types
export type Count = "duplicates" | "inserted" | "updated" | "deleted";
// #endregion

// #region Classes
export declare class DriverError extends Error {
  override readonly name = "DriverError";
}
export declare class SqlClient implements DestinationClient {
  #private;
  readonly "~sqlClient": true;
  readonly engine: SqlEngine;
  readonly dataset: string;
  constructor(_: SqlEngine, _: DestinationHost);
  describeTables(_: readonly string[], _: CallOptions): Promise<ReadonlyMap<string, StoredTable>>;
  readSchema(_: string, _: CallOptions): Promise<StoredSchema | undefined>;
  readState(_: string, _: CallOptions): Promise<readonly StateRow[]>;
  readLoads(_: {
    readonly loadId?: string;
    readonly limit?: number;
  }, _: CallOptions): Promise<readonly LoadRow[]>;
  explainChanges(_: readonly SchemaChange[]): readonly string[];
  check(_: CallOptions): AsyncIterable<CheckFinding>;
  beginLoad(_: LoadHeader, _: CallOptions): Promise<LoadSession>;
  readTable<Row extends object>(_: string, _: CallOptions): AsyncIterable<Row>;
  query<Row extends object>(_: DatasetQuery, _: CallOptions): AsyncIterable<Row>;
  dropDataset(_: CallOptions): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
export declare class StandardQueryCompiler extends PostgresQueryCompiler {
  protected override sanitizeIdentifier(_: string): string;
}
// #endregion

// #region Functions
export declare function compileChange(_: SchemaChange, _: SqlDialect, _: string, _?: "table" | "staging"): readonly CompiledQuery[];
export declare function compileOnly(_: () => QueryCompiler): QueryExecutorProvider;
export declare function compileSystemTable(_: Table, _: SqlDialect, _: string): CompiledQuery;
export declare function decodeJson(_: string): unknown;
export declare function isSqlClient(_: DestinationClient): client is SqlClient;
export declare function kyselyOf<DB>(_: Dataset<object>): Kysely<DB>;
export declare function pendingChanges(_: readonly SchemaChange[], _: ReadonlyMap<string, StoredTable>): readonly SchemaChange[];
export declare function planPublication(_: TablePublication, _: PublishContext): readonly TablePlan[];
export declare function publishAppend(_: TableChain, _: PublishContext): readonly TablePlan[];
export declare function publishReplace(_: TableChain, _: ReplaceStrategy, _: PublishContext): readonly TablePlan[];
export declare function quoteIdentifier(_: string, _?: "\"" | "`"): string;
export declare function reasonOf(_: unknown): FailureReason | undefined;
export declare function sanitizeIdentifier(_: string, _?: "\"" | "`"): string;
export declare function sqlError(_: SqlFailure): DestinationError;
// #endregion

// #region Variables
export declare const SQL_ERROR_CODES: ErrorCatalog;
// #endregion
