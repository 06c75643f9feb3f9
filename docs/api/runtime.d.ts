// @leat/runtime exports "."

// #region Interfaces
export interface CommandReference {
  readonly $exec: readonly string[];
}
export interface Composition {
  readonly location: ProjectLocation;
  readonly settings: Settings;
  readonly variables: readonly VariablePlace[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  readonly redactor?: Redactor;
  readonly besides?: string;
}
export interface EnvironmentReference {
  readonly $env: string;
  readonly fallback?: string;
}
export interface FileReference {
  readonly $file: string;
}
export interface LeatConfig extends LoadingConfig {
  readonly destination?: DestinationChoice;
  readonly workDir?: string;
  readonly pipelines?: Readonly<Record<string, PipelineConfig>>;
  readonly sources?: Readonly<Record<string, OptionsSection>>;
  readonly destinations?: Readonly<Record<string, OptionsSection>>;
}
export interface LoadingConfig {
  readonly limits?: PipelineLimits;
  readonly contract?: SchemaContract;
  readonly policies?: PolicyConfig;
  readonly naming?: NamingName;
  readonly detectors?: readonly DetectorName[];
  readonly keepLoadedFiles?: boolean;
}
export interface MissingValue {
  readonly path: readonly string[];
  readonly places: readonly string[];
}
export interface OptionsSection {
  readonly plugin?: string | AnySourcePlugin | AnyDestinationPlugin;
  readonly [option: string]: unknown;
}
export interface Origin {
  readonly layer: "flag" | "environment" | ".env.local" | ".env" | "secrets" | "config" | "default";
  readonly place: string;
}
export interface PipelineConfig extends LoadingConfig {
  readonly source?: SourceChoice;
  readonly destination?: DestinationChoice;
  readonly dataset?: string;
  readonly resources?: readonly string[];
}
export interface PipelineFactoryParts extends ProjectParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly define: (_: PipelineDefinition<PipelineSource>) => Pipeline;
}
export interface PipelineFinding extends CheckFinding {
  readonly subject: "configuration" | "source" | "destination";
}
export interface PipelineFlags {
  readonly destination?: string;
  readonly dataset?: string;
}
export interface PipelineParts {
  readonly name: string;
  readonly dataset: string;
  readonly source: PipelineSource;
  readonly destination: Destination;
  readonly workDir: string;
  readonly loading: LoadingSettings;
  readonly policies?: ColumnPolicies;
  readonly resources?: readonly string[];
}
export interface PipelineView extends Pick<Pipeline, "name" | "dataset" | "open" | "packages" | "quarantine"> {
  readonly destination: {
    readonly name: string;
    readonly location: string;
  };
  readonly capabilities: DestinationCapabilities;
  readonly schemaName: string;
}
export interface PluginLoaderOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly besides?: string;
}
export interface PluginLocation {
  readonly name: string;
  readonly file: string;
}
export interface PolicyConfig extends Pick<ColumnPolicies, "paths" | "classes"> {
  readonly hmacKey?: string | Secret | Reference;
  readonly encryptionKey?: {
    readonly id: string;
    readonly key: string | Secret | Reference;
  };
}
export interface Project {
  readonly location: ProjectLocation;
  readonly container: DependencyContainer;
}
export interface ProjectLocation {
  readonly folder: string;
  readonly configFile?: string;
}
export interface ProjectOptions {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
  readonly redactor?: Redactor;
  readonly besides?: string;
}
export interface ProjectPipeline {
  readonly pipeline: Pipeline;
  readonly parts: PipelineParts;
}
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: Origin;
}
export interface ShownSetting {
  readonly path: string;
  readonly value: string;
  readonly origin: string;
  readonly literalSecret?: true;
}
export interface Token<T> {
  readonly key: symbol;
  readonly of?: T;
}
export interface VariablePlace {
  readonly layer: "environment" | ".env.local" | ".env";
  readonly exists: boolean;
  readonly values: Readonly<Record<string, string | undefined>>;
}
// #endregion

// #region Types
export type DestinationChoice = string | AnyDestinationPlugin | Destination;
export type DestinationExport = DestinationPlugin | Destination;
export type LoadingSettings = Pick<PipelineDefinition<PipelineSource>, "limits" | "contract" | "naming" | "detectors" | "keepLoadedFiles">;
export type LocalPipeline = Pick<Pipeline, "name" | "dataset" | "packages" | "quarantine">;
export type PackageManager = "npm" | "pnpm" | "yarn" | "bun";
export type PipelineReader = Pick<Pipeline, "name" | "dataset" | "open">;
export type PluginKind = "source" | "destination";
export type Reference = EnvironmentReference | FileReference | CommandReference;
export type SourceChoice = string | AnySourcePlugin | Source | AnyResource | readonly AnyResource[];
export type SourceExport = SourcePlugin | Source | AnyResource | readonly AnyResource[];
// #endregion

