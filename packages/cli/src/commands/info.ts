import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { overviewLines } from '../dataset/overview-lines.ts';
import { readOverview } from '../dataset/overview.ts';
import { EXIT_CODES } from '../exit-codes.ts';

/** `leat info`: where a pipeline stands. */
export const info: Command = defineCommand({
  name: 'info',
  summary: 'Show where a pipeline stands: destination, schema, state, last load, packages',
  arguments: [PIPELINE_ARGUMENT],
  options: DATASET_OPTIONS,
  examples: ['leat info', 'leat info keeper --json'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const pipelines = await openPipelines(context);
    const overview = await readOverview(context, await pipelines.view(name, datasetFlags(options)));
    for (const line of overviewLines(overview)) await output.line(line);
    await output.line(`work dir     ${pipelines.workDir}`);
    await output.object({ version: 1, ...overview, workDir: pipelines.workDir });
    return EXIT_CODES.done;
  },
});
