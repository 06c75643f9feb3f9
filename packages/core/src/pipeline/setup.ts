import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DestinationClient } from '../destination/client.ts';
import type { DestinationPlugin } from '../destination/plugin.ts';
import { FOLDER_MODE, withStorageErrors } from '../package/file-system.ts';
import type { ColumnPolicies } from '../normalize/column-policy.ts';
import type { NamingName } from '../normalize/naming/naming-convention.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { DetectorName } from '../schema/detectors.ts';
import type { SchemaContract } from '../schema/contract.ts';
import type { Source } from '../source/source.ts';
import type { RunEvent } from './events.ts';
import { validateOptions } from './validate-options.ts';

/** A pipeline's definition with every default filled in. */
export interface PipelineSetup {
  readonly name: string;
  readonly dataset: string;
  readonly source: Source;
  readonly plugin: DestinationPlugin;
  /** Of the destination. */
  readonly options: unknown;
  /** Belongs to this pipeline, destination and dataset alone. */
  readonly workDir: string;
  readonly limits: {
    readonly maxJobFileBytes: number;
    readonly maxInFlightBytes: number;
    /** What the destination can take, where it is absent. */
    readonly loadConcurrency?: number;
    readonly extractConcurrency: number;
    readonly inferenceRows: number;
    readonly maxDepth: number;
  };
  readonly contract: SchemaContract | undefined;
  readonly policies: ColumnPolicies;
  readonly naming: NamingName;
  readonly detectors: readonly DetectorName[];
  readonly keepLoadedFiles: boolean;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly onEvent: ((event: RunEvent) => void) | undefined;
}

/** Files that are loaded at once. */
export function parallelLoads({ plugin, options, limits }: PipelineSetup): number {
  const { maxParallelLoads } = plugin.capabilities(options);
  return Math.max(1, Math.min(limits.loadConcurrency ?? maxParallelLoads, maxParallelLoads));
}

/** Validates the destination's options; everything after it can rely on them. */
export async function prepare(setup: PipelineSetup): Promise<PipelineSetup> {
  return { ...setup, options: await validateOptions(setup.plugin, setup.options) };
}

/** Connects with options that were validated; who only looks leaves no trace, not even a folder. */
export async function connect(setup: PipelineSetup, readOnly = false): Promise<DestinationClient> {
  const workDir = join(setup.workDir, 'scratch');
  if (!readOnly) await withStorageErrors(workDir, () => mkdir(workDir, { recursive: true, mode: FOLDER_MODE }));
  return setup.plugin.connect(setup.options, {
    dataset: setup.dataset,
    workDir,
    logger: setup.logger,
    clock: setup.clock,
    readOnly,
  });
}
