import { silentLogger, type Logger } from '@leat/core';
import type { DependencyContainer } from 'tsyringe';
import { locateProject, type ProjectLocation } from './config/config-file.ts';
import { loadSettings } from './config/load-settings.ts';
import type { Redactor } from './config/redactor.ts';
import { readVariables } from './config/variables.ts';
import { composeContainer } from './container/compose.ts';

export interface ProjectOptions {
  /** Where to start looking for a configuration file. */
  readonly folder: string;
  /** Default: none, so that tests do not depend on the machine; the command passes `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly logger?: Logger;
  /** Learns the secrets of the project as they are resolved. */
  readonly redactor?: Redactor;
  /** File of the command; plugins beside it are found when the project has none. */
  readonly besides?: string;
}

/** A project whose configuration has been read; plugins are loaded when a pipeline needs them. */
export interface Project {
  readonly location: ProjectLocation;
  readonly container: DependencyContainer;
}

/**
 * Finds and reads the configuration around a folder and builds the object graph of the project.
 * @throws ConfigError when a file cannot be read or holds something leat does not know.
 */
export async function openProject(options: ProjectOptions): Promise<Project> {
  const { folder, environment = {}, logger = silentLogger, redactor, besides } = options;
  const location = await locateProject(folder);
  const variables = await readVariables(location.folder, environment);
  const settings = await loadSettings(location, variables);
  const container = composeContainer({
    location,
    settings,
    variables,
    environment,
    logger,
    ...(redactor === undefined ? {} : { redactor }),
    ...(besides === undefined ? {} : { besides }),
  });
  return { location, container };
}
