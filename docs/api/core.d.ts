// @leat/core exports "."

// #region Interfaces
export interface CallOptions {
  readonly signal: AbortSignal;
  readonly deadline?: number;
  readonly logger: Logger;
}
export interface CheckFinding {
  readonly name: string;
  readonly status: "ok" | "warning" | "failed";
  readonly message: string;
  readonly remedy?: string;
}
export interface Clock {
  now(): number;
  micros?(): number;
}
export interface Column {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
  readonly path?: readonly string[];
  readonly precision?: number;
  readonly scale?: number;
  readonly primaryKey?: boolean;
  readonly mergeKey?: boolean;
  readonly unique?: boolean;
  readonly index?: boolean;
  readonly sort?: boolean;
  readonly nativeTypes?: Readonly<Record<string, string>>;
  readonly variantOf?: string;
  readonly role?: ColumnRole;
  readonly description?: string;
}
export interface ColumnBatch {
  readonly columns: readonly Column[];
  readonly vectors: readonly Vector[];
  readonly rows: number;
}
export interface ColumnHint {
  readonly dataType?: DataType;
  readonly precision?: number;
  readonly scale?: number;
  readonly nullable?: boolean;
  readonly unique?: boolean;
  readonly index?: boolean;
  readonly sort?: boolean;
  readonly nativeTypes?: Readonly<Record<string, string>>;
  readonly description?: string;
}
export interface ColumnPolicies {
  readonly paths?: Readonly<Record<string, PolicyAction>>;
  readonly classes?: Readonly<Partial<Record<DataClass, PolicyAction>>>;
  readonly hmacKey?: string | Secret;
  readonly encryptionKey?: {
    readonly id: string;
    readonly key: string | Secret;
  };
}
export interface CursorWindow {
  readonly start: CursorValue | undefined;
  readonly end: CursorValue | undefined;
  readonly last: CursorValue | undefined;
}
export interface DatasetQuery {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}
export interface Destination {
  readonly kind: "configured-destination";
  readonly plugin: DestinationPlugin;
  readonly options: unknown;
}
export interface DestinationCapabilities {
  readonly fileFormats: readonly [JobFileFormat, ...JobFileFormat[]];
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly replaceStrategies: readonly [ReplaceStrategy, ...ReplaceStrategy[]];
  readonly transactions: "ddl-and-dml" | "dml" | "none";
  readonly identifiers: {
    readonly maxBytes: number;
    readonly caseSensitive: boolean;
    readonly unicode: boolean;
  };
  readonly decimal: {
    readonly maxPrecision: number;
    readonly maxScale: number;
  };
  readonly timestampPrecision: number;
  readonly nativeTypes: ReadonlySet<DataType>;
  readonly widenings: readonly Widening[];
  readonly nulInText: boolean;
  readonly maxParallelLoads: number;
}
export interface DestinationClient extends AsyncDisposable {
  describeTables(_: readonly string[], _: CallOptions): Promise<ReadonlyMap<string, StoredTable>>;
  readSchema(_: string, _: CallOptions): Promise<StoredSchema | undefined>;
  readState(_: string, _: CallOptions): Promise<readonly StateRow[]>;
  readLoads(_: {
    readonly loadId?: string;
    readonly limit?: number;
  }, _: CallOptions): Promise<readonly LoadRow[]>;
  explainChanges?(_: readonly SchemaChange[]): readonly string[];
  check?(_: CallOptions): AsyncIterable<CheckFinding>;
  beginLoad(_: LoadHeader, _: CallOptions): Promise<LoadSession>;
  readTable<Row extends object>(_: string, _: CallOptions): AsyncIterable<Row>;
  query<Row extends object>(_: DatasetQuery, _: CallOptions): AsyncIterable<Row>;
  dropDataset(_: CallOptions): Promise<void>;
}
export interface DestinationHost {
  readonly dataset: string;
  readonly workDir: string;
  readonly readOnly?: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
}
export interface DestinationPlugin<Options = unknown> {
  readonly kind: "destination";
  readonly name: string;
  readonly apiVersion: 1;
  readonly options: StandardSchemaV1<unknown, Options>;
  readonly types: TypeMapper;
  readonly errorCodes?: ErrorCatalog;
  capabilities(_: Options): DestinationCapabilities;
  describe(_: Options): string;
  connect(_: Options, _: DestinationHost): Promise<DestinationClient>;
}
export interface ErrorExplanation {
  readonly title: string;
  readonly causes: readonly string[];
  readonly remedy: string;
}
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly recoverability: "transient" | "terminal";
  readonly details: Readonly<Record<string, string | number | boolean>>;
}
export interface Incremental<Row extends object> {
  readonly cursor: CursorPath<Row>;
  readonly initial?: CursorValue;
  readonly end?: CursorValue;
  readonly lag?: number;
  readonly order?: "asc" | "desc" | "none";
  readonly onMissing?: "raise" | "include" | "exclude";
  readonly boundary?: {
    readonly start?: "closed" | "open";
    readonly end?: "open" | "closed";
  };
  readonly dedup?: false | RowKey<Row> | readonly RowKey<Row>[];
}
export interface JobFile {
  readonly name: string;
  readonly format: JobFileFormat;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}
