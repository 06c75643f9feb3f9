import type { LoadRow } from '@leat/core';
import { defineCommand, DATASET_OPTIONS, PIPELINE_ARGUMENT, type Command } from '../command.ts';
import { datasetFlags } from '../dataset/dataset-flags.ts';
import { callOptions, openPipelines } from '../dataset/open-pipelines.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { printTable } from '../rows/print-table.ts';
import type { Row } from '../rows/row-writer.ts';

const LIMIT = 20;

/** `leat loads`: the receipts of what was loaded. */
export const loads: Command = defineCommand({
  name: 'loads',
  summary: 'List the loads a destination has committed, with their receipts',
  arguments: [PIPELINE_ARGUMENT],
  options: {
    limit: { type: 'count', value: 'n', summary: `The newest n loads; default ${LIMIT}` },
    load: { type: 'text', value: 'id', summary: 'One load, table by table' },
    ...DATASET_OPTIONS,
  },
  examples: ['leat loads', 'leat loads keeper --limit 5 --json', 'leat loads --load 1749667187.541553'],
  async run(context, { arguments: [name], options }) {
    const { output } = context;
    const view = await (await openPipelines(context)).view(name, datasetFlags(options));
    await using dataset = await view.open();
    const filter = {
      limit: options.limit ?? LIMIT,
      ...(options.load === undefined ? {} : { loadId: options.load }),
    };
    const found = await dataset.client.readLoads(filter, callOptions(context));
    await printTable(
      output,
      options.load === undefined ? found.map((load) => loadRow(load)) : found.flatMap(tableRows),
    );
    await output.object({ version: 1, pipeline: view.name, dataset: view.dataset, loads: found });
    return EXIT_CODES.done;
  },
});

const COUNTS = ['loaded', 'inserted', 'updated', 'deleted', 'duplicates', 'discarded', 'quarantined'] as const;

function loadRow({ loadId, pipeline, committedAt, receipt }: LoadRow): Row {
  const tables = Object.values(receipt.tables);
  const sums = COUNTS.map((key) => [key, tables.reduce((sum, table) => sum + table[key], 0)] as const);
  return { load_id: loadId, pipeline, committed_at: committedAt, tables: tables.length, ...Object.fromEntries(sums) };
}

function tableRows({ receipt }: LoadRow): readonly Row[] {
  return Object.entries(receipt.tables).map(([table, counts]) => ({
    table,
    extracted: counts.extracted,
    filtered: counts.filtered,
    ...Object.fromEntries(COUNTS.map((key) => [key, counts[key]] as const)),
  }));
}
