import { OFFICIAL_PLUGINS, PLUGINS, resolve, SETTINGS, type PluginKind, type PluginLoader } from '@leat/runtime';
import { packageVersion } from '@leat/runtime';
import { defineCommand, type Command } from '../command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { pad } from '../terminal/display-width.ts';
import { sanitise } from '../terminal/sanitise.ts';

interface PluginRow {
  readonly kind: PluginKind;
  readonly name: string;
  readonly installed: boolean;
  readonly package?: string;
  readonly version?: string;
  readonly install?: string;
}

/** `leat plugins`: which sources and destinations there are, and how to get those that are missing. */
export const plugins: Command = defineCommand({
  name: 'plugins',
  summary: 'List sources and destinations and where they come from',
  arguments: [],
  options: {},
  examples: ['leat plugins', 'leat plugins --json'],
  async run(context) {
    const { output } = context;
    const { container } = await context.openProject();
    const loader = resolve(container, PLUGINS);
    const settings = resolve(container, SETTINGS);
    const rows = (['source', 'destination'] as const).flatMap((kind) => {
      const names = new Set([...OFFICIAL_PLUGINS[kind], ...settings.keys([`${kind}s`])]);
      return [...names].map((name) => describe(loader, kind, name));
    });
    const width = Math.max(...rows.map(({ name }) => sanitise(name).length));
    for (const row of rows) {
      const state = row.installed
        ? `${sanitise(row.package ?? '')} ${sanitise(row.version ?? '')}`
        : output.style('dim', `not installed: ${sanitise(row.install ?? '')}`);
      await output.line(`${row.kind.padEnd(11)}  ${pad(sanitise(row.name), width)}  ${state}`.trimEnd());
    }
    await output.object({ version: 1, plugins: rows });
    return EXIT_CODES.done;
  },
});

function describe(loader: PluginLoader, kind: PluginKind, name: string): PluginRow {
  const location = loader.find(kind, name);
  const install = loader.installCommand(kind, name);
  if (location === undefined) return { kind, name, installed: false, ...(install === undefined ? {} : { install }) };
  const version = packageVersion(location.file);
  return { kind, name, installed: true, package: location.name, ...(version === undefined ? {} : { version }) };
}