export interface JobFileEncoder {
  begin(): readonly Uint8Array[];
  encode(_: ColumnBatch): readonly Uint8Array[];
  end(): readonly Uint8Array[];
}
export interface JsonRowsOptions {
  readonly pageBytes?: number;
  readonly malformed?: MalformedLines;
}
export interface LeatErrorOptions {
  readonly code: ErrorCode;
  readonly recoverability: Recoverability;
  readonly remedy: string;
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
  readonly unavailable?: boolean;
}
export interface LoadCommit {
  readonly loadId: string;
  readonly pipeline: string;
  readonly changes: readonly SchemaChange[];
  readonly publications: readonly TablePublication[];
  readonly schema: StoredSchema;
  readonly state: readonly StateRow[];
  readonly startedAt: Date;
  readonly committedAt: Date;
  receipt(_: ReadonlyMap<string, PublishedCounts>): LoadReceipt;
}
export interface LoadedFile {
  readonly rows: number;
}
export interface LoadHeader {
  readonly loadId: string;
  readonly pipeline: string;
  readonly holder: string;
  readonly startedAt: Date;
}
export interface LoadJob {
  readonly loadId: string;
  readonly table: Table;
  readonly file: JobFile;
  readonly path: string;
}
export interface LoadReceipt {
  readonly version: 1;
  readonly loadId: string;
  readonly tables: Readonly<Record<string, TableReceipt>>;
  readonly files: readonly {
    readonly name: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly warnings: readonly LoadWarning[];
}
export interface LoadReport {
  readonly loadId: string;
  readonly resumed: boolean;
  readonly receipt: LoadReceipt;
}
export interface LoadRow {
  readonly loadId: string;
  readonly pipeline: string;
  readonly status: "loaded";
  readonly startedAt: Date;
  readonly committedAt: Date;
  readonly receipt: LoadReceipt;
}
export interface LoadSession extends AsyncDisposable {
  readonly committed: LoadReceipt | undefined;
  loadFile(_: LoadJob, _: CallOptions): Promise<LoadedFile>;
  commit(_: LoadCommit, _: CallOptions): Promise<LoadReceipt>;
}
export interface LoadWarning {
  readonly code: string;
  readonly table: string;
  readonly column?: string;
  readonly count: number;
  readonly message: string;
}
export interface Logger {
  log(_: LogLevel, _: string, _?: Readonly<Record<string, unknown>>): void;
}
export interface MergeRules {
  readonly primaryKey: readonly string[];
  readonly mergeKey: readonly string[];
  readonly dedupSort?: {
    readonly column: string;
    readonly order: "asc" | "desc";
  };
  readonly hardDelete?: string;
  readonly fresh?: true;
}
export interface OpenOptions {
  readonly signal?: AbortSignal;
  readonly readOnly?: boolean;
}
export interface PackageDetails extends PackageSummary {
  readonly manifest: Manifest | undefined;
  readonly receipt: LoadReceipt | undefined;
}
export interface PackageSummary {
  readonly loadId: string;
  readonly state: PackageState;
  readonly folder: string;
  readonly problem: string | undefined;
  readonly tables: number | undefined;
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
  readonly quarantineFiles: readonly string[];
}
export interface Pipeline<S extends PipelineSource = PipelineSource> {
  readonly name: string;
  readonly dataset: string;
  run(_?: RunOptions): Promise<RunReport>;
  plan(_?: PlanOptions): Promise<PipelinePlan>;
  packages(): Promise<PackageInspector>;
  quarantine(): Promise<QuarantineReader>;
  replay(_?: string, _?: RunOptions): Promise<ReplayReport>;
  open(_?: OpenOptions): Promise<Dataset<TablesOf<S>>>;
}
export interface PipelineDefinition<S extends PipelineSource> {
  readonly name?: string;
  readonly source: S;
  readonly destination: Destination;
  readonly dataset?: string;
  readonly workDir?: string;
  readonly limits?: PipelineLimits;
  readonly contract?: SchemaContract;
  readonly policies?: ColumnPolicies;
  readonly naming?: NamingName;
  readonly detectors?: readonly DetectorName[];
  readonly keepLoadedFiles?: boolean;
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly onEvent?: (_: RunEvent) => void;
}
export interface PipelineLimits {
  readonly maxJobFileBytes?: number;
  readonly maxInFlightBytes?: number;
  readonly loadConcurrency?: number;
  readonly extractConcurrency?: number;
  readonly inferenceRows?: number;
  readonly maxDepth?: number;
}
export interface PipelinePlan {
  readonly version: 1;
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: {
    readonly name: string;
    readonly location: string;
  };
  readonly changes: readonly SchemaChange[];
  readonly statements: readonly string[];
  readonly decisions: readonly {
    readonly resource: string;
    readonly error: ErrorReport;
  }[];
  readonly warnings: readonly LoadWarning[];
  readonly sampledRows: number;
}
export interface PlanOptions {
  readonly resources?: readonly string[];
  readonly sample?: number;
  readonly signal?: AbortSignal;
}
export interface PublishedCounts {
  readonly loaded: number;
  readonly duplicates: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}
export interface QuarantineFile {
  readonly loadId: string;
  readonly file: string;
  readonly rows: readonly StoredQuarantinedRow[];
}
export interface ReplayReport {
  readonly run: RunReport | undefined;
  readonly replayed: readonly {
    readonly loadId: string;
    readonly file: string;
    readonly rows: number;
  }[];
  readonly skipped: readonly {
    readonly loadId: string;
    readonly file: string;
    readonly reason: string;
  }[];
}
export interface Resource<Name extends string = string, Row extends object = object> {
  readonly kind: "resource";
  readonly definition: ResourceDefinition<Name, Row>;
}
export interface ResourceContext {
  readonly signal: AbortSignal;
  readonly deadline?: number;
  readonly logger: Logger;
  readonly state: Record<string, Json>;
  readonly cursor?: CursorWindow;
  readonly partition?: Json;
  readonly limit?: number;
  readonly wait: (_: WaitNotice) => void;
  readonly countRequest: () => void;
  readonly warn?: (_: ResourceWarning) => void;
}
export interface ResourceDefinition<Name extends string, Row extends object> {
  readonly name: Name;
  readonly description?: string;
  readonly rows: RowSource<Row>;
  readonly table?: string | TableChoice<Row>;
  readonly maxTables?: number;
  readonly incremental?: Incremental<Row>;
  readonly transform?: Transform;
  readonly write?: WriteMode;
  readonly primaryKey?: RowKey<Row> | readonly RowKey<Row>[];
  readonly mergeKey?: RowKey<Row> | readonly RowKey<Row>[];
  readonly columns?: { readonly [K in RowKey<Row>]?: ColumnHint; };
  readonly dedupSort?: {
    readonly column: RowKey<Row>;
    readonly order: "asc" | "desc";
  };
  readonly hardDelete?: RowKey<Row>;
  readonly rowVersion?: RowKey<Row>;
  readonly schema?: StandardSchemaV1<unknown, Row>;
  readonly contract?: SchemaContract;
  readonly dataClasses?: DataClasses;
  readonly sensitive?: boolean;
  readonly maxNesting?: number;
  readonly nested?: Readonly<Record<string, "json">>;
  readonly partitions?: (_: Pick<ResourceContext, "signal" | "logger">) => Promise<readonly Json[]>;
  readonly optional?: boolean;
}
export interface ResourceReport {
  readonly name: string;
  readonly status: "done" | "failed" | "skipped" | "stopped";
  readonly rows: number;
  readonly filtered: number;
  readonly requests: number;
  readonly reason?: string;
  readonly error?: ErrorReport;
}
export interface ResourceWarning {
  readonly code: ErrorCode;
  readonly column?: string;
  readonly count: number;
  readonly message: string;
}
export interface RunOptions {
  readonly resources?: readonly string[];
  readonly limit?: number;
  readonly from?: CursorValue;
  readonly to?: CursorValue;
  readonly fullRefresh?: boolean | readonly string[];
  readonly signal?: AbortSignal;
  readonly drain?: AbortSignal;
  readonly failFast?: boolean;
  readonly wait?: number;
  readonly onEvent?: (_: RunEvent) => void;
}
export interface RunReport {
  readonly version: 1;
  readonly status: "done" | "partial" | "stopped";
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: {
    readonly name: string;
    readonly location: string;
  };
  readonly resources: readonly ResourceReport[];
  readonly loads: readonly LoadReport[];
  readonly warnings: readonly LoadWarning[];
  readonly seconds: {
    readonly extract: number;
    readonly load: number;
    readonly total: number;
  };
}
export interface Schema {
  readonly format: typeof SCHEMA_FORMAT;
  readonly name: string;
  readonly naming: string;
  readonly version: number;
  readonly tables: readonly Table[];
}
export interface Source<Resources extends readonly AnyResource[] = readonly AnyResource[]> {
  readonly kind: "configured-source";
  readonly plugin: SourcePlugin<unknown, Resources>;
  readonly options: unknown;
}
export interface SourceContext<Options> extends SourceHost {
  readonly options: Options;
}
export interface SourceHost {
  readonly signal: AbortSignal;
  readonly logger: Logger;
  readonly clock: Clock;
}
export interface SourcePlugin<Options = unknown, Resources extends readonly AnyResource[] = readonly AnyResource[]> {
  readonly kind: "source";
  readonly name: string;
  readonly apiVersion: 1;
  readonly options: StandardSchemaV1<unknown, Options>;
  readonly errorCodes?: ErrorCatalog;
  readonly contract?: SchemaContract;
  resources(_: SourceContext<Options>): Resources | Promise<Resources>;
  check?(_: SourceContext<Options>): AsyncIterable<CheckFinding>;
}
export interface StateRow {
  readonly pipeline: string;
  readonly source: string;
  readonly resource: string;
  readonly version: number;
  readonly state: string;
}
export interface SteppedRows<Row extends object, Arguments extends readonly unknown[] = readonly [context: ResourceContext]> {
  (..._: Arguments): AsyncIterable<readonly Row[]>;
  readonly source: RowSource<object, Arguments>;
  readonly steps: readonly RowStep[];
  map<Next extends object>(_: (_: Row) => NotAPromise<Next>): SteppedRows<Next, Arguments>;
  filter<Next extends Row>(_: (_: Row) => row is Next): SteppedRows<Next, Arguments>;
  filter(_: (_: Row) => boolean): SteppedRows<Row, Arguments>;
  flatMap<Next extends object>(_: (_: Row) => Iterable<Next>): SteppedRows<Next, Arguments>;
  limit(_: number): SteppedRows<Row, Arguments>;
  rename<const Names extends { readonly [K in RowKey<Row>]?: string; }>(_: Names): SteppedRows<Renamed<Row, Extract<Names, Readonly<Record<string, string>>>>, Arguments>;
  select<K extends RowKey<Row>>(..._: readonly K[]): SteppedRows<Pick<Row, K>, Arguments>;
  omit<K extends RowKey<Row>>(..._: readonly K[]): SteppedRows<Omit<Row, K>, Arguments>;
}
export interface StoredQuarantinedRow {
  readonly reason: string;
  readonly path: readonly string[];
  readonly row: unknown;
}
export interface StoredSchema {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  readonly json: string;
}
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly StoredColumn[];
}
export interface Table {
  readonly name: string;
  readonly resource: string;
  readonly path: readonly string[];
  readonly parent?: string;
  readonly columns: readonly Column[];
  readonly description?: string;
  readonly policies?: readonly {
    readonly path: string;
    readonly action: string;
  }[];
}
export interface TableChain {
  readonly root: Table;
  readonly children: readonly Table[];
}
export interface TableReceipt {
  readonly extracted: number;
  readonly filtered: number;
  readonly discarded: number;
  readonly quarantined: number;
  readonly duplicates: number;
  readonly written: number;
  readonly loaded: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}
