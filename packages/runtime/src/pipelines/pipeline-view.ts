import type { DestinationCapabilities, Pipeline, PipelineDefinition, PipelineSource } from '@leat/core';
import { validated } from '../config/options-schema.ts';
import type { ReaderParts } from './pipeline-parts.ts';
import { sourceName } from './source-name.ts';

/** What a pipeline has loaded, and what lies in its working folder. Looking at it changes nothing. */
export interface PipelineView extends Pick<Pipeline, 'name' | 'dataset' | 'open' | 'packages' | 'quarantine'> {
  readonly destination: { readonly name: string; readonly location: string };
  readonly capabilities: DestinationCapabilities;
  /** Name of the stored schema; may load the source's package, and needs none of its options. */
  readonly schemaName: string;
}

/** Makes the view of a pipeline; throws where options of the destination are missing or refused. */
export async function viewPipeline(
  parts: ReaderParts,
  define: (definition: Omit<PipelineDefinition<PipelineSource>, 'clock' | 'logger'>) => Pipeline,
): Promise<PipelineView> {
  parts.refuse();
  const { name, dataset, workDir, destination } = parts;
  const { plugin } = destination;
  const options = await validated(plugin.options, destination.options);
  const pipeline = define({ name, dataset, workDir, source: [], destination });
  return {
    name,
    dataset,
    open: (how) => pipeline.open({ ...how, readOnly: true }),
    packages: () => pipeline.packages(),
    quarantine: () => pipeline.quarantine(),
    destination: { name: plugin.name, location: plugin.describe(options) },
    capabilities: plugin.capabilities(options),
    schemaName: await sourceName(parts.source, parts.context),
  };
}
