import { readdir, readFile } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@leat/core';
import { parse as parseToml, TomlError } from 'smol-toml';

/** Names a configuration file can have. */
export const CONFIG_FILE_NAMES: readonly string[] = ['ts', 'mts', 'js', 'mjs', 'json', 'toml'].map(
  (ending) => `leat.config.${ending}`,
);

/** The folder a project lives in, and its configuration file if it has one. */
export interface ProjectLocation {
  /** Absolute. */
  readonly folder: string;
  /** Name of the file in the folder. */
  readonly configFile?: string;
}

/**
 * Looks for a configuration file in a folder and in those above it; without one the folder itself is the project.
 * @throws ConfigError `LEAT_CONFIG_AMBIGUOUS` when a folder holds two.
 */
export async function locateProject(start: string): Promise<ProjectLocation> {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    // A folder above that may not be listed cannot hold this project.
    // oxlint-disable-next-line no-await-in-loop -- each folder is asked only when the ones below it have nothing
    const entries = await readdir(folder).catch((): string[] => []);
    const [configFile, second] = CONFIG_FILE_NAMES.filter((name) => entries.includes(name));
    if (configFile !== undefined && second !== undefined) {
      throw new ConfigError(`${folder} holds both ${configFile} and ${second}`, {
        code: 'LEAT_CONFIG_AMBIGUOUS',
        recoverability: 'terminal',
        remedy: `Keep one of ${configFile} and ${second}.`,
      });
    }
    if (configFile !== undefined) return { folder, configFile };
    if (dirname(folder) === folder) return { folder: resolve(start) };
  }
}

/**
 * Reads a configuration file: JSON, TOML, or a module with a default export (TypeScript by Node's own type stripping).
 * @throws ConfigError `LEAT_CONFIG_UNREADABLE` with what the parser or the module said.
 */
export async function readConfigFile(path: string): Promise<object> {
  const value = await readValue(path);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw unreadable(path, 'it holds no configuration object', undefined, REMEDY_FOR_EXPORT);
}

async function readValue(path: string): Promise<unknown> {
  switch (extname(path)) {
    case '.json':
      return parseWith(path, (text): unknown => JSON.parse(text));
    case '.toml':
      return parseWith(path, parseToml);
    default:
      return importDefault(path);
  }
}

async function parseWith(path: string, parse: (text: string) => unknown): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, messageOf(error), error, 'Make the file readable for the user who runs leat.');
  }
  try {
    return parse(text);
  } catch (error) {
    // A parser's message can quote the line, and the line of a secrets file holds a secret: name the place only.
    throw unreadable(path, `a syntax error${placeOf(error)}`, undefined, 'Correct the syntax of the file.');
  }
}

function placeOf(error: unknown): string {
  if (error instanceof TomlError) return ` in line ${error.line}, column ${error.column}`;
  const place = /\(line (\d+) column (\d+)\)/.exec(messageOf(error));
  return place === null ? '' : ` in line ${place[1]}, column ${place[2]}`;
}

async function importDefault(path: string): Promise<unknown> {
  let module: { readonly default?: unknown };
  try {
    module = await import(pathToFileURL(path).href);
  } catch (error) {
    throw unreadable(path, messageOf(error), error, remedyFor(error));
  }
  if (module.default !== undefined) return module.default;
  throw unreadable(path, 'it has no default export', undefined, REMEDY_FOR_EXPORT);
}

const REMEDY_FOR_EXPORT = 'Write `export default defineConfig({ … })`, or one object in a JSON or TOML file.';

function remedyFor(error: unknown): string {
  const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  const name = missing ? /Cannot find package '([^']+)'/.exec(error.message)?.[1] : undefined;
  return name === undefined
    ? 'Correct the file; `leat --verbose` shows where it fails.'
    : `Install ${name} in the project of the file, or remove the import.`;
}

function unreadable(path: string, reason: string, cause: unknown, remedy: string): ConfigError {
  return new ConfigError(`cannot read ${path}: ${reason}`, {
    code: 'LEAT_CONFIG_UNREADABLE',
    recoverability: 'terminal',
    remedy,
    cause,
    details: { file: path },
  });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
