import type { Clock, Logger } from '@leat/core';
import type { Project } from '@leat/runtime';
import { createLogger } from './terminal/logger.ts';
import type { InputStream } from './terminal/confirm.ts';
import type { Output, OutputStream } from './terminal/output.ts';

/** What a command needs of the process it runs in. */
export interface CommandProcess {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** For questions; absent where there is nobody to ask. */
  readonly stdin?: InputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
  exitCode?: number | string | null | undefined;
  cwd(): string;
  chdir(folder: string): void;
  exit(code?: number): never;
  on(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  off(event: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
}

/** What every command gets. */
export interface CommandContext {
  readonly output: Output;
  readonly process: CommandProcess;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly showProgress: boolean;
  /**
   * Reads the configuration around the working directory. From then on the project's folder is the working directory, so that
   * relative paths in options mean the same wherever in the project the command was started.
   */
  openProject(): Promise<Project>;
}

/** Builds the context; the runtime and with it the container are loaded only by commands that open a project. */
export function createContext(
  process: CommandProcess,
  output: Output,
  clock: Clock,
  flags: { readonly verbose: boolean; readonly showProgress: boolean },
): CommandContext {
  const logger = createLogger(output, flags.verbose);
  return {
    output,
    process,
    logger,
    clock,
    showProgress: flags.showProgress,
    openProject: async () => {
      const { openProject, Redactor } = await import('@leat/runtime');
      output.redactor = new Redactor();
      const project = await openProject({
        folder: process.cwd(),
        environment: process.env,
        logger,
        redactor: output.redactor,
        besides: import.meta.filename,
      });
      process.chdir(project.location.folder);
      return project;
    },
  };
}
