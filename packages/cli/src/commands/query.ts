import { DATASET_OPTIONS, defineCommand, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { ROW_FORMATS } from '../rows/row-writer.ts';
import { queryAndPrint } from '../run/query-and-print.ts';

/** `leat query`: asks the destination in its own language. */
export const query: Command = defineCommand({
  name: 'query',
  summary: 'Query what a pipeline has loaded, in the language of its destination',
  arguments: [{ name: 'sql', required: true, summary: 'The query; tables of the dataset need no prefix' }],
  options: {
    pipeline: { type: 'text', value: 'name', summary: 'Whose dataset; the only pipeline when left out' },
    ...DATASET_OPTIONS,
    format: { type: 'text', value: 'format', choices: ROW_FORMATS, summary: 'How rows are printed; default table' },
  },
  examples: ['leat query "select count(*) from records"', 'leat query "select * from users" --format csv'],
  async run(context, { arguments: [sql = ''], options }) {
    const pipelines = await openPipelines(context);
    const dataset = await pipelines.reader(options.pipeline, datasetFlags(options));
    await queryAndPrint(context, dataset, sql, options.format ?? 'table');
    return EXIT_CODES.done;
  },
});