export interface TelemetryApi<Context> {
  readonly tracer: {
    startSpan(_: string, _: {
      attributes?: TelemetryAttributes;
    }, _?: Context): TelemetrySpan;
  };
  readonly meter?: {
    createCounter(_: string, _: {
      unit: string;
      description: string;
    }): TelemetryCounter;
  };
  readonly contextOf?: (_: TelemetrySpan) => Context;
}
export interface TelemetryCounter {
  add(_: number, _?: TelemetryAttributes): void;
}
export interface TelemetrySpan {
  setAttributes(_: TelemetryAttributes): unknown;
  setStatus(_: {
    code: number;
    message?: string;
  }): unknown;
  end(): void;
}
export interface Transform {
  readonly from: AnyResource;
  readonly unit: "row" | "page";
  readonly rows: RowSource<object, readonly [parent: object, context: TransformContext]>;
  readonly concurrency: number;
  readonly parentFields: ReadonlyMap<string, string>;
}
export interface TypeMapper {
  toDestination(_: Column): string;
  fromDestination(_: string): Pick<Column, "dataType" | "precision" | "scale">;
}
export interface VerifiedFile {
  readonly file: string;
  readonly status: "intact" | "damaged" | "deleted";
}
export interface WaitNotice {
  readonly reason: string;
  readonly milliseconds: number;
}
export interface Widening {
  readonly from: DataType;
  readonly to: DataType;
}
// #endregion

