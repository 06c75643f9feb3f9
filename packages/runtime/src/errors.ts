import type { ErrorCatalog } from '@leat/core';

/** Every code this package throws, for `leat explain CODE` and the docs. */
export const RUNTIME_ERROR_CODES: ErrorCatalog = {
  LEAT_CONFIG_UNREADABLE: {
    title: 'A configuration file cannot be read',
    causes: [
      'The file has a syntax error.',
      'The file imports a package that is not installed.',
      'The file has no default export.',
    ],
    remedy:
      'Correct the file named in the message; a TypeScript or JavaScript file needs `export default defineConfig({ … })`.',
  },
  LEAT_CONFIG_AMBIGUOUS: {
    title: 'One folder holds several configuration files',
    causes: ['A second file such as leat.config.json was left beside leat.config.ts.'],
    remedy: 'Keep one of the files named in the message.',
  },
  LEAT_CONFIG_INVALID: {
    title: 'The configuration has a key that leat does not know, or a value of the wrong kind',
    causes: [
      'A key is misspelt.',
      'An environment variable that starts with LEAT__ is misspelt.',
      'A text stands where a list or a number belongs.',
    ],
    remedy: 'Correct the keys and values named in the message.',
  },
  LEAT_CONFIG_MISSING: {
    title: 'Values that a pipeline needs are set nowhere',
    causes: ['An option without a default was not configured.', 'An env() reference names a variable that is not set.'],
    remedy: 'Set each value in one of the places listed below it; the first place wins.',
  },
  LEAT_CONFIG_REFERENCE: {
    title: 'A file() or exec() reference gave no value',
    causes: [
      'The file does not exist or may not be read.',
      'The command is not installed, failed, or took longer than a minute.',
    ],
    remedy: 'Make the file readable, or run the command by hand to see what it says.',
  },
  LEAT_OPTIONS_INVALID: {
    title: 'A plugin refuses its options',
    causes: ['An option has a wrong type or an impossible value.', 'An option is misspelt.'],
    remedy: 'Correct the options named in the message; `leat config show --origins` tells where each comes from.',
  },
  LEAT_PLUGIN_MISSING: {
    title: 'The package of a source or destination is not installed',
    causes: ['Only the plugins a project uses are installed with it.', 'The name is misspelt.'],
    remedy: 'Run the install command of the message in the project folder.',
  },
  LEAT_PLUGIN_BROKEN: {
    title: 'The package of a source or destination is installed but fails when it is loaded',
    causes: [
      'One of its own dependencies is missing.',
      'A native part does not fit this machine or this version of Node.',
    ],
    remedy: 'Reinstall the package; the cause names what failed.',
  },
  LEAT_PLUGIN_INVALID: {
    title: 'What was found is no plugin of the wanted kind',
    causes: [
      'A source is named where a destination belongs, or the other way round.',
      'The module has no plugin as its default export.',
    ],
    remedy: 'Export the answer of defineSource or defineDestination as default, or correct the name.',
  },
  LEAT_PLUGIN_API_VERSION: {
    title: 'A plugin was built for another version of the plugin contract',
    causes: ['The plugin is older or newer than this leat.'],
    remedy: 'Install versions of leat and of the plugin that fit together; the message names both.',
  },
  LEAT_PIPELINE_UNKNOWN: {
    title: 'No pipeline has this name',
    causes: ['The name is misspelt.', 'The configuration of another project is in effect.'],
    remedy: 'Take one of the names in the message, or add the pipeline to the configuration.',
  },
  LEAT_PIPELINE_UNNAMED: {
    title: 'It is not clear which pipeline is meant',
    causes: ['The project has several pipelines, or none.'],
    remedy: 'Name the pipeline: `leat run <pipeline>`.',
  },
};
