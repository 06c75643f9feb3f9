import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { overviewLines } from '../dataset/overview-lines.ts';
import { readOverview, type Overview } from '../dataset/overview.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';

/**
 * `leat sync`: what a clean machine goes on from. Nothing has to be copied: schema and state are read from the destination by
 * every run, so this only shows what the next one will find.
 */
export const sync: Command = defineCommand({
  name: 'sync',
  summary: 'Show what the next run goes on from: on a clean machine, what the destination holds',
  arguments: [PIPELINE_ARGUMENT],
  options: DATASET_OPTIONS,
  examples: ['leat sync keeper', 'leat sync keeper --destination postgres --json'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const view = await (await openPipelines(context)).view(name, datasetFlags(options));
    const overview = await readOverview(context, view);
    for (const line of overviewLines(overview)) await output.line(line);
    await output.line(nextRun(overview));
    await output.object({ version: 1, ...overview, next: overview.lastLoad === null ? 'begins' : 'goes on' });
    return EXIT_CODES.done;
  },
});

function nextRun({ pipeline, lastLoad, local }: Overview): string {
  const pending = local.pendingPackages.length;
  const first = pending === 0 ? '' : `finishes ${plural(pending, 'load package')} first, then `;
  const then =
    lastLoad === null
      ? 'begins from nothing: the destination holds no load of this pipeline'
      : 'goes on from there: schema and state come from the destination, nothing has to be copied';
  return `The next run of ${sanitise(pipeline)} ${first}${then}.`;
}
