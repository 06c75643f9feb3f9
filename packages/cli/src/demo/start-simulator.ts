import { ConfigError } from '@leat/core';
import { installCommand, type PluginLoader } from '@leat/runtime';

/** What the demo needs of a running simulator; `@leat/keeper-simulator` gives more. */
export interface Simulator extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
}

const PACKAGE = '@leat/keeper-simulator';

/**
 * Makes sure that everything the demo needs is installed.
 * @throws ConfigError `LEAT_PLUGIN_MISSING` with one command that installs all that is missing.
 */
export function requireDemoPackages(
  loader: PluginLoader,
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  const packages = [PACKAGE, '@leat/source-keeper', '@leat/dest-duckdb'];
  const missing = packages.filter((name) => loader.findPackage([name]) === undefined).join(' ');
  if (missing === '') return;
  throw new ConfigError(`the demo needs packages that are not installed: ${missing}`, {
    code: 'LEAT_PLUGIN_MISSING',
    recoverability: 'terminal',
    remedy: `Run: ${installCommand(folder, missing, environment)}`,
  });
}

/**
 * Starts the Keeper simulator in this process. The package is looked for like a plugin, so that the command itself does not
 * bring it along.
 * @throws ConfigError `LEAT_PLUGIN_MISSING` with the install command.
 */
export async function startSimulator(loader: PluginLoader, records: number): Promise<Simulator> {
  const { startKeeperSimulator: start } = await loader.loadPackage(PACKAGE);
  const simulator: unknown =
    typeof start === 'function' ? await start({ vault: { records }, rateLimit: 'off' }) : undefined;
  if (isSimulator(simulator)) return simulator;
  throw new ConfigError(`${PACKAGE} is of another version: it does not start a simulator as this leat expects`, {
    code: 'LEAT_PLUGIN_INVALID',
    recoverability: 'terminal',
    remedy: `Install the version of ${PACKAGE} that belongs to this leat.`,
  });
}

function isSimulator(value: unknown): value is Simulator {
  if (typeof value !== 'object' || value === null || !(Symbol.asyncDispose in value)) return false;
  return 'url' in value && typeof value.url === 'string' && 'apiKey' in value && typeof value.apiKey === 'string';
}
