import {
  definePipeline,
  type DestinationPlugin,
  type PipelineDefinition,
  type PipelineSource,
  type SourcePlugin,
} from '@leat/core';
import {
  DEFINE_PIPELINE,
  openProject,
  PIPELINES,
  PLUGINS,
  PluginLoader,
  provide,
  resolve,
  type PipelineFactory,
} from '../src/index.ts';
import { acceptDestination, acceptSource } from '../src/plugins/accept-plugin.ts';
import type { DestinationExport, SourceExport } from '../src/plugins/plugin-kind.ts';
import { optionsSchema } from './options-schema.ts';
import { projectFolder } from './project-folder.ts';

/** Loads the plugins it was given, and looks for all others in the project. */
class KnownPlugins extends PluginLoader {
  readonly #known: ReadonlyMap<string, unknown>;

  constructor(folder: string, known: ReadonlyMap<string, unknown>) {
    super({ folder, environment: {} });
    this.#known = known;
  }

  override async loadSource(name: string): Promise<SourceExport> {
    return this.#known.has(name) ? acceptSource(name, this.#known.get(name)) : super.loadSource(name);
  }

  override async loadDestination(name: string): Promise<DestinationExport> {
    return this.#known.has(name) ? acceptDestination(name, this.#known.get(name)) : super.loadDestination(name);
  }
}

export const crm: SourcePlugin = {
  kind: 'source',
  name: 'crm',
  apiVersion: 1,
  options: optionsSchema({ baseUrl: 'text', apiKey: 'secret', 'rate?': 'number' }),
  resources: () => [],
};

export const store: DestinationPlugin = {
  kind: 'destination',
  name: 'store',
  apiVersion: 1,
  options: optionsSchema({ url: 'secret', 'path?': 'text' }),
  types: { toDestination: () => 'text', fromDestination: () => ({ dataType: 'text' }) },
  capabilities: () => {
    throw new Error('not asked in these tests');
  },
  describe: () => 'store://here',
  connect: () => Promise.reject(new Error('not connected in these tests')),
};

export const duckdb: DestinationPlugin = {
  ...store,
  name: 'duckdb',
  options: optionsSchema({ path: 'text', 'accessMode?': 'text', 'temporal?': 'text' }),
};

export interface TestProject {
  readonly folder: string;
  readonly pipelines: PipelineFactory;
  /** What `definePipeline` was called with, newest last. */
  readonly defined: readonly PipelineDefinition<PipelineSource>[];
}

/** Opens a project with the plugins `crm`, `store` and `duckdb`; what pipelines are made of is recorded. */
export async function testProject(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<TestProject> {
  const folder = await projectFolder(files);
  const { container } = await openProject({ folder, environment });
  const child = container.createChildContainer();
  const defined: PipelineDefinition<PipelineSource>[] = [];
  const known = new Map<string, unknown>([
    ['crm', crm],
    ['store', store],
    ['duckdb', duckdb],
  ]);
  provide(child, PLUGINS, () => new KnownPlugins(folder, known));
  provide(child, DEFINE_PIPELINE, () => (definition) => {
    defined.push(definition);
    return definePipeline(definition);
  });
  return { folder, pipelines: resolve(child, PIPELINES), defined };
}
