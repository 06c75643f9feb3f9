import { ConfigError } from '@leat/core';
import { isPolicyKey, loadingPath, PIPELINE_KEYS, TOP_KEYS } from './config-keys.ts';
import { isDestinationChoice, isSourceChoice } from './define-config.ts';
import { isSection } from './flatten.ts';
import { isReference } from './references.ts';
import { formatPath, type Setting, type Settings } from './settings.ts';
import { problemOfLoading, unknownKey } from './validate-loading.ts';

/**
 * Checks the part of the configuration that is leat's own; options belong to their plugins.
 * @throws ConfigError `LEAT_CONFIG_INVALID` that lists everything that is wrong.
 */
export function validateSettings(settings: Settings): void {
  const problems = settings.below().flatMap((setting) => {
    const problem = problemOf(setting);
    return problem === undefined ? [] : [`${problem} [${setting.origin.place}]`];
  });
  if (problems.length === 0) return;
  throw new ConfigError(problems.join('\n'), {
    code: 'LEAT_CONFIG_INVALID',
    recoverability: 'terminal',
    remedy: 'Correct the keys and values named above.',
  });
}

function problemOf(setting: Setting): string | undefined {
  const { path, value } = setting;
  const [top = '', name, key = ''] = path;
  const shown = formatPath(path);
  if (!TOP_KEYS.includes(top)) return unknownKey(shown, top, TOP_KEYS);
  if (isReference(value) && top !== 'sources' && top !== 'destinations' && !isPolicyKey(path)) {
    return `"${shown}" must be written out: references are for options of sources and destinations, and for keys of policies`;
  }
  const loading = loadingPath(path);
  if (loading !== undefined) return problemOfLoading(setting, loading);
  switch (top) {
    case 'destination':
      return path.length === 1 && isDestinationChoice(value)
        ? undefined
        : `"${shown}" must be the name of a destination`;
    case 'workDir':
      return typeof value === 'string' ? undefined : '"workDir" must be a path';
    default:
      break;
  }
  // What is left are the sections with names in them.
  if (name === undefined) return isSection(value) ? undefined : `"${top}" must hold a section per name`;
  if (path.length === 2) return isSection(value) ? undefined : `"${shown}" must be a section`;
  if (top !== 'pipelines') return undefined;
  if (!PIPELINE_KEYS.includes(key)) return unknownKey(shown, key, PIPELINE_KEYS);
  return problemOfPipelineValue(path, key, value);
}

function problemOfPipelineValue(path: readonly string[], key: string, value: unknown): string | undefined {
  const shown = formatPath(path);
  if (path.length > 3) return `"${shown}" is one key too deep`;
  if (key === 'dataset') return typeof value === 'string' && value !== '' ? undefined : `"${shown}" must be a name`;
  if (key === 'resources') {
    const isList = Array.isArray(value) && value.length > 0 && value.every((entry) => typeof entry === 'string');
    return isList ? undefined : `"${shown}" must be a list of names`;
  }
  return isSourceChoice(value) ? undefined : `"${shown}" must be the name of a ${key}, or one made in code`;
}
