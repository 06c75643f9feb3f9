import type { PipelineReader } from '@leat/runtime';
import type { CommandContext } from '../command-context.ts';
import { createRowWriter, type RowFormat } from '../rows/row-writer.ts';

/** Runs a query on the dataset of a pipeline and prints its rows as they come. */
export async function queryAndPrint(
  context: CommandContext,
  pipeline: PipelineReader,
  sql: string,
  format: RowFormat,
): Promise<void> {
  const { output } = context;
  await using dataset = await pipeline.open();
  const writer = createRowWriter(output, format, { pipeline: pipeline.name, dataset: pipeline.dataset });
  for await (const row of dataset.query(sql)) {
    await writer.write(row);
    // Nobody reads any more (`leat query … | head`): leaving the loop ends the query.
    if (output.closed) return;
  }
  await writer.end();
}