// #region Types
export type AnyResource = Resource<string, any>;
export type CallableDestination<Options, Input> = DestinationPlugin<Options> & ((_: Input) => Destination);
export type CallableSource<Options, Input, Resources extends readonly AnyResource[]> = SourcePlugin<Options, Resources> & ((_: Input) => Source<Resources>);
export type ColumnRole = "row-id" | "load-id" | "parent-id" | "list-index" | "root-id" | "ordinal" | "valid-from" | "valid-to";
export type ContractMode = "evolve" | "freeze" | "discard-row" | "discard-value";
export type CursorPath<Row extends object> = RowKey<Row> | `${RowKey<Row>}.${string}` | readonly [RowKey<Row>, ...(readonly string[])];
export type CursorValue = string | number | bigint | Date | ExactDecimal;
export type DataClass = "secret" | "personal";
export type DataClasses = Readonly<Record<string, DataClass>>;
export type DataType = (typeof DATA_TYPES)[number];
export type DetectorName = (typeof DETECTOR_NAMES)[number];
export type ErrorCatalog = Readonly<Record<ErrorCode, ErrorExplanation>>;
export type ErrorCode = `LEAT_${string}`;
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;
export type FailureReason = "connection" | "authentication" | "permission" | "syntax" | "undefined-entity" | "constraint" | "conflict" | "quota" | "timeout" | "unknown";
export type JobFileFormat = "parquet" | "csv" | "jsonl";
export type Json = null | boolean | number | string | readonly Json[] | {
  readonly [key: string]: Json;
};
export type LogLevel = "debug" | "info" | "warn" | "error";
export type MalformedLines = "fail" | "set-aside";
export type MergeStrategy = "delete-insert" | "upsert" | "insert-only" | "scd2";
export type NamingName = "snake_case" | "direct" | "sql_ci" | "sql_cs" | "dlt";
export type ParentColumns<ParentName extends string, Parent extends object, Field extends RowKey<Parent>> = { readonly [K in Field as `_${ParentName}_${K}`]: Parent[K]; };
export type PipelineSource = Source | AnyResource | readonly AnyResource[];
export type PolicyAction = "keep" | "drop" | "redact" | "hash" | "hmac" | "partial" | "encrypt";
export type Recoverability = "terminal" | "transient";
export type Renamed<Row extends object, Names extends Readonly<Record<string, string>>> = { [K in keyof Row as K extends keyof Names ? Names[K] : K]: Row[K]; };
export type ReplaceStrategy = "swap" | "insert-from-staging" | "truncate-and-insert";
export type ResourceName<S> = S extends Source<infer Resources> ? Resources[number]["definition"]["name"] : never;
export type RowKey<Row extends object> = Extract<keyof Row, string>;
export type RowOf<R> = R extends Resource<string, infer Row> ? Row : never;
export type RowSource<Row extends object, Arguments extends readonly unknown[] = readonly [context: ResourceContext]> = RowStream<Row> | ((..._: Arguments) => RowStream<Row> | Promise<RowStream<Row> | readonly Row[]>);
export type RowStep = {
  readonly kind: "map";
  readonly apply: (_: object) => object;
} | {
  readonly kind: "filter";
  readonly apply: (_: object) => boolean;
} | {
  readonly kind: "flatMap";
  readonly apply: (_: object) => Iterable<object>;
} | {
  readonly kind: "limit";
  readonly rows: number;
} | {
  readonly kind: "rename";
  readonly names: Readonly<Record<string, string>>;
} | {
  readonly kind: "select";
  readonly keys: readonly string[];
} | {
  readonly kind: "omit";
  readonly keys: readonly string[];
};
export type RowStream<Row extends object> = AsyncIterable<Row | readonly Row[]> | Iterable<Row | readonly Row[]> | ReadableStream<Row | readonly Row[]>;
export type RunEvent = {
  readonly type: "run-started";
  readonly pipeline: string;
  readonly resources: readonly string[];
} | {
  readonly type: "package-resumed";
  readonly loadId: string;
} | {
  readonly type: "package-discarded";
  readonly loadId: string;
} | {
  readonly type: "resource-started";
  readonly resource: string;
} | {
  readonly type: "resource-progress";
  readonly resource: string;
  readonly rows: number;
  readonly requests: number;
} | {
  readonly type: "resource-waiting";
  readonly resource: string;
  readonly reason: string;
  readonly milliseconds: number;
} | {
  readonly type: "resource-finished";
  readonly resource: string;
  readonly rows: number;
  readonly requests: number;
} | {
  readonly type: "resource-failed";
  readonly resource: string;
  readonly code: string;
  readonly message: string;
} | {
  readonly type: "extract-finished";
  readonly rows: number;
  readonly seconds: number;
} | {
  readonly type: "file-written";
  readonly table: string;
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
} | {
  readonly type: "file-loaded";
  readonly table: string;
  readonly file: string;
  readonly rows: number;
} | {
  readonly type: "package-sealed";
  readonly loadId: string;
  readonly files: number;
  readonly bytes: number;
} | {
  readonly type: "load-committed";
  readonly loadId: string;
  readonly receipt: LoadReceipt;
  readonly seconds: number;
} | {
  readonly type: "warning";
  readonly warning: LoadWarning;
} | {
  readonly type: "draining";
  readonly reason: string;
} | {
  readonly type: "run-finished";
  readonly ok: boolean;
  readonly seconds: number;
};
export type SchemaChange = {
  readonly kind: "create-table";
  readonly table: Table;
} | {
  readonly kind: "add-columns";
  readonly table: string;
  readonly columns: readonly Column[];
} | {
  readonly kind: "widen-column";
  readonly table: string;
  readonly column: Column;
  readonly from: StoredColumn;
} | {
  readonly kind: "relax-null";
  readonly table: string;
  readonly column: Column;
};
export type SchemaContract = ContractMode | {
  readonly tables?: ContractMode;
  readonly columns?: ContractMode;
  readonly dataType?: ContractMode;
};
export type SourceRow<S, Name extends ResourceName<S>> = S extends Source<infer Resources> ? RowOf<Extract<Resources[number], {
  readonly definition: {
    readonly name: Name;
  };
}>> : never;
export type StoredColumn = Pick<Column, "name" | "dataType" | "nullable" | "precision" | "scale">;
export type TableChoice<Row extends object> = {
  choose(row: Row): string;
}["choose"];
export type TablePublication = {
  readonly chain: TableChain;
  readonly disposition: "append";
} | {
  readonly chain: TableChain;
  readonly disposition: "replace";
  readonly strategy: ReplaceStrategy;
} | {
  readonly chain: TableChain;
  readonly disposition: "merge";
  readonly strategy: MergeStrategy;
  readonly merge: MergeRules;
};
export type TablesOf<S> = S extends Source<infer Resources> ? { [R in Resources[number] as R["definition"]["name"]]: RowOf<R>; } : S extends readonly AnyResource[] ? { [R in S[number] as R["definition"]["name"]]: RowOf<R>; } : S extends AnyResource ? { [R in S as R["definition"]["name"]]: RowOf<R>; } : never;
export type TelemetryAttributes = Record<string, string | number | boolean>;
export type TransformContext = Omit<ResourceContext, "partition">;
export type TransformerDefinition<Name extends string, ParentName extends string, Parent extends object, Row extends object, Field extends RowKey<Parent> = never> = TransformerBase<Name, ParentName, Parent, Row, Field> & ({
  readonly rows: RowSource<Row, readonly [parent: Parent, context: TransformContext]>;
  readonly pages?: never;
  readonly parentFields?: readonly Field[];
} | {
  readonly pages: RowSource<Row, readonly [parents: readonly Parent[], context: TransformContext]>;
  readonly rows?: never;
  readonly parentFields?: never;
});
export type WriteDisposition = "append" | "replace" | "merge";
export type WriteMode = "append" | "replace" | "merge" | {
  readonly disposition: "replace";
  readonly strategy: ReplaceStrategy;
} | {
  readonly disposition: "merge";
  readonly strategy: MergeStrategy;
};
// #endregion

