import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { ConfigError } from '@leat/core';

/** Environment variables of one place, in the order of precedence they are looked up in. */
export interface VariablePlace {
  readonly layer: 'environment' | '.env.local' | '.env';
  /** False for a file that does not exist. */
  readonly exists: boolean;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/** Reads the places of environment variables, highest first; the process's own environment is not changed. */
export async function readVariables(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly VariablePlace[]> {
  return [
    { layer: 'environment', exists: true, values: environment },
    await readDotEnv(folder, '.env.local'),
    await readDotEnv(folder, '.env'),
  ];
}

/** Looks a variable up; an empty one counts as not set, as a shell's `NAME=` usually means that. */
export function findVariable(
  places: readonly VariablePlace[],
  name: string,
): { readonly value: string; readonly layer: VariablePlace['layer'] } | undefined {
  for (const { layer, values } of places) {
    const value = values[name];
    if (value !== undefined && value !== '') return { value, layer };
  }
  return undefined;
}

async function readDotEnv(folder: string, name: '.env.local' | '.env'): Promise<VariablePlace> {
  try {
    return { layer: name, exists: true, values: parseEnv(await readFile(join(folder, name), 'utf8')) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { layer: name, exists: false, values: {} };
    throw new ConfigError(`cannot read ${join(folder, name)}`, {
      code: 'LEAT_CONFIG_UNREADABLE',
      recoverability: 'terminal',
      remedy: 'Make the file readable for the user who runs leat, or remove it.',
      cause: error,
      details: { file: name },
    });
  }
}
