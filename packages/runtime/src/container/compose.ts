// tsyringe refuses to load without it. The one global this package touches, and the one place it is imported.
// oxlint-disable-next-line import/no-unassigned-import -- it is imported for its effect
import 'reflect-metadata';
import {
  definePipeline,
  systemClock,
  type Clock,
  type Logger,
  type PipelineDefinition,
  type PipelineSource,
  type Pipeline,
} from '@leat/core';
import { container as root, type DependencyContainer } from 'tsyringe';
import type { ProjectLocation } from '../config/config-file.ts';
import { Redactor } from '../config/redactor.ts';
import type { Settings } from '../config/settings.ts';
import type { VariablePlace } from '../config/variables.ts';
import { PipelineFactory } from '../pipelines/pipeline-factory.ts';
import { PluginLoader } from '../plugins/plugin-loader.ts';
import { provide, resolve, token, type Token } from './token.ts';

export const CLOCK: Token<Clock> = token('Clock');
export const LOGGER: Token<Logger> = token('Logger');
export const PROJECT: Token<ProjectLocation> = token('ProjectLocation');
export const VARIABLES: Token<readonly VariablePlace[]> = token('Variables');
export const SETTINGS: Token<Settings> = token('Settings');
export const REDACTOR: Token<Redactor> = token('Redactor');
export const PLUGINS: Token<PluginLoader> = token('PluginLoader');
export const PIPELINES: Token<PipelineFactory> = token('PipelineFactory');
/** Makes pipelines; core's `definePipeline` unless a test provides another. */
export const DEFINE_PIPELINE: Token<(definition: PipelineDefinition<PipelineSource>) => Pipeline> =
  token('definePipeline');

/** What is known before the object graph is built, because finding it out takes reading files. */
export interface Composition {
  readonly location: ProjectLocation;
  readonly settings: Settings;
  readonly variables: readonly VariablePlace[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  readonly redactor?: Redactor;
  readonly besides?: string;
}

/** Builds the object graph of one project: the only place that knows every concrete class. Never the global container. */
export function composeContainer(composition: Composition): DependencyContainer {
  const container = root.createChildContainer();
  const { location, environment, besides, redactor = new Redactor() } = composition;
  provide(container, CLOCK, () => systemClock);
  provide(container, LOGGER, () => composition.logger);
  provide(container, PROJECT, () => location);
  provide(container, VARIABLES, () => composition.variables);
  provide(container, SETTINGS, () => composition.settings);
  provide(container, REDACTOR, () => redactor);
  provide(container, DEFINE_PIPELINE, () => definePipeline);
  provide(
    container,
    PLUGINS,
    () => new PluginLoader({ folder: location.folder, environment, ...(besides === undefined ? {} : { besides }) }),
  );
  provide(container, PIPELINES, (scope) => {
    return new PipelineFactory({
      location: resolve(scope, PROJECT),
      settings: resolve(scope, SETTINGS),
      variables: resolve(scope, VARIABLES),
      redactor: resolve(scope, REDACTOR),
      loader: resolve(scope, PLUGINS),
      clock: resolve(scope, CLOCK),
      logger: resolve(scope, LOGGER),
      define: resolve(scope, DEFINE_PIPELINE),
    });
  });
  return container;
}