// #region Classes
export declare class ConfigError extends LeatError {
  override readonly name = "ConfigError";
}
export declare class Dataset<Tables extends object = Record<string, Record<string, unknown>>> implements AsyncDisposable {
  #private;
  readonly client: DestinationClient;
  constructor(_: DestinationClient, _: CallOptions);
  rows<Name extends Extract<keyof Tables, string>>(_: Name): AsyncIterable<Tables[Name] & object>;
  rows(_: string): AsyncIterable<Record<string, unknown>>;
  query<Row extends object = Record<string, unknown>>(_: string, _?: readonly unknown[]): AsyncIterable<Row>;
  [Symbol.asyncDispose](): Promise<void>;
}
export declare class DestinationError extends LeatError {
  override readonly name = "DestinationError";
}
export declare class DoubleValue {
  readonly value: number;
  constructor(_: number);
}
export declare class ExactDecimal {
  readonly text: string;
  constructor(_: string);
}
export declare class LeatError extends Error {
  override readonly name: string;
  readonly code: ErrorCode;
  readonly recoverability: Recoverability;
  readonly remedy: string;
  readonly details: ErrorDetails;
  readonly unavailable: boolean;
  constructor(_: string, _: LeatErrorOptions);
}
export declare class LoadError extends LeatError {
  override readonly name = "LoadError";
}
export declare class PackageInspector {
  #private;
  constructor(_: LoadPackageStore, _: () => Promise<AsyncDisposable>);
  list(): Promise<readonly PackageSummary[]>;
  show(_: string): Promise<PackageDetails>;
  verify(_: string): Promise<readonly VerifiedFile[]>;
  drop(_: string, _: boolean): Promise<void>;
}
export declare class PipelineError extends LeatError {
  override readonly name = "PipelineError";
}
export declare class QuarantineReader {
  #private;
  constructor(_: LoadPackageStore);
  list(_?: string): Promise<readonly QuarantineFile[]>;
  markReplayed({ loadId, file }: Pick<QuarantineFile, "loadId" | "file">): Promise<void>;
}
export declare class SchemaError extends LeatError {
  override readonly name = "SchemaError";
}
export declare class Secret {
  #private;
  constructor(_: string);
  reveal(): string;
  toString(): string;
  toJSON(): string;
}
export declare class SourceError extends LeatError {
  override readonly name = "SourceError";
}
// #endregion

