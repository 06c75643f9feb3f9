import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { callOptions, openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { databaseTypes } from '../schema/database-types.ts';
import { nothingLoaded, readSchema } from '../schema/read-schema.ts';

/** `leat types`: TypeScript for what was loaded. */
export const types: Command = defineCommand({
  name: 'types',
  summary: 'Print TypeScript types of the loaded tables, for typed queries',
  arguments: [PIPELINE_ARGUMENT],
  options: DATASET_OPTIONS,
  examples: ['leat types keeper > src/database.ts'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const view = await (await openPipelines(context)).view(name, datasetFlags(options));
    await using dataset = await view.open();
    const found = await readSchema(dataset.client, view.schemaName, callOptions(context));
    if (found === undefined) throw nothingLoaded(view);
    const text = databaseTypes(found.schema, view.dataset, view.capabilities.nativeTypes);
    await output.line(text);
    await output.object({
      version: 1,
      pipeline: view.name,
      dataset: view.dataset,
      schemaVersion: found.schema.version,
      types: text,
    });
    return EXIT_CODES.done;
  },
});
