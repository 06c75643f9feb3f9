import type {
  ColumnPolicies,
  ContractMode,
  DataClass,
  DetectorName,
  NamingName,
  PipelineLimits,
  PolicyAction,
  SchemaContract,
} from '@leat/core';
import type { LeatConfig, LoadingConfig, PipelineConfig } from './define-config.ts';

// Written as records, so that the compiler refuses a key that is missing here or unknown there.
const LOADING: Readonly<Record<keyof LoadingConfig, true>> = {
  limits: true,
  contract: true,
  policies: true,
  naming: true,
  detectors: true,
  keepLoadedFiles: true,
};

const TOP: Readonly<Record<keyof LeatConfig, true>> = {
  destination: true,
  workDir: true,
  pipelines: true,
  sources: true,
  destinations: true,
  ...LOADING,
};

const PIPELINE: Readonly<Record<keyof PipelineConfig, true>> = {
  source: true,
  destination: true,
  dataset: true,
  resources: true,
  ...LOADING,
};

const LIMITS: Readonly<Record<keyof PipelineLimits, true>> = {
  maxJobFileBytes: true,
  maxInFlightBytes: true,
  loadConcurrency: true,
  extractConcurrency: true,
  inferenceRows: true,
  maxDepth: true,
};

const CONTRACT: Readonly<Record<keyof Exclude<SchemaContract, string>, true>> = {
  tables: true,
  columns: true,
  dataType: true,
};

const CONTRACT_MODE: Readonly<Record<ContractMode, true>> = {
  evolve: true,
  freeze: true,
  'discard-row': true,
  'discard-value': true,
};

const POLICIES: Readonly<Record<keyof ColumnPolicies, true>> = {
  paths: true,
  classes: true,
  hmacKey: true,
  encryptionKey: true,
};

const ENCRYPTION_KEY: Readonly<Record<keyof NonNullable<ColumnPolicies['encryptionKey']>, true>> = {
  id: true,
  key: true,
};

const POLICY_ACTION: Readonly<Record<PolicyAction, true>> = {
  keep: true,
  drop: true,
  redact: true,
  hash: true,
  hmac: true,
  partial: true,
  encrypt: true,
};

const DATA_CLASS: Readonly<Record<DataClass, true>> = { secret: true, personal: true };

const NAMING: Readonly<Record<NamingName, true>> = {
  snake_case: true,
  direct: true,
  sql_ci: true,
  sql_cs: true,
  dlt: true,
};

const DETECTOR: Readonly<Record<DetectorName, true>> = {
  'iso-timestamp': true,
  'iso-date': true,
  'unix-timestamp': true,
  'large-integer': true,
};

/** Keys of a configuration file. */
export const TOP_KEYS: readonly string[] = Object.keys(TOP);
/** Keys of a pipeline in a configuration file. */
export const PIPELINE_KEYS: readonly string[] = Object.keys(PIPELINE);
/** Keys that a project and a pipeline have in common. */
export const LOADING_KEYS: readonly string[] = Object.keys(LOADING);
/** Keys of `limits`. */
export const LIMIT_KEYS: readonly string[] = Object.keys(LIMITS);
/** Keys of a `contract` that is no single word. */
export const CONTRACT_KEYS: readonly string[] = Object.keys(CONTRACT);
/** What a contract can say. */
export const CONTRACT_MODES: readonly string[] = Object.keys(CONTRACT_MODE);
/** Keys of `policies`. */
export const POLICY_KEYS: readonly string[] = Object.keys(POLICIES);
/** Keys of `policies.encryptionKey`. */
export const ENCRYPTION_KEY_KEYS: readonly string[] = Object.keys(ENCRYPTION_KEY);
/** What a policy can do. */
export const POLICY_ACTIONS: readonly string[] = Object.keys(POLICY_ACTION);
/** Keys of `policies.classes`. */
export const DATA_CLASSES: readonly string[] = Object.keys(DATA_CLASS);
/** What `naming` can be. */
export const NAMINGS: readonly string[] = Object.keys(NAMING);
/** What `detectors` can hold. */
export const DETECTORS: readonly string[] = Object.keys(DETECTOR);

/** The path of a loading key below the project or below its pipeline: `['contract', 'columns']`; undefined for other keys. */
export function loadingPath(path: readonly string[]): readonly [string, ...string[]] | undefined {
  const [key, ...rest] = path[0] === 'pipelines' ? path.slice(2) : path;
  return key !== undefined && LOADING_KEYS.includes(key) ? [key, ...rest] : undefined;
}

/** Whether the value at a path is a key of `policies`: a secret, and the one place of leat's own that takes references. */
export function isPolicyKey(path: readonly string[]): boolean {
  const [top, key, part, ...rest] = loadingPath(path) ?? [];
  if (top !== 'policies' || rest.length > 0) return false;
  return key === 'hmacKey' ? part === undefined : key === 'encryptionKey' && part === 'key';
}
