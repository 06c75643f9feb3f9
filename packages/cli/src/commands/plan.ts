import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { exitCodeOfPlan } from '../exit-codes.ts';
import { planLines, planStatements } from '../plan/plan-lines.ts';

const COLOURS = { '+': 'green', '~': 'yellow', '=': 'cyan', '!': 'red' } as const;

/** `leat plan`: what a run would change, from a sample of the rows; writes nothing. */
export const plan: Command = defineCommand({
  name: 'plan',
  summary: 'Show what a run would change in the destination, without changing anything',
  arguments: [PIPELINE_ARGUMENT],
  options: {
    resource: { type: 'list', value: 'a,b', summary: 'Plan only these resources' },
    sample: { type: 'count', value: 'n', summary: 'Rows read per resource; default 1000' },
    sql: { type: 'flag', summary: "Print the destination's statements instead" },
    'exit-code': { type: 'flag', summary: 'Exit with 2 when changes are pending, with 6 when somebody has to decide' },
    ...DATASET_OPTIONS,
  },
  examples: ['leat plan keeper', 'leat plan keeper --exit-code', 'leat plan keeper --sql --sample 100'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const { pipeline, parts } = await (await openPipelines(context)).create(name, datasetFlags(options));
    const resources = options.resource ?? parts.resources;
    const planned = await pipeline.plan({
      ...(resources === undefined ? {} : { resources }),
      ...(options.sample === undefined ? {} : { sample: options.sample }),
    });
    const lines = options.sql
      ? planStatements(planned)
      : planLines(planned, (sign) => output.style(COLOURS[sign], sign));
    for (const line of lines) await output.line(line);
    await output.object(planned);
    return exitCodeOfPlan(planned, options['exit-code']);
  },
});
