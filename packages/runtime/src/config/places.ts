import type { ProjectLocation } from './config-file.ts';
import { CONFIG_FILE_NAMES } from './config-file.ts';
import { SECRETS_FILE } from './load-settings.ts';
import { variableOf } from './names.ts';
import { describeReference, type Reference } from './references.ts';
import { formatPath } from './settings.ts';
import type { VariablePlace } from './variables.ts';

/** Lists every place where the value at a path could have been set, in the order of precedence. */
export function placesOf(
  path: readonly string[],
  location: ProjectLocation,
  variables: readonly VariablePlace[],
): readonly string[] {
  const file =
    location.configFile ?? `${CONFIG_FILE_NAMES[0]} (no configuration file in ${location.folder} or above it)`;
  return [
    ...variablePlaces(variableOf(path), variables),
    `${SECRETS_FILE}: ${formatPath(path)}`,
    `${file}: ${formatPath(path)}`,
  ];
}

/** Lists the places where the variable of a reference was looked for. */
export function placesOfReference(
  reference: Reference | undefined,
  variables: readonly VariablePlace[],
): readonly string[] {
  if (reference === undefined || !('$env' in reference)) return [];
  return variablePlaces(reference.$env, variables).map((place) => `${place} (for ${describeReference(reference)})`);
}

function variablePlaces(name: string, variables: readonly VariablePlace[]): readonly string[] {
  return variables.map(({ layer, exists }) => {
    if (layer === 'environment') return `environment variable ${name}`;
    return exists ? `${layer}: ${name}` : `${layer}: ${name} (no such file)`;
  });
}
