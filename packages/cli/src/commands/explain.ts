import { ERROR_CODES, type ErrorCatalog } from '@leat/core';
import {
  didYouMean,
  OFFICIAL_PLUGINS,
  PLUGINS,
  resolve,
  RUNTIME_ERROR_CODES,
  SETTINGS,
  type PluginKind,
  type PluginLoader,
  type Project,
} from '@leat/runtime';
import { defineCommand, type Command } from '../command.ts';
import type { CommandContext } from '../command-context.ts';
import { CLI_ERROR_CODES } from '../errors.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { sanitise } from '../terminal/sanitise.ts';
import { usageError } from '../usage-error.ts';

/** `leat explain CODE`: what an error means, why it happens, what to do. */
export const explain: Command = defineCommand({
  name: 'explain',
  summary: 'Explain an error code',
  arguments: [{ name: 'CODE', summary: 'A code such as LEAT_LOCKED; all codes are listed when left out' }],
  options: {},
  examples: ['leat explain LEAT_LOCKED', 'leat explain'],
  async run(context, { arguments: [code] }) {
    const { output } = context;
    const wanted = code?.toUpperCase();
    const own = new Map(Object.entries({ ...ERROR_CODES, ...RUNTIME_ERROR_CODES, ...CLI_ERROR_CODES }));
    // Plugins cost their loading time, and a project may be broken: ask them only for codes that are not leat's own.
    const all = wanted !== undefined && own.has(wanted) ? own : new Map([...own, ...(await pluginCodes(context))]);
    if (wanted === undefined) {
      for (const [name, { title }] of all) await output.line(`${name}  ${sanitise(title)}`);
      await output.object({ version: 1, codes: Object.fromEntries(all) });
      return EXIT_CODES.done;
    }
    const found = all.get(wanted);
    if (found === undefined)
      throw usageError(`no code is called ${wanted}${didYouMean(wanted, all.keys())}`, 'leat explain lists all codes.');
    await output.line(`${output.style('bold', wanted)}  ${sanitise(found.title)}`);
    for (const cause of found.causes) await output.line(`  cause: ${sanitise(cause)}`);
    await output.line(`  → ${sanitise(found.remedy)}`);
    const { title, causes, remedy } = found;
    await output.object({ version: 1, code: wanted, title, causes, remedy });
    return EXIT_CODES.done;
  },
});

async function pluginCodes(
  context: CommandContext,
): Promise<readonly (readonly [string, ErrorCatalog[keyof ErrorCatalog]])[]> {
  const project = await context.openProject();
  const catalogs = await Promise.all(
    (['source', 'destination'] as const).flatMap((kind) =>
      names(project, kind).map((name) => codesOf(resolve(project.container, PLUGINS), kind, name)),
    ),
  );
  return catalogs.flatMap((catalog) => Object.entries(catalog));
}

function names(project: Project, kind: PluginKind): readonly string[] {
  return [...new Set([...OFFICIAL_PLUGINS[kind], ...resolve(project.container, SETTINGS).keys([`${kind}s`])])];
}

async function codesOf(loader: PluginLoader, kind: PluginKind, name: string): Promise<ErrorCatalog> {
  if (loader.find(kind, name) === undefined) return {};
  try {
    const plugin = kind === 'source' ? await loader.loadSource(name) : await loader.loadDestination(name);
    return 'errorCodes' in plugin ? (plugin.errorCodes ?? {}) : {};
  } catch {
    // A plugin that cannot be loaded explains nothing; `leat plugins` and `leat run` say what is wrong with it.
    return {};
  }
}
