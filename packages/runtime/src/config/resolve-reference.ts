import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { ConfigError } from '@leat/core';
import { describeReference, type Reference } from './references.ts';
import { findVariable, type VariablePlace } from './variables.ts';

const COMMAND_TIMEOUT_MS = 60_000;

/**
 * Looks a reference up; undefined when an environment variable is set nowhere and has no fallback.
 * @throws ConfigError `LEAT_CONFIG_REFERENCE` when a file or a command gives nothing. Never holds what they gave.
 */
export async function resolveReference(
  reference: Reference,
  folder: string,
  variables: readonly VariablePlace[],
): Promise<string | undefined> {
  if ('$env' in reference) return findVariable(variables, reference.$env)?.value ?? reference.fallback;
  try {
    const value =
      '$file' in reference
        ? await readFile(resolve(folder, reference.$file), 'utf8')
        : await run(reference.$exec, folder);
    return value.replace(/\r?\n$/, '');
  } catch (error) {
    throw new ConfigError(`${describeReference(reference)} gave no value: ${reasonOf(error)}`, {
      code: 'LEAT_CONFIG_REFERENCE',
      recoverability: 'terminal',
      remedy:
        '$file' in reference
          ? 'Make the file readable for the user who runs leat.'
          : 'Run the command by hand to see what it needs.',
    });
  }
}

/** Runs a command without a shell; it may talk to the user through stdin and stderr, as password managers do. */
async function run([command, ...args]: readonly string[], folder: string): Promise<string> {
  const child = spawn(command ?? '', args, {
    cwd: folder,
    stdio: ['inherit', 'pipe', 'inherit'],
    timeout: COMMAND_TIMEOUT_MS,
  });
  const ended = new Promise<void>((done, fail) => {
    child.once('error', fail);
    child.once('close', (code, signal) => {
      if (code === 0) done();
      else fail(new CommandFailure(code === null ? `ended by ${signal}` : `ended with code ${code}`));
    });
  });
  const [output] = await Promise.all([text(child.stdout), ended]);
  return output;
}

/** Only tells how a command ended; its output may hold a secret. */
class CommandFailure extends Error {}

function reasonOf(error: unknown): string {
  if (error instanceof CommandFailure) return error.message;
  // The message of a system error repeats path and arguments; its code says enough.
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';
}
