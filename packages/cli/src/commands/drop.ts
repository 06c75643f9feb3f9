import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { callOptions, openPipelines } from '../dataset/open-pipelines.ts';
import { readOverview } from '../dataset/overview.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { confirm } from '../terminal/confirm.ts';
import { plural } from '../terminal/numbers.ts';
import { sanitise } from '../terminal/sanitise.ts';

/** `leat drop`: removes a dataset with everything in it. */
export const drop: Command = defineCommand({
  name: 'drop',
  summary: 'Remove a dataset from its destination: tables, state and history',
  arguments: [PIPELINE_ARGUMENT],
  options: {
    yes: { type: 'flag', summary: 'Do not ask; required without a terminal' },
    ...DATASET_OPTIONS,
  },
  examples: ['leat drop keeper', 'leat drop keeper --dataset test_data --yes'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const pipelines = await openPipelines(context);
    const flags = datasetFlags(options);
    const overview = await readOverview(context, await pipelines.view(name, flags));
    const { dataset, destination, schema, lastLoad, local } = overview;
    const where = sanitise(`${dataset} in ${destination.name} ${destination.location}`);
    const isThere = schema !== null || lastLoad !== null || overview.state.length > 0;
    if (isThere) {
      // The system tables may hold schemas of other pipelines as well: all of the dataset goes.
      const what = `Dropping dataset ${where} with ${plural(schema?.tables ?? 0, 'table')} of schema ${sanitise(schema?.name ?? 'none')} and everything else in it`;
      await confirm(context, what, sanitise(dataset), options);
      const owner = await pipelines.owner(name, flags);
      await using open = await owner.open();
      await open.client.dropDataset(callOptions(context));
    }
    await output.line(isThere ? `Dropped dataset ${where}` : `Nothing to drop: there is no dataset ${where}`);
    const pending = local.pendingPackages.length;
    if (pending > 0)
      output.say(
        `${plural(pending, 'load package')} on this machine will be loaded by the next run; see leat packages list.`,
      );
    await output.object({ version: 1, pipeline: overview.pipeline, dataset, destination, dropped: isThere, local });
    return EXIT_CODES.done;
  },
});
