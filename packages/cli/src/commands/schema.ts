import { ConfigError, type Schema } from '@leat/core';
import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { callOptions, openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { mermaidLines } from '../schema/mermaid.ts';
import { nothingLoaded, readSchema } from '../schema/read-schema.ts';
import { schemaLines } from '../schema/schema-text.ts';
import { safeJson, sanitise } from '../terminal/sanitise.ts';

/** `leat schema`: the tables of a dataset, as leat knows them. */
export const schema: Command = defineCommand({
  name: 'schema',
  summary: 'Print the stored schema of a dataset',
  arguments: [PIPELINE_ARGUMENT],
  options: {
    format: {
      type: 'text',
      value: 'format',
      choices: ['text', 'json', 'sql', 'mermaid'],
      summary: 'How it is printed; default text',
    },
    ...DATASET_OPTIONS,
  },
  examples: ['leat schema keeper', 'leat schema --format sql', 'leat schema --format mermaid'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const view = await (await openPipelines(context)).view(name, datasetFlags(options));
    await using dataset = await view.open();
    const found = await readSchema(dataset.client, view.schemaName, callOptions(context));
    if (found === undefined) throw nothingLoaded(view);
    const statements = dataset.client.explainChanges?.(
      found.schema.tables.map((table) => ({ kind: 'create-table', table })),
    );
    for (const line of linesOf(options.format ?? 'text', found.schema, statements)) await output.line(line);
    const { hash } = found.stored;
    const head = { version: 1, pipeline: view.name, dataset: view.dataset, hash, schema: found.schema };
    await output.object(options.format === 'sql' ? { ...head, statements: statements ?? [] } : head);
    return EXIT_CODES.done;
  },
});

function linesOf(
  format: 'text' | 'json' | 'sql' | 'mermaid',
  found: Schema,
  statements: readonly string[] | undefined,
): readonly string[] {
  switch (format) {
    case 'text':
      return schemaLines(found);
    case 'json':
      return [safeJson(JSON.stringify(found, null, 2))];
    case 'mermaid':
      return mermaidLines(found);
    case 'sql':
      if (statements === undefined) {
        throw new ConfigError('the destination has no SQL to show', {
          code: 'LEAT_NO_SQL',
          recoverability: 'terminal',
          remedy: 'Take another --format: text, json or mermaid.',
        });
      }
      return statements.map((statement) => `${sanitise(statement)};`);
  }
}
