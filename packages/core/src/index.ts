export type {
  CheckFinding,
  CallableSource,
  ResourceName,
  Source,
  SourceContext,
  SourceHost,
  SourcePlugin,
  SourceRow,
} from './source/source.ts';
export { defineSource, noOptions } from './source/source.ts';
export type {
  AnyResource,
  ColumnHint,
  Json,
  Resource,
  ResourceContext,
  ResourceWarning,
  ResourceDefinition,
  RowOf,
  TableChoice,
  WaitNotice,
  WriteMode,
} from './source/resource.ts';
export { defineResource } from './source/resource.ts';
export type { CursorPath, CursorValue, CursorWindow, Incremental } from './source/incremental.ts';
export type { RowStep } from './source/row-step.ts';
export type { RowKey, RowSource, RowStream } from './source/rows.ts';
export { rowsFrom, type Renamed, type SteppedRows } from './source/rows-from.ts';
export type { Transform, TransformContext } from './source/transform.ts';
export { defineTransformer, type ParentColumns, type TransformerDefinition } from './source/transformer.ts';
export type { DestinationCapabilities, JobFileFormat, Widening } from './destination/capabilities.ts';
export type {
  CallOptions,
  DatasetQuery,
  DestinationClient,
  JobFile,
  LoadCommit,
  LoadedFile,
  LoadHeader,
  LoadJob,
  LoadRow,
  LoadSession,
  MergeRules,
  StateRow,
  TablePublication,
} from './destination/client.ts';
export { columnWithRole } from './destination/client.ts';
export type {
  CallableDestination,
  Destination,
  DestinationHost,
  DestinationPlugin,
  TypeMapper,
} from './destination/plugin.ts';
export { defineDestination } from './destination/plugin.ts';
export { Dataset } from './dataset/dataset.ts';
export type { ColumnPolicies, DataClass, DataClasses, PolicyAction } from './normalize/column-policy.ts';
export type { NamingName } from './normalize/naming/naming-convention.ts';
export type { DetectorName } from './schema/detectors.ts';
export type { ContractMode, SchemaContract } from './schema/contract.ts';
export { DATA_TYPES, type Column, type ColumnRole, type DataType } from './schema/column.ts';
export { planSchemaChanges, type SchemaChange } from './schema/changes.ts';
export { SCHEMA_FORMAT, type Schema, type StoredSchema } from './schema/schema.ts';
export {
  LEASE_TABLE,
  LOADS_TABLE,
  STATE_TABLE,
  SYSTEM_PREFIX,
  SYSTEM_TABLES,
  VERSION_TABLE,
} from './schema/system-tables.ts';
export {
  tablesOf,
  type MergeStrategy,
  type ReplaceStrategy,
  type StoredColumn,
  type StoredTable,
  type Table,
  type TableChain,
  type WriteDisposition,
} from './schema/table.ts';
export type { LoadReceipt, LoadWarning, PublishedCounts, TableReceipt } from './load/receipt.ts';
export { definePipeline } from './pipeline/define-pipeline.ts';
export { errorReport } from './pipeline/report.ts';
export { validateOptions } from './pipeline/validate-options.ts';
export { createEncoder, type ColumnBatch, type JobFileEncoder } from './package/writers/job-file-encoder.ts';
export { createVector } from './columns/create-vector.ts';
export { parseJson } from './json/parse-json.ts';
export { readJsonRows, type JsonRowsOptions } from './json/read-json-rows.ts';
export type { MalformedLines } from './json/json-rows-reader.ts';
export { DoubleValue, ExactDecimal } from './json/exact-number.ts';
export type { RunEvent } from './pipeline/events.ts';
export type {
  Pipeline,
  PipelineDefinition,
  PipelineLimits,
  PipelineSource,
  OpenOptions,
  RunOptions,
  TablesOf,
} from './pipeline/pipeline.ts';
export type { PipelinePlan, PlanOptions } from './pipeline/plan-pipeline.ts';
export type { ReplayReport } from './pipeline/replay-quarantine.ts';
export type { PackageDetails, PackageInspector, PackageSummary, VerifiedFile } from './package/package-inspector.ts';
export type { QuarantineFile, QuarantineReader, StoredQuarantinedRow } from './package/quarantine-reader.ts';
export type { ErrorReport, LoadReport, ResourceReport, RunReport } from './pipeline/run-report.ts';
export type { ErrorCatalog, ErrorExplanation } from './errors/catalog.ts';
export { ERROR_CODES } from './errors/codes.ts';
export { recoverabilityOf, type FailureReason } from './errors/failure-reason.ts';
export {
  ConfigError,
  DestinationError,
  isLeatError,
  LeatError,
  LoadError,
  PipelineError,
  SchemaError,
  SourceError,
  type ErrorCode,
  type ErrorDetails,
  type LeatErrorOptions,
  type Recoverability,
} from './errors/leat-error.ts';
export {
  openTelemetry,
  type TelemetryApi,
  type TelemetryAttributes,
  type TelemetryCounter,
  type TelemetrySpan,
} from './ports/open-telemetry.ts';
export { systemClock, type Clock } from './ports/clock.ts';
export { silentLogger, type Logger, type LogLevel } from './ports/logger.ts';
export { revealSecret, Secret } from './ports/secret.ts';
