import { ConfigError, type ColumnPolicies, type Destination, type PipelineSource } from '@leat/core';
import { isDestinationChoice, type DestinationChoice } from '../config/define-config.ts';
import { MissingValuesError } from '../config/missing-values-error.ts';
import type { Setting, Settings } from '../config/settings.ts';
import { choosePipeline, type ChosenPipeline } from './choose-pipeline.ts';
import { DEFAULT_DESTINATION, DEFAULT_WORK_DIR, defaultDataset, type Purpose } from './defaults.ts';
import { loadingSettings, type LoadingSettings } from './loading-settings.ts';
import { resolvePolicies } from './resolve-policies.ts';
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
  /** How rows become tables: limits, contract, naming, detectors. */
  readonly loading: LoadingSettings;
  readonly policies?: ColumnPolicies;
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
  const { policies, missing } = await resolvePolicies(settings, name, partContext);
  refuse(name, [source.problems, destination.problems, { missing, invalid: [] }]);
  const resources = settings.get(['pipelines', name, 'resources'])?.value;
  return {
    ...placeOf(settings, name),
    source: source.value,
    destination: destination.value,
    loading: loadingSettings(settings, name),
    ...(policies === undefined ? {} : { policies }),
    ...(isNameList(resources) ? { resources } : {}),
  };
}

/** What reading a pipeline's dataset takes: everything but its source. */
export interface ReaderParts extends Pick<PipelineParts, 'name' | 'dataset' | 'workDir' | 'destination'> {
  readonly source: ChosenPipeline['source'];
  /** For whoever has to look closer at the source after all. */
  readonly context: PartContext;
  /** Throws what `resolvePipeline` throws for the options of the destination; what is only read from disk needs none. */
  refuse(): void;
}

/** Puts together what reading a pipeline's dataset takes. */
export async function resolveReader(
  requested: string | undefined,
  flags: PipelineFlags,
  project: ProjectParts,
  purpose: Purpose,
): Promise<ReaderParts> {
  const { name, source } = choosePipeline(project.settings, requested);
  const context = contextOf(name, flags, project, purpose);
  const { value, problems } = await resolveDestination(destinationChoice(context.settings, name), context);
  return {
    ...placeOf(context.settings, name),
    destination: value,
    source,
    context,
    refuse: () => refuse(name, [problems]),
  };
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

function isNameList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
