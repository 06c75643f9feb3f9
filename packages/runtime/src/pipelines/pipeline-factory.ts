import type { Clock, Logger, Pipeline, PipelineDefinition, PipelineSource } from '@leat/core';
import { checkPipeline, type PipelineFinding } from './check-pipeline.ts';
import { pipelineNames } from './choose-pipeline.ts';
import { describeSettings, type ShownSetting } from './describe-settings.ts';
import { resolvePipeline, resolveReader, type PipelineFlags, type PipelineParts } from './pipeline-parts.ts';
import type { ProjectParts } from './resolve-part.ts';

/** What a factory of pipelines is made of; the container puts it together. */
export interface PipelineFactoryParts extends ProjectParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly define: (definition: PipelineDefinition<PipelineSource>) => Pipeline;
}

/** A pipeline and the parts it was made of. */
export interface ProjectPipeline {
  readonly pipeline: Pipeline;
  readonly parts: PipelineParts;
}

/** The reading half of a pipeline. */
export type PipelineReader = Pick<Pipeline, 'name' | 'dataset' | 'open'>;

/** Makes the pipelines of a project out of its configuration and plugins. */
export class PipelineFactory {
  readonly #parts: PipelineFactoryParts;

  constructor(parts: PipelineFactoryParts) {
    this.#parts = parts;
  }

  /** Names of the pipelines of the project. */
  names(): readonly string[] {
    return pipelineNames(this.#parts.settings);
  }

  /**
   * Makes a pipeline; without a name the only one of the project.
   * @throws ConfigError when the name is unknown, a plugin is not installed, or values are missing or refused.
   */
  async create(name?: string, flags: PipelineFlags = {}): Promise<ProjectPipeline> {
    const { clock, logger, define } = this.#parts;
    const parts = await resolvePipeline(name, flags, this.#parts);
    const { source, destination, dataset, workDir, limits } = parts;
    const pipeline = define({ name: parts.name, source, destination, dataset, workDir, limits, clock, logger });
    return { pipeline, parts };
  }

  /**
   * Opens the dataset of a pipeline for reading; its source is neither loaded nor configured for that.
   * @throws ConfigError as `create` does, for the destination alone.
   */
  async reader(name?: string, flags: PipelineFlags = {}): Promise<PipelineReader> {
    const { clock, logger, define } = this.#parts;
    return define({ ...(await resolveReader(name, flags, this.#parts)), source: [], clock, logger });
  }

  /** Lists all values of the configuration with their origins, secrets masked. */
  describeSettings(): Promise<readonly ShownSetting[]> {
    return describeSettings(this.#parts);
  }

  /** Asks source and destination of a pipeline whether they could be used; throws as `create` does. */
  async *check(name: string | undefined, signal: AbortSignal): AsyncIterable<PipelineFinding> {
    const { clock, logger } = this.#parts;
    const { pipeline, parts } = await this.create(name);
    yield* checkPipeline(parts, pipeline, { signal, logger, clock });
  }
}