// #region Classes
export declare class MissingValuesError extends ConfigError {
  readonly missing: readonly MissingValue[];
  constructor(_: string, _: readonly MissingValue[], _: readonly string[]);
}
export declare class PipelineFactory {
  #private;
  constructor(_: PipelineFactoryParts);
  names(): readonly string[];
  get workDir(): string;
  create(_?: string, _?: PipelineFlags): Promise<ProjectPipeline>;
  reader(_?: string, _?: PipelineFlags): Promise<PipelineReader>;
  owner(_?: string, _?: PipelineFlags): Promise<PipelineReader>;
  view(_?: string, _?: PipelineFlags): Promise<PipelineView>;
  local(_?: string, _?: PipelineFlags): Promise<LocalPipeline>;
  describeSettings(): Promise<readonly ShownSetting[]>;
  check(_: string | undefined, _: AbortSignal): AsyncIterable<PipelineFinding>;
}
export declare class PluginLoader {
  #private;
  constructor(_: PluginLoaderOptions);
  find(_: PluginKind, _: string): PluginLocation | undefined;
  findPackage(_: readonly string[]): PluginLocation | undefined;
  loadSource(_: string): Promise<SourceExport>;
  loadDestination(_: string): Promise<DestinationExport>;
  loadPackage(_: string): Promise<Readonly<Record<string, unknown>>>;
  installCommand(_: PluginKind, _: string): string | undefined;
}
export declare class Redactor {
  #private;
  add(_: string): void;
  redact(_: string): string;
}
export declare class Settings {
  #private;
  constructor(_?: Iterable<Setting>);
  over(_: Iterable<Setting>): Settings;
  get(_: readonly string[]): Setting | undefined;
  below(_?: readonly string[]): readonly Setting[];
  keys(_: readonly string[]): readonly string[];
}
// #endregion

// #region Functions
export declare function composeContainer(_: Composition): DependencyContainer;
export declare function defineConfig(_: LeatConfig): LeatConfig;
export declare function detectPackageManager(_: string, _: Readonly<Record<string, string | undefined>>): PackageManager;
export declare function didYouMean(_: string, _: Iterable<string>): string;
export declare function env(_: string, _?: string): EnvironmentReference;
export declare function exec(_: string, ..._: readonly string[]): CommandReference;
export declare function file(_: string): FileReference;
export declare function formatPath(_: readonly string[]): string;
export declare function installCommand(_: string, _: string, _: Readonly<Record<string, string | undefined>>): string;
export declare function isReference(_: unknown): value is Reference;
export declare function openProject(_: ProjectOptions): Promise<Project>;
export declare function packageVersion(_: string): string | undefined;
export declare function provide<T>(_: DependencyContainer, { key }: Token<T>, _: (_: DependencyContainer) => T): void;
export declare function resolve<T>(_: DependencyContainer, { key }: Token<T>): T;
export declare function suggest(_: string, _: Iterable<string>): string | undefined;
export declare function token<T>(_: string): Token<T>;
// #endregion

// #region Variables
export declare const CLOCK: Token<Clock>;
export declare const CONFIG_FILE_NAMES: readonly string[];
export declare const DEFINE_PIPELINE: Token<(definition: PipelineDefinition<PipelineSource>) => Pipeline>;
export declare const LOGGER: Token<Logger>;
export declare const OFFICIAL_PLUGINS: Readonly<Record<PluginKind, readonly string[]>>;
export declare const PIPELINES: Token<PipelineFactory>;
export declare const PLUGIN_API_VERSION: number;
export declare const PLUGINS: Token<PluginLoader>;
export declare const PROJECT: Token<ProjectLocation>;
export declare const REDACTOR: Token<Redactor>;
export declare const RUNTIME_ERROR_CODES: ErrorCatalog;
export declare const SECRETS_FILE: string;
export declare const SETTINGS: Token<Settings>;
export declare const VARIABLES: Token<readonly VariablePlace[]>;
// #endregion

// #region Referenced (internal)
type AnyDestinationPlugin = DestinationPlugin<any> | CallableDestination<any, any>;
type AnySourcePlugin = SourcePlugin<any> | CallableSource<any, any, readonly AnyResource[]>;
interface ProjectParts extends ResolutionContext {
  readonly settings: Settings;
  readonly loader: PluginLoader;
}
// #endregion
