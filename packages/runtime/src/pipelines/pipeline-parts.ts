import { ConfigError, type Destination, type PipelineLimits, type PipelineSource } from '@leat/core';
import { isDestinationChoice, type DestinationChoice } from '../config/define-config.ts';
import { toObject } from '../config/settings.ts';
import { MissingValuesError } from '../config/missing-values-error.ts';
import type { Setting, Settings } from '../config/settings.ts';
import { choosePipeline } from './choose-pipeline.ts';
import { DEFAULT_DESTINATION, DEFAULT_WORK_DIR, defaultDataset, type Purpose } from './defaults.ts';
import {
  resolveDestination,
  resolveSource,
  type PartContext,
  type PartProblems,
  type ProjectParts,
} from './resolve-part.ts';

/** What flags of the command line set for one run; the highest layer of the configuration. */
export interface PipelineFlags {
  readonly destination?: string;
  readonly dataset?: string;
}

/** Everything a pipeline is made of, checked and ready. */
export interface PipelineParts {
  readonly name: string;
  readonly dataset: string;
  readonly source: PipelineSource;
  readonly destination: Destination;
  /** Absolute or relative to the working directory of the process, as configured. */
  readonly workDir: string;
  readonly limits: PipelineLimits;
  /** Resources the configuration limits the pipeline to. */
  readonly resources?: readonly string[];
}

/**
 * Puts a pipeline's parts together out of the configuration.
 * @throws MissingValuesError with all values that are missing, of source and destination at once.
 * @throws ConfigError `LEAT_OPTIONS_INVALID` with all options that are refused, and those of the plugin loader.
 */
export async function resolvePipeline(
  requested: string | undefined,
  flags: PipelineFlags,
  context: ProjectParts,
): Promise<PipelineParts> {
  const { name, source: sourceChoice } = choosePipeline(context.settings, requested);
  const partContext = contextOf(name, flags, context, 'load');
  const { settings } = partContext;
  const source = await resolveSource(sourceChoice, partContext);
  const destination = await resolveDestination(destinationChoice(settings, name), partContext);
  refuse(name, [source.problems, destination.problems]);
  const resources = settings.get(['pipelines', name, 'resources'])?.value;
  return {
    ...placeOf(settings, name),
    source: source.value,
    destination: destination.value,
    limits: { ...limitsAt(settings, ['limits']), ...limitsAt(settings, ['pipelines', name, 'limits']) },
    ...(isNameList(resources) ? { resources } : {}),
  };
}

/** Puts together what reading a pipeline's dataset takes: everything but its source. Throws as `resolvePipeline` does. */
export async function resolveReader(
  requested: string | undefined,
  flags: PipelineFlags,
  context: ProjectParts,
): Promise<Omit<PipelineParts, 'source' | 'resources' | 'limits'>> {
  const { name } = choosePipeline(context.settings, requested);
  const partContext = contextOf(name, flags, context, 'read');
  const destination = await resolveDestination(destinationChoice(partContext.settings, name), partContext);
  refuse(name, [destination.problems]);
  return { ...placeOf(partContext.settings, name), destination: destination.value };
}

function contextOf(pipeline: string, flags: PipelineFlags, project: ProjectParts, purpose: Purpose): PartContext {
  return { ...project, pipeline, purpose, settings: project.settings.over(flagSettings(pipeline, flags)) };
}

function placeOf(settings: Settings, name: string): Pick<PipelineParts, 'name' | 'dataset' | 'workDir'> {
  const dataset = settings.get(['pipelines', name, 'dataset'])?.value;
  const workDir = settings.get(['workDir'])?.value;
  return {
    name,
    dataset: typeof dataset === 'string' ? dataset : defaultDataset(name),
    workDir: typeof workDir === 'string' ? workDir : DEFAULT_WORK_DIR,
  };
}

function flagSettings(pipeline: string, flags: PipelineFlags): readonly Setting[] {
  return Object.entries(flags)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({
      path: ['pipelines', pipeline, key],
      value,
      origin: { layer: 'flag', place: `flag --${key}` },
    }));
}

/** The pipeline's own destination wins over the project's, wherever each is set: the nearer word counts. */
function destinationChoice(settings: Settings, pipeline: string): DestinationChoice {
  const choice = (settings.get(['pipelines', pipeline, 'destination']) ?? settings.get(['destination']))?.value;
  return isDestinationChoice(choice) ? choice : DEFAULT_DESTINATION;
}

function refuse(pipeline: string, problems: readonly PartProblems[]): void {
  const missing = problems.flatMap((part) => part.missing);
  const invalid = problems.flatMap((part) => part.invalid);
  if (missing.length > 0) throw new MissingValuesError(pipeline, missing, invalid);
  if (invalid.length === 0) return;
  throw new ConfigError([`pipeline "${pipeline}" has options its plugins refuse`, ...invalid].join('\n'), {
    code: 'LEAT_OPTIONS_INVALID',
    recoverability: 'terminal',
    remedy: 'Correct the options named above; `leat config show --origins` tells where each value comes from.',
    details: { pipeline, count: invalid.length },
  });
}

function limitsAt(settings: Settings, path: readonly string[]): PipelineLimits {
  // `validateSettings` has checked the names and values of the limits.
  return toObject(
    settings.below(path).filter((setting) => setting.path.length > path.length),
    path.length,
  );
}

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
