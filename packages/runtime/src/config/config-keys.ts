import type { PipelineLimits } from '@leat/core';
import type { LeatConfig, PipelineConfig } from './define-config.ts';

// Written as records, so that the compiler refuses a key that is missing here or unknown there.
const TOP: Readonly<Record<keyof LeatConfig, true>> = {
  destination: true,
  workDir: true,
  limits: true,
  pipelines: true,
  sources: true,
  destinations: true,
};

const PIPELINE: Readonly<Record<keyof PipelineConfig, true>> = {
  source: true,
  destination: true,
  dataset: true,
  resources: true,
  limits: true,
};

const LIMITS: Readonly<Record<keyof PipelineLimits, true>> = {
  maxJobFileBytes: true,
  maxInFlightBytes: true,
  extractConcurrency: true,
  inferenceRows: true,
  maxDepth: true,
};

/** Keys of a configuration file. */
export const TOP_KEYS: readonly string[] = Object.keys(TOP);
/** Keys of a pipeline in a configuration file. */
export const PIPELINE_KEYS: readonly string[] = Object.keys(PIPELINE);
/** Keys of `limits`. */
export const LIMIT_KEYS: readonly string[] = Object.keys(LIMITS);
