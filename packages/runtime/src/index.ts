export type {
  LeatConfig,
  LoadingConfig,
  PolicyConfig,
  DestinationChoice,
  OptionsSection,
  PipelineConfig,
  SourceChoice,
} from './config/define-config.ts';
export { defineConfig } from './config/define-config.ts';
export {
  env,
  exec,
  file,
  isReference,
  type CommandReference,
  type EnvironmentReference,
  type FileReference,
  type Reference,
} from './config/references.ts';
export { CONFIG_FILE_NAMES, type ProjectLocation } from './config/config-file.ts';
export { MissingValuesError, type MissingValue } from './config/missing-values-error.ts';
export { Redactor } from './config/redactor.ts';
export { Settings, formatPath, type Origin, type Setting } from './config/settings.ts';
export type { VariablePlace } from './config/variables.ts';
export {
  CLOCK,
  composeContainer,
  DEFINE_PIPELINE,
  LOGGER,
  PIPELINES,
  PLUGINS,
  PROJECT,
  REDACTOR,
  SETTINGS,
  VARIABLES,
  type Composition,
} from './container/compose.ts';
export { provide, resolve, token, type Token } from './container/token.ts';
export { RUNTIME_ERROR_CODES } from './errors.ts';
export { openProject, type Project, type ProjectOptions } from './open-project.ts';
export type { PipelineFinding } from './pipelines/check-pipeline.ts';
export type { ShownSetting } from './pipelines/describe-settings.ts';
export {
  PipelineFactory,
  type PipelineFactoryParts,
  type LocalPipeline,
  type PipelineReader,
  type ProjectPipeline,
} from './pipelines/pipeline-factory.ts';
export type { LoadingSettings } from './pipelines/loading-settings.ts';
export type { PipelineFlags, PipelineParts } from './pipelines/pipeline-parts.ts';
export type { PipelineView } from './pipelines/pipeline-view.ts';
export { SECRETS_FILE } from './config/load-settings.ts';
export { OFFICIAL_PLUGINS } from './plugins/candidates.ts';
export { detectPackageManager, installCommand, type PackageManager } from './plugins/package-manager.ts';
export {
  PLUGIN_API_VERSION,
  type DestinationExport,
  type PluginKind,
  type SourceExport,
} from './plugins/plugin-kind.ts';
export { PluginLoader, type PluginLoaderOptions } from './plugins/plugin-loader.ts';
export { packageVersion, type PluginLocation } from './plugins/resolve-package.ts';
export { didYouMean, suggest } from './suggest.ts';
