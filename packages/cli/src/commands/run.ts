import { defineCommand, type Command } from '../command.ts';
import { printSummary, runWithProgress } from '../run/run-with-progress.ts';
import { nextStep } from '../run/summary.ts';

/** `leat run`: loads a source into a destination. */
export const run: Command = defineCommand({
  name: 'run',
  summary: 'Load a source into a destination',
  arguments: [{ name: 'pipeline', summary: 'A pipeline of the project, or a source; the only pipeline when left out' }],
  options: {
    resource: { type: 'list', value: 'a,b', summary: 'Read only these resources' },
    destination: { type: 'text', value: 'name', summary: 'Load into another destination' },
    dataset: { type: 'text', value: 'name', summary: 'Load into another dataset (schema)' },
    limit: { type: 'count', value: 'n', summary: 'Read at most so many rows per resource' },
    'fail-fast': { type: 'flag', summary: 'Stop everything when one resource fails' },
  },
  examples: [
    'leat run keeper',
    'leat run keeper --resource records,users --limit 100',
    'leat run keeper --destination postgres',
  ],
  async run(context, { arguments: [name], options }) {
    const project = await context.openProject();
    const { PIPELINES, resolve } = await import('@leat/runtime');
    const pipelines = resolve(project.container, PIPELINES);
    const made = await pipelines.create(name, {
      ...(options.destination === undefined ? {} : { destination: options.destination }),
      ...(options.dataset === undefined ? {} : { dataset: options.dataset }),
    });
    const resources = options.resource ?? made.parts.resources;
    const { exitCode, report, waits } = await runWithProgress(context, made.pipeline, {
      failFast: options['fail-fast'],
      ...(resources === undefined ? {} : { resources }),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
    });
    if (report === undefined) return exitCode;
    await printSummary(context, report, waits);
    const next = nextStep(report, pipelines.names().length !== 1);
    if (next !== undefined) await context.output.line(next);
    await context.output.object(report);
    return exitCode;
  },
});
