import type {
  AnyResource,
  CallableDestination,
  CallableSource,
  ColumnPolicies,
  Destination,
  DestinationPlugin,
  DetectorName,
  NamingName,
  PipelineLimits,
  SchemaContract,
  Secret,
  Source,
  SourcePlugin,
} from '@leat/core';
import { kindOf } from '../plugins/plugin-kind.ts';
import type { Reference } from './references.ts';

// Options are used in both directions by the call signature of a plugin, so only `any` accepts every plugin.
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type AnySourcePlugin = SourcePlugin<any> | CallableSource<any, any, readonly AnyResource[]>;
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type AnyDestinationPlugin = DestinationPlugin<any> | CallableDestination<any, any>;

/**
 * Where a pipeline reads: the name of a source (`keeper` means `@leat/source-keeper`, then `leat-source-keeper`), a whole
 * package name, a path to a module, a plugin, or a source or resources made in code.
 */
export type SourceChoice = string | AnySourcePlugin | Source | AnyResource | readonly AnyResource[];

/** Where a pipeline writes: named like a source (`duckdb` means `@leat/dest-duckdb`), or made in code. */
export type DestinationChoice = string | AnyDestinationPlugin | Destination;

/** Options of a plugin under the name pipelines use for it. Values may be `env()`, `file()` and `exec()` references. */
export interface OptionsSection {
  /** The plugin, where the section's name is not its name: two sources of one kind, say. */
  readonly plugin?: string | AnySourcePlugin | AnyDestinationPlugin;
  readonly [option: string]: unknown;
}

/** Column policies whose keys may be written down elsewhere; wherever they come from, they are secrets. */
export interface PolicyConfig extends Pick<ColumnPolicies, 'paths' | 'classes'> {
  /** Key of `hmac`. At least 16 characters. */
  readonly hmacKey?: string | Secret | Reference;
  /** Key of `encrypt`: 32 bytes in base64, and a name by which it is found again. */
  readonly encryptionKey?: { readonly id: string; readonly key: string | Secret | Reference };
}

/** How rows become tables; for all pipelines, or for one. What a pipeline says wins, entry by entry. */
export interface LoadingConfig {
  readonly limits?: PipelineLimits;
  /** What happens where rows ask for new tables, columns or types. Default: `evolve`. */
  readonly contract?: SchemaContract;
  /** What happens to values before they reach a disk. */
  readonly policies?: PolicyConfig;
  /** How identifiers are made. Default `snake_case`; cannot change once tables exist. */
  readonly naming?: NamingName;
  /** What leat looks for in text and numbers. Default: ISO timestamps only. */
  readonly detectors?: readonly DetectorName[];
  /** Keep the job files of loaded packages. Default false. */
  readonly keepLoadedFiles?: boolean;
}

/** One pipeline. Everything has a default: `keeper: {}` reads the source `keeper`. */
export interface PipelineConfig extends LoadingConfig {
  /** Default: the pipeline's name. */
  readonly source?: SourceChoice;
  /** Default: the project's destination. */
  readonly destination?: DestinationChoice;
  /** Schema the tables go to. Default: the pipeline's name with `_data` behind it. */
  readonly dataset?: string;
  /** Resources to read. Default: all that are not optional. */
  readonly resources?: readonly string[];
}

/** What a project file exports. */
export interface LeatConfig extends LoadingConfig {
  /** Where pipelines write that do not say it themselves. Default: `duckdb`. */
  readonly destination?: DestinationChoice;
  /** Folder for load packages, relative to the project. Default: `.leat`. */
  readonly workDir?: string;
  readonly pipelines?: Readonly<Record<string, PipelineConfig>>;
  readonly sources?: Readonly<Record<string, OptionsSection>>;
  readonly destinations?: Readonly<Record<string, OptionsSection>>;
}

/** Tells whether a value can say where a pipeline reads; the plugin loader looks closer. */
export function isSourceChoice(value: unknown): value is SourceChoice {
  return typeof value === 'string' ? value !== '' : kindOf(value) !== undefined;
}

/** Tells whether a value can say where a pipeline writes; the plugin loader looks closer. */
export function isDestinationChoice(value: unknown): value is DestinationChoice {
  return isSourceChoice(value);
}

/** Gives a project file its types; the value is returned as it is. */
export function defineConfig(config: LeatConfig): LeatConfig {
  return config;
}
