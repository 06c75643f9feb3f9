import { defineCommand, type Command } from '../command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { requireAction } from '../require-action.ts';
import { pad } from '../terminal/display-width.ts';
import { displayWidth } from '../terminal/display-width.ts';
import { sanitise } from '../terminal/sanitise.ts';

/** `leat config show`: every value of the configuration, secrets masked. */
export const config: Command = defineCommand({
  name: 'config',
  summary: 'Show the configuration, without secrets',
  arguments: [{ name: 'show', required: true, summary: 'What to do; only "show" so far' }],
  options: { origins: { type: 'flag', summary: 'Show where each value comes from' } },
  examples: ['leat config show', 'leat config show --origins'],
  async run(context, { arguments: [action = ''], options }) {
    requireAction('config', action, ['show']);
    const { output } = context;
    const { location, container } = await context.openProject();
    const { PIPELINES, resolve } = await import('@leat/runtime');
    const settings = await resolve(container, PIPELINES).describeSettings();
    const rows = settings.map(
      ({ path, value, origin }) => [`${sanitise(path)} = ${sanitise(value)}`, sanitise(origin)] as const,
    );
    const width = Math.min(60, Math.max(0, ...rows.map(([text]) => displayWidth(text))));
    for (const [text, origin] of rows)
      await output.line(options.origins ? `${pad(text, width)}  ${output.style('dim', origin)}` : text);
    const shown = options.origins ? settings : settings.map(({ path, value }) => ({ path, value }));
    await output.object({ version: 1, folder: location.folder, file: location.configFile ?? null, settings: shown });
    return EXIT_CODES.done;
  },
});
