import type { CheckFinding, Destination, Logger, Pipeline, PipelineSource, Source, SourceHost } from '@leat/core';
import { validated } from '../config/options-schema.ts';
import type { PipelineParts } from './pipeline-parts.ts';

/** One answer of `leat check`, and what was asked. */
export interface PipelineFinding extends CheckFinding {
  readonly subject: 'configuration' | 'source' | 'destination';
}

/**
 * Asks source and destination whether they could be used, without loading anything. The parts exist, so the configuration
 * is complete; a destination that cannot be opened throws its own error.
 */
export async function* checkPipeline(
  parts: PipelineParts,
  pipeline: Pipeline,
  host: SourceHost,
): AsyncIterable<PipelineFinding> {
  yield { subject: 'configuration', name: parts.name, status: 'ok', message: `complete; dataset ${parts.dataset}` };
  yield* checkSource(parts.source, host);
  yield* checkDestination(parts.destination, pipeline, host);
}

async function* checkSource(source: PipelineSource, host: SourceHost): AsyncIterable<PipelineFinding> {
  if (!isConfigured(source)) {
    yield { subject: 'source', name: 'resources', status: 'ok', message: 'made in code: nothing to ask' };
    return;
  }
  const { plugin } = source;
  if (plugin.check === undefined) {
    yield {
      subject: 'source',
      name: plugin.name,
      status: 'ok',
      message: 'options accepted; the source has no check of its own',
    };
    return;
  }
  const options = await validated(plugin.options, source.options);
  for await (const finding of plugin.check({ ...host, options })) yield { subject: 'source', ...finding };
}

async function* checkDestination(
  destination: Destination,
  pipeline: Pipeline,
  { signal, logger }: SourceHost,
): AsyncIterable<PipelineFinding> {
  const { plugin } = destination;
  const options = await validated(plugin.options, destination.options);
  const location = plugin.describe(options);
  await using dataset = await pipeline.open({ signal, readOnly: true });
  const call = { signal, logger: logger satisfies Logger };
  for await (const finding of dataset.client.check?.(call) ?? []) yield { subject: 'destination', ...finding };
  const loads = await dataset.client.readLoads({ limit: 1 }, call);
  const last = loads[0] === undefined ? 'nothing loaded yet' : `last load ${loads[0].loadId}`;
  yield { subject: 'destination', name: plugin.name, status: 'ok', message: `${location}: reachable, ${last}` };
}

function isConfigured(source: PipelineSource): source is Source {
  return 'kind' in source && source.kind === 'configured-source';
}
