import type { Dataset } from '../dataset/dataset.ts';
import type { Destination } from '../destination/plugin.ts';
import type { Clock } from '../ports/clock.ts';
import type { ColumnPolicies } from '../normalize/column-policy.ts';
import type { NamingName } from '../normalize/naming/naming-convention.ts';
import type { Logger } from '../ports/logger.ts';
import type { DetectorName } from '../schema/detectors.ts';
import type { SchemaContract } from '../schema/contract.ts';
import type { AnyResource, RowOf } from '../source/resource.ts';
import type { CursorValue } from '../source/incremental.ts';
import type { Source } from '../source/source.ts';
import type { PackageInspector } from '../package/package-inspector.ts';
import type { QuarantineReader } from '../package/quarantine-reader.ts';
import type { RunEvent } from './events.ts';
import type { PipelinePlan, PlanOptions } from './plan-pipeline.ts';
import type { ReplayReport } from './replay-quarantine.ts';
import type { RunReport } from './run-report.ts';

/** What a pipeline reads: a configured source, or resources of one's own. */
export type PipelineSource = Source | AnyResource | readonly AnyResource[];

/** Sizes that bound memory; see docs/configuration.md for their effect. */
export interface PipelineLimits {
  /** Encoded bytes after which a job file is closed and can be loaded. Default 16 MiB. */
  readonly maxJobFileBytes?: number;
  /** Bytes of all tables together that are read and not yet written to disk; above it, the largest are written. Default 64 MiB. */
  readonly maxInFlightBytes?: number;
  /** Files that are loaded at once; never more than the destination can take, which is the default. */
  readonly loadConcurrency?: number;
  /** Resources read at once. Default 4. */
  readonly extractConcurrency?: number;
  /** Rows of a new table over which column types are decided. Default 10,000. */
  readonly inferenceRows?: number;
  /** Levels of nesting a row may have. Default 512. */
  readonly maxDepth?: number;
}

export interface PipelineDefinition<S extends PipelineSource> {
  /** Names state and packages; the source's name by default. */
  readonly name?: string;
  readonly source: S;
  readonly destination: Destination;
  /** Schema (database, folder) the tables go to; the pipeline's name by default. */
  readonly dataset?: string;
  /** Folder for load packages; `.leat` in the current directory by default. */
  readonly workDir?: string;
  readonly limits?: PipelineLimits;
  /** Contract of all resources for which neither they nor the source say otherwise. Default: `evolve`. */
  readonly contract?: SchemaContract;
  /** What happens to values before they reach a disk: dropped, hashed, encrypted… */
  readonly policies?: ColumnPolicies;
  /** How identifiers are made from names of the source. Default `snake_case`; cannot change once tables exist. */
  readonly naming?: NamingName;
  /** What leat looks for in text and numbers. Default: ISO timestamps only. */
  readonly detectors?: readonly DetectorName[];
  /** Keep the job files of loaded packages. Default false: they are deleted, manifest and receipt stay. */
  readonly keepLoadedFiles?: boolean;
  readonly logger?: Logger;
  readonly clock?: Clock;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface RunOptions {
  /** Names of the resources to read; all that are not optional by default. */
  readonly resources?: readonly string[];
  /** Rows per resource at the most, counted as the source gives them. */
  readonly limit?: number;
  /**
   * Loads the window [from, to) of the cursors of incremental resources instead of what is new, and changes no state. Text
   * is taken as the number or date that the cursors are. Other resources are skipped, or refused where they are named.
   */
  readonly from?: CursorValue;
  readonly to?: CursorValue;
  /**
   * Forgets the state of the resources read (or of those named) and puts what they give now in place of their tables, in one
   * commit and whatever their write mode. Their primary key may be another one than before.
   */
  readonly fullRefresh?: boolean | readonly string[];
  /** Stops at once; what was sealed stays resumable. */
  readonly signal?: AbortSignal;
  /** Stops reading, then loads what was read. */
  readonly drain?: AbortSignal;
  /** Stops all resources when one fails; by default the others are loaded. */
  readonly failFast?: boolean;
  /** Milliseconds to wait for another run of the pipeline to end; by default the run fails with `LEAT_LOCKED` at once. */
  readonly wait?: number;
  readonly onEvent?: (event: RunEvent) => void;
}

export interface OpenOptions {
  readonly signal?: AbortSignal;
  /** Creates and changes nothing: a dataset that is not there yet is an empty one. Default: as a load would open it. */
  readonly readOnly?: boolean;
}

/** Table name → row type, as far as the source's types tell. */
export type TablesOf<S> =
  S extends Source<infer Resources>
    ? { [R in Resources[number] as R['definition']['name']]: RowOf<R> }
    : S extends readonly AnyResource[]
      ? { [R in S[number] as R['definition']['name']]: RowOf<R> }
      : S extends AnyResource
        ? { [R in S as R['definition']['name']]: RowOf<R> }
        : never;

/** A source, a destination and a dataset: what `leat run` runs. */
export interface Pipeline<S extends PipelineSource = PipelineSource> {
  readonly name: string;
  readonly dataset: string;
  /**
   * Finishes an interrupted package if there is one, then extracts, loads and commits.
   *
   * Where some resources fail and others are loaded, the report says `partial` and carries the errors.
   * @throws LeatError where nothing could be loaded, with `failFast` after the first failure, and when the run was stopped.
   */
  run(options?: RunOptions): Promise<RunReport>;
  /** Says what a run would change, from a sample of the rows; writes nothing. */
  plan(options?: PlanOptions): Promise<PipelinePlan>;
  /** Lists, verifies and drops the load packages in the working folder. */
  packages(): Promise<PackageInspector>;
  /** Reads the rows that loads have set aside. */
  quarantine(): Promise<QuarantineReader>;
  /** Loads rows that were set aside again: those of one load, or all. */
  replay(loadId?: string, options?: RunOptions): Promise<ReplayReport>;
  /** Opens the dataset; dispose it when done. */
  open(options?: OpenOptions): Promise<Dataset<TablesOf<S>>>;
}
