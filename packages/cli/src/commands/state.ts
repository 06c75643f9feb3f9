import { parseJson, type StateRow } from '@leat/core';
import { defineCommand, DATASET_OPTIONS, PIPELINE_OPTION, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { callOptions, openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { jsonOf } from '../rows/cell.ts';
import { printTable } from '../rows/print-table.ts';
import { requireAction } from '../require-action.ts';

/** Deeper than any state leat stores. */
const DEEPEST = 5000;

/** `leat state`: where each resource goes on. */
export const state: Command = defineCommand({
  name: 'state',
  summary: 'Show the state a destination keeps: where each resource goes on',
  arguments: [{ name: 'show', summary: 'What to do; only "show" so far' }],
  options: { ...PIPELINE_OPTION, ...DATASET_OPTIONS },
  examples: ['leat state', 'leat state show --pipeline keeper --json'],
  async run(context, { arguments: [action = 'show'], options }) {
    requireAction('state', action, ['show']);
    const { output } = context;
    const view = await (await openPipelines(context)).view(options.pipeline, datasetFlags(options));
    await using dataset = await view.open();
    const rows = await dataset.client.readState(view.name, callOptions(context));
    await printTable(
      output,
      rows.map(({ source, resource, version, state: text }) => ({ source, resource, version, state: text })),
    );
    await output.objectText(
      jsonOf({ version: 1, pipeline: view.name, dataset: view.dataset, state: rows.map((row) => stateObject(row)) }),
    );
    return EXIT_CODES.done;
  },
});

/** With the state as an object whose numbers keep all their digits. */
function stateObject({ source, resource, version, state: text }: StateRow): object {
  return { source, resource, version, state: parseJson(text, DEEPEST) };
}
