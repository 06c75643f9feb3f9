import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ConfigError } from '@leat/core';
import { suggest } from '../suggest.ts';
import { acceptDestination, acceptSource } from './accept-plugin.ts';
import { candidatesFor, OFFICIAL_PLUGINS } from './candidates.ts';
import { installCommand } from './package-manager.ts';
import type { DestinationExport, PluginKind, SourceExport } from './plugin-kind.ts';
import { defaultOf, importModule, resolvePackage, type PluginLocation } from './resolve-package.ts';

export interface PluginLoaderOptions {
  /** The project folder: plugins are looked for from here first. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** File of the command that runs; plugins beside it are found when the project has none (`npx`, global installations). */
  readonly besides?: string;
}

/** Finds plugins where the user installed them and loads them; what a plugin costs is paid only when it is used. */
export class PluginLoader {
  readonly #options: PluginLoaderOptions;

  constructor(options: PluginLoaderOptions) {
    this.#options = options;
  }

  /** Finds the module a name stands for, without loading it. */
  find(kind: PluginKind, name: string): PluginLocation | undefined {
    const candidates = candidatesFor(kind, name);
    if ('packages' in candidates) return this.findPackage(candidates.packages);
    const file = resolve(this.#options.folder, candidates.path);
    return existsSync(file) ? { name, file } : undefined;
  }

  /** Finds the first of these packages that is installed: in the project, then beside the command. */
  findPackage(packages: readonly string[]): PluginLocation | undefined {
    const { folder, besides } = this.#options;
    // Only the folder of the file counts; it does not have to exist.
    for (const base of [join(folder, 'leat.config.ts'), ...(besides === undefined ? [] : [besides])]) {
      for (const name of packages) {
        const file = resolvePackage(name, base);
        if (file !== undefined) return { name, file };
      }
    }
    return undefined;
  }

  /**
   * Loads a source by name, package or path.
   * @throws ConfigError `LEAT_PLUGIN_MISSING`, `LEAT_PLUGIN_BROKEN`, `LEAT_PLUGIN_INVALID` or `LEAT_PLUGIN_API_VERSION`.
   */
  async loadSource(name: string): Promise<SourceExport> {
    return acceptSource(`source "${name}"`, await this.#load('source', name));
  }

  /** Loads a destination by name, package or path; throws as `loadSource` does. */
  async loadDestination(name: string): Promise<DestinationExport> {
    return acceptDestination(`destination "${name}"`, await this.#load('destination', name));
  }

  /**
   * Loads a package that is no plugin, such as the simulator of the demo.
   * @throws ConfigError `LEAT_PLUGIN_MISSING` with the install command.
   */
  async loadPackage(name: string): Promise<Readonly<Record<string, unknown>>> {
    const location = this.findPackage([name]);
    if (location === undefined) throw this.#missing(`package ${name}`, [name]);
    return importModule(location);
  }

  /** The command that installs what a name stands for; undefined for a path. */
  installCommand(kind: PluginKind, name: string): string | undefined {
    const { folder, environment } = this.#options;
    const candidates = candidatesFor(kind, name);
    return 'packages' in candidates ? installCommand(folder, candidates.packages[0], environment) : undefined;
  }

  async #load(kind: PluginKind, name: string): Promise<unknown> {
    const location = this.find(kind, name);
    if (location !== undefined) return defaultOf(await importModule(location));
    const candidates = candidatesFor(kind, name);
    if ('packages' in candidates) {
      throw this.#missing(`${kind} "${name}"`, candidates.packages, suggest(name, OFFICIAL_PLUGINS[kind]));
    }
    throw new ConfigError(`${kind} "${name}" does not exist: no such file from ${this.#options.folder}`, {
      code: 'LEAT_PLUGIN_MISSING',
      recoverability: 'terminal',
      remedy: 'Correct the path; it is relative to the project folder.',
    });
  }

  #missing(what: string, packages: readonly [string, ...string[]], meant?: string): ConfigError {
    const { folder, environment } = this.#options;
    const command = installCommand(folder, packages[0], environment);
    return new ConfigError(`${what} is not installed: no ${packages.join(', no ')} found from ${folder}`, {
      code: 'LEAT_PLUGIN_MISSING',
      recoverability: 'terminal',
      // Nobody should install a package of a misspelt name: it may exist.
      remedy: meant === undefined ? `Run: ${command}` : `Did you mean "${meant}"? If not, run: ${command}`,
      details: { package: packages[0] },
    });
  }
}
