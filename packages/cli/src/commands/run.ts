import type { RunOptions } from '@leat/core';
import { defineCommand, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { printSummary, runWithProgress } from '../run/run-with-progress.ts';
import { nextStep } from '../run/summary.ts';

/** `leat run`: loads a source into a destination. */
export const run: Command = defineCommand({
  name: 'run',
  summary: 'Load a source into a destination',
  arguments: [PIPELINE_ARGUMENT],
  options: {
    resource: { type: 'list', value: 'a,b', summary: 'Read only these resources' },
    destination: { type: 'text', value: 'name', summary: 'Load into another destination' },
    dataset: { type: 'text', value: 'name', summary: 'Load into another dataset (schema)' },
    limit: { type: 'count', value: 'n', summary: 'Read at most so many rows per resource' },
    'fail-fast': { type: 'flag', summary: 'Stop everything when one resource fails' },
    from: { type: 'text', value: 'cursor', summary: 'Load again from this cursor on, without moving the cursors' },
    to: { type: 'text', value: 'cursor', summary: 'Load again up to this cursor, which is not included' },
    'full-refresh': {
      type: 'flag-or-list',
      value: 'a,b',
      summary: 'Forget the state of these resources, or of all, and load them anew',
    },
    wait: {
      type: 'flag-or-count',
      value: 'seconds',
      summary: 'Wait for another run of the pipeline to end, at most so long',
    },
  },
  examples: [
    'leat run keeper',
    'leat run keeper --resource records,users --limit 100',
    'leat run keeper --destination postgres',
    'leat run shop --from 2026-01-01 --to 2026-02-01',
    'leat run keeper --full-refresh=users --wait 600',
  ],
  async run(context, { arguments: [name], options }) {
    const pipelines = await openPipelines(context);
    const made = await pipelines.create(name, datasetFlags(options));
    const resources = options.resource ?? made.parts.resources;
    const { exitCode, report, waits } = await runWithProgress(context, made.pipeline, {
      failFast: options['fail-fast'],
      ...(resources === undefined ? {} : { resources }),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      ...(options.from === undefined ? {} : { from: options.from }),
      ...(options.to === undefined ? {} : { to: options.to }),
      ...(options['full-refresh'] === undefined ? {} : { fullRefresh: options['full-refresh'] }),
      ...waitOf(options.wait),
    });
    if (report === undefined) return exitCode;
    await printSummary(context, report, waits);
    const next = nextStep(report, pipelines.names().length !== 1);
    if (next !== undefined) await context.output.line(next);
    await context.output.object(report);
    return exitCode;
  },
});

/** Seconds of the flag as milliseconds; the flag alone waits as long as it takes. */
function waitOf(seconds: number | true | undefined): Pick<RunOptions, 'wait'> {
  if (seconds === undefined) return {};
  return { wait: seconds === true ? Number.POSITIVE_INFINITY : seconds * 1000 };
}
