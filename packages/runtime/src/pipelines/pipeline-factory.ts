import type { Clock, Logger, Pipeline, PipelineDefinition, PipelineSource } from '@leat/core';
import { checkPipeline, type PipelineFinding } from './check-pipeline.ts';
import { pipelineNames } from './choose-pipeline.ts';
import { DEFAULT_WORK_DIR } from './defaults.ts';
import { describeSettings, type ShownSetting } from './describe-settings.ts';
import { resolvePipeline, resolveReader, type PipelineFlags, type PipelineParts } from './pipeline-parts.ts';
import { viewPipeline, type PipelineView } from './pipeline-view.ts';
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

/** The half of a pipeline that lies in its working folder. */
export type LocalPipeline = Pick<Pipeline, 'name' | 'dataset' | 'packages' | 'quarantine'>;

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

  /** Folder for load packages, as configured: absolute, or relative to the project. */
  get workDir(): string {
    const workDir = this.#parts.settings.get(['workDir'])?.value;
    return typeof workDir === 'string' ? workDir : DEFAULT_WORK_DIR;
  }

  /**
   * Makes a pipeline; without a name the only one of the project.
   * @throws ConfigError when the name is unknown, a plugin is not installed, or values are missing or refused.
   */
  async create(name?: string, flags: PipelineFlags = {}): Promise<ProjectPipeline> {
    return this.#make(await resolvePipeline(name, flags, this.#parts));
  }

  /**
   * Opens the dataset of a pipeline for queries; its source is neither loaded nor configured for that.
   * @throws ConfigError as `create` does, for the destination alone.
   */
  reader(name?: string, flags: PipelineFlags = {}): Promise<PipelineReader> {
    return this.#reader(name, flags, 'read');
  }

  /** As `reader`, with the right to write: for dropping the dataset. */
  owner(name?: string, flags: PipelineFlags = {}): Promise<PipelineReader> {
    return this.#reader(name, flags, 'load');
  }

  /** What a pipeline has loaded and what is left of its loads, as it is, without changing anything; throws as `reader` does. */
  async view(name?: string, flags: PipelineFlags = {}): Promise<PipelineView> {
    const { clock, logger, define } = this.#parts;
    const parts = await resolveReader(name, flags, this.#parts, 'read');
    return viewPipeline(parts, (definition) => define({ ...definition, clock, logger }));
  }

  /** The load packages of a pipeline; values of its source and destination may be missing. */
  async local(name?: string, flags: PipelineFlags = {}): Promise<LocalPipeline> {
    return this.#define(await resolveReader(name, flags, this.#parts, 'read'));
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

  #make(parts: PipelineParts): ProjectPipeline {
    const { clock, logger, define } = this.#parts;
    const { name, source, destination, dataset, workDir, loading, policies } = parts;
    const pipeline = define({
      name,
      source,
      destination,
      dataset,
      workDir,
      clock,
      logger,
      ...loading,
      ...(policies === undefined ? {} : { policies }),
    });
    return { pipeline, parts };
  }

  async #reader(name: string | undefined, flags: PipelineFlags, purpose: 'load' | 'read'): Promise<Pipeline> {
    const parts = await resolveReader(name, flags, this.#parts, purpose);
    parts.refuse();
    return this.#define(parts);
  }

  #define({ name, dataset, workDir, destination }: Omit<PipelineParts, 'source' | 'loading'>): Pipeline {
    const { clock, logger, define } = this.#parts;
    return define({ name, dataset, workDir, destination, source: [], clock, logger });
  }
}
