import { existsSync, readFileSync } from 'node:fs';
import { createRequire, findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '@leat/core';

/** A module that was found, not yet loaded. */
export interface PluginLocation {
  /** The package's name, or the path. */
  readonly name: string;
  /** Absolute path of the module. */
  readonly file: string;
}

/**
 * Finds the main module of a package as a file in `base`'s place would, or undefined when it is not installed there.
 *
 * `createRequire` knows the conditions Node was started with and Yarn's Plug'n'Play, but not the condition `import`: packages
 * that export under that one alone are read from their manifest. It also looks into `NODE_PATH`, which `import` does not, so
 * that the manifest must be found in the ordinary way first.
 * @throws ConfigError `LEAT_PLUGIN_BROKEN` when the package is there but its main module is not.
 */
export function resolvePackage(name: string, base: string): string | undefined {
  const manifest = process.versions['pnp'] === undefined ? findManifest(name, base) : 'unknown';
  if (manifest === undefined) return undefined;
  try {
    return createRequire(base).resolve(name);
  } catch (error) {
    if (codeOf(error) === 'MODULE_NOT_FOUND' && manifest === 'unknown') return undefined;
    const file = codeOf(error) === 'ERR_PACKAGE_PATH_NOT_EXPORTED' ? importTarget(manifest) : undefined;
    if (file !== undefined) return file;
    throw broken({ name, file: manifest }, error);
  }
}

function findManifest(name: string, base: string): string | undefined {
  try {
    return findPackageJSON(name, pathToFileURL(base));
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw broken({ name, file: base }, error);
  }
}

/**
 * Imports a module that was found.
 * @throws ConfigError `LEAT_PLUGIN_BROKEN` with what the module threw as its cause.
 */
export async function importModule(location: PluginLocation): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await import(pathToFileURL(location.file).href);
  } catch (error) {
    throw broken(location, error);
  }
}

/** The default export; packages compiled to CommonJS carry it one level deeper. */
export function defaultOf(module: Readonly<Record<string, unknown>>): unknown {
  const value = module['default'];
  return typeof value === 'object' && value !== null && '__esModule' in value && 'default' in value
    ? value.default
    : value;
}

/** Version in the manifest of the package a module belongs to. */
export function packageVersion(file: string): string | undefined {
  const manifest = manifestOf(findPackageJSON(pathToFileURL(file)));
  return typeof manifest?.['version'] === 'string' ? manifest['version'] : undefined;
}

function importTarget(path: string): string | undefined {
  const manifest = manifestOf(path);
  if (manifest === undefined) return undefined;
  const target = targetOf(subpath(manifest['exports']));
  const file = target === undefined ? undefined : join(dirname(path), target);
  return file !== undefined && existsSync(file) ? file : undefined;
}

function subpath(exports: unknown): unknown {
  return typeof exports === 'object' && exports !== null && '.' in exports ? exports['.'] : exports;
}

/** Follows conditional exports in the order they are written, as Node does for `import`. */
function targetOf(exports: unknown): string | undefined {
  if (typeof exports === 'string') return exports;
  if (typeof exports !== 'object' || exports === null) return undefined;
  for (const [condition, target] of Object.entries(exports)) {
    if (!IMPORT_CONDITIONS.has(condition)) continue;
    const found = targetOf(target);
    if (found !== undefined) return found;
  }
  return undefined;
}

const IMPORT_CONDITIONS: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

function manifestOf(path: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (path === undefined) return undefined;
  try {
    const manifest: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return typeof manifest === 'object' && manifest !== null ? { ...manifest } : undefined;
  } catch {
    // Node itself has accepted the package; an unreadable manifest only leaves version and exports unknown.
    return undefined;
  }
}

function broken(location: PluginLocation, cause: unknown): ConfigError {
  return new ConfigError(
    `${location.name} is installed but cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
    {
      code: 'LEAT_PLUGIN_BROKEN',
      recoverability: 'terminal',
      remedy: 'Reinstall it together with its dependencies; a module of your own wants its error corrected.',
      cause,
      details: { file: location.file },
    },
  );
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