// #region Functions
export declare function columnWithRole(_: Table, _: ColumnRole): string | undefined;
export declare function createEncoder(_: JobFileFormat, _: readonly Column[]): JobFileEncoder;
export declare function createVector(_: Pick<Column, "dataType" | "precision" | "scale">, _: VectorOptions): Vector;
export declare function defineDestination<Options, Input>(_: Omit<DestinationPlugin<Options>, "kind" | "apiVersion" | "options"> & {
  readonly options: StandardSchemaV1<Input, Options>;
}): CallableDestination<Options, Input>;
export declare function definePipeline<const S extends PipelineSource>(_: PipelineDefinition<S>): Pipeline<S>;
export declare function defineResource<const Name extends string, Row extends object>(_: ResourceDefinition<Name, Row>): Resource<Name, Row>;
export declare function defineSource<Options, Input, const Resources extends readonly AnyResource[]>(_: Omit<SourcePlugin<Options, Resources>, "kind" | "apiVersion" | "options"> & {
  readonly options: StandardSchemaV1<Input, Options>;
}): CallableSource<Options, Input, Resources>;
export declare function defineTransformer<const Name extends string, ParentName extends string, Parent extends object, Row extends object, const Field extends RowKey<Parent> = never>(_: TransformerDefinition<Name, ParentName, Parent, Row, Field>): Resource<Name, Row & ParentColumns<ParentName, Parent, Field>>;
export declare function errorReport(_: unknown): ErrorReport;
export declare function isLeatError(_: unknown): value is LeatError;
export declare function openTelemetry<Context>(_: TelemetryApi<Context>): (_: RunEvent) => void;
export declare function parseJson(_: string, _?: number): unknown;
export declare function planSchemaChanges(_: readonly Table[], _: ReadonlyMap<string, StoredTable>, _?: readonly Table[]): readonly SchemaChange[];
export declare function readJsonRows<Row extends object = Record<string, unknown>>(_: AsyncIterable<Uint8Array>, { pageBytes, malformed }?: JsonRowsOptions): AsyncGenerator<readonly Row[], void, undefined>;
export declare function recoverabilityOf(_: FailureReason): Recoverability;
export declare function revealSecret(_: string | Secret): string;
export declare function rowsFrom<Row extends object, Arguments extends readonly unknown[] = readonly [context: ResourceContext]>(_: RowSource<Row, Arguments>): SteppedRows<Row, Arguments>;
export declare function tablesOf(_: TableChain): readonly Table[];
export declare function validateOptions<Options>(_: {
  readonly kind: string;
  readonly name: string;
  readonly options: StandardSchemaV1<unknown, Options>;
}, _: unknown): Promise<Options>;
// #endregion

