import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfigFile, type ProjectLocation } from './config-file.ts';
import { flatten } from './flatten.ts';
import { Settings, type Origin } from './settings.ts';
import { validateSettings } from './validate-settings.ts';
import { settingsFromVariables } from './variable-settings.ts';
import type { VariablePlace } from './variables.ts';

/** File for secrets, beside the load packages; its texts are secrets wherever a plugin takes one. */
export const SECRETS_FILE = '.leat/secrets.toml';

/**
 * Merges the layers of the configuration, lowest first: config file, `.leat/secrets.toml`, `.env`, `.env.local`, environment.
 * Flags and defaults belong to one pipeline and are added when it is made.
 * @throws ConfigError when a file cannot be read or holds something leat does not know.
 */
export async function loadSettings(location: ProjectLocation, variables: readonly VariablePlace[]): Promise<Settings> {
  let settings = new Settings();
  if (location.configFile !== undefined) {
    const origin: Origin = { layer: 'config', place: location.configFile };
    settings = settings.over(flatten(await readConfigFile(join(location.folder, location.configFile)), origin));
  }
  if (await exists(join(location.folder, SECRETS_FILE))) {
    const origin: Origin = { layer: 'secrets', place: SECRETS_FILE };
    settings = settings.over(flatten(await readConfigFile(join(location.folder, SECRETS_FILE)), origin));
  }
  for (const place of variables.toReversed()) settings = settings.over(settingsFromVariables(place, settings));
  validateSettings(settings);
  return settings;
}

async function exists(path: string): Promise<boolean> {
  try {
    await access(path);
    return true;
  } catch (error) {
    // Anything but absence is told by the reader, with a remedy.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}
