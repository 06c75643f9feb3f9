import type { Destination, DestinationPlugin, PipelineSource, Source, SourcePlugin } from '@leat/core';
import type { DestinationChoice, SourceChoice } from '../config/define-config.ts';
import { PLUGIN_KEY, resolveOptions, type ResolutionContext, type ResolvedOptions } from '../config/resolve-options.ts';
import type { Setting, Settings } from '../config/settings.ts';
import { acceptDestination, acceptSource } from '../plugins/accept-plugin.ts';
import { isPlugin, type DestinationExport, type SourceExport } from '../plugins/plugin-kind.ts';
import type { PluginLoader } from '../plugins/plugin-loader.ts';
import { defaultOptions, type Purpose } from './defaults.ts';

/** What is wrong with the options of one plugin. */
export type PartProblems = Pick<ResolvedOptions, 'missing' | 'invalid'>;

/** The source or the destination of a pipeline, and what is wrong with its options. */
export interface ResolvedPart<Value> {
  readonly value: Value;
  readonly problems: PartProblems;
}

/** What parts of all pipelines of a project are resolved with. */
export interface ProjectParts extends ResolutionContext {
  readonly settings: Settings;
  readonly loader: PluginLoader;
}

/** What parts of one pipeline are resolved with. */
export interface PartContext extends ProjectParts {
  readonly pipeline: string;
  readonly purpose: Purpose;
}

const NO_PROBLEMS: PartProblems = { missing: [], invalid: [] };

/** Loads the source a pipeline names and gives it its options; sources and resources made in code are taken as they are. */
export async function resolveSource(choice: SourceChoice, context: PartContext): Promise<ResolvedPart<PipelineSource>> {
  const value = await loadSource(choice, context);
  if (!isPlugin(value)) return { value, problems: NO_PROBLEMS };
  const resolved = await optionsFor('sources', choice, value, context);
  const source: Source = { kind: 'configured-source', plugin: value, options: resolved.options };
  return { value: source, problems: resolved };
}

/** Loads the destination a pipeline names and gives it its options. */
export async function resolveDestination(
  choice: DestinationChoice,
  context: PartContext,
): Promise<ResolvedPart<Destination>> {
  const value = await loadDestination(choice, context);
  if (!isPlugin(value)) return { value, problems: NO_PROBLEMS };
  const resolved = await optionsFor('destinations', choice, value, context);
  return { value: { kind: 'configured-destination', plugin: value, options: resolved.options }, problems: resolved };
}

/** Loads what a section is for: the plugin it names, or the one called like the section. */
export async function loadSource(
  choice: SourceChoice,
  { settings, loader, pipeline }: PartContext,
): Promise<SourceExport> {
  const target = typeof choice === 'string' ? (settings.get(['sources', choice, PLUGIN_KEY])?.value ?? choice) : choice;
  return typeof target === 'string'
    ? loader.loadSource(target)
    : acceptSource(`the source of pipeline "${pipeline}"`, target);
}

/** As `loadSource`, for destinations. */
export async function loadDestination(choice: DestinationChoice, context: PartContext): Promise<DestinationExport> {
  const { settings, loader, pipeline } = context;
  const target =
    typeof choice === 'string' ? (settings.get(['destinations', choice, PLUGIN_KEY])?.value ?? choice) : choice;
  return typeof target === 'string'
    ? loader.loadDestination(target)
    : acceptDestination(`the destination of pipeline "${pipeline}"`, target);
}

async function optionsFor(
  kind: 'sources' | 'destinations',
  choice: SourceChoice | DestinationChoice,
  plugin: SourcePlugin | DestinationPlugin,
  context: PartContext,
): Promise<ResolvedOptions> {
  const named = typeof choice === 'string' && context.settings.below([kind, choice]).length > 0;
  const section = [kind, named ? choice : plugin.name];
  const defaults = Object.entries(defaultOptions(plugin.name, context.pipeline, context.purpose))
    .map(([key, value]): Setting => ({
      path: [...section, key],
      value,
      origin: { layer: 'default', place: 'default' },
    }))
    .filter(({ path }) => context.settings.below(path).length === 0);
  return resolveOptions(plugin.options, section, context.settings.over(defaults), context);
}