// #region Variables
export declare const DATA_TYPES: readonly ["text", "bigint", "double", "decimal", "bool", "timestamp", "date", "time", "json", "binary"];
export declare const ERROR_CODES: ErrorCatalog;
export declare const LEASE_TABLE: Table;
export declare const LOADS_TABLE: Table;
export declare const noOptions: StandardSchemaV1<Record<string, never> | undefined, Record<string, never>>;
export declare const SCHEMA_FORMAT: number;
export declare const silentLogger: Logger;
export declare const STATE_TABLE: Table;
export declare const SYSTEM_PREFIX: string;
export declare const SYSTEM_TABLES: readonly Table[];
export declare const systemClock: Clock;
export declare const VERSION_TABLE: Table;
// #endregion

// #region Referenced (internal)
declare class LoadPackageStore {
  #private;
  constructor(_: string);
  open(): Promise<void>;
  list(): Promise<readonly LoadPackage[]>;
  create(_: string): Promise<LoadPackage>;
  find(_: string): Promise<LoadPackage | undefined>;
  prune(): Promise<void>;
}
interface Manifest {
  readonly format: typeof PACKAGE_FORMAT;
  readonly loadId: string;
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: string;
  readonly startedAt: string;
  readonly sealedAt: string;
  readonly tables: Readonly<Record<string, TableAccount>>;
  readonly publications: readonly ManifestPublication[];
  readonly jobs: readonly ManifestJob[];
  readonly warnings: readonly LoadWarning[];
}
type NotAPromise<Row extends object> = Row extends {
  then(...input: never): unknown;
} ? never : Row;
type PackageState = "writing" | "sealed" | "loading" | "loaded";
interface TransformerBase<Name extends string, ParentName extends string, Parent extends object, Row extends object, Field extends RowKey<Parent>> extends Omit<ResourceDefinition<Name, Row & ParentColumns<ParentName, Parent, Field>>, "rows" | "partitions" | "transform"> {
  readonly from: Resource<ParentName, Parent>;
  readonly concurrency?: number;
}
declare abstract class Vector {
  abstract readonly dataType: DataType;
  length: number;
  count: number;
  validity: Uint8Array;
  abstract get byteLength(): number;
  abstract appendRun(_: readonly unknown[], _: number, _: Misfit): void;
  abstract compact(_: Uint8Array): void;
  appendNulls(_: number): void;
  padTo(_: number): void;
  reset(): void;
  get nullCount(): number;
  protected reserveRows(_: number): void;
  protected compactValidity(_: Uint8Array): void;
  protected forEachKeptValue(_: Uint8Array, _: (_: number, _: number) => void): void;
}
interface VectorOptions {
  readonly keepNul: boolean;
  readonly declared: boolean;
}
// #endregion
