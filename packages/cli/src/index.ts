// What a project file needs, from one package: `import { defineConfig, env } from 'leat'`.
export {
  definePipeline,
  defineDestination,
  defineResource,
  defineSource,
  noOptions,
  Secret,
  type Destination,
  type DestinationPlugin,
  type Pipeline,
  type PipelineDefinition,
  type PipelineSource,
  type Resource,
  type ResourceContext,
  type RunEvent,
  type RunOptions,
  type RunReport,
  type Source,
  type SourcePlugin,
} from '@leat/core';
export {
  defineConfig,
  env,
  exec,
  file,
  type DestinationChoice,
  type LeatConfig,
  type OptionsSection,
  type PipelineConfig,
  type Reference,
  type SourceChoice,
} from '@leat/runtime';
export { EXIT_CODE_MEANINGS, EXIT_CODES, type ExitCode } from './exit-codes.ts';
