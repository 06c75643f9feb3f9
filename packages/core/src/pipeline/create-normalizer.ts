import type { DestinationCapabilities } from '../destination/capabilities.ts';
import { createNaming } from '../normalize/naming/naming-convention.ts';
import { Normalizer, type NormalizerOutput } from '../normalize/normalizer.ts';
import { createDetectors } from '../schema/detectors.ts';
import type { Schema } from '../schema/schema.ts';
import type { PipelineSetup } from './setup.ts';

/** Bytes of raw values, beside the row limit, after which the columns of a new table get their types. */
const INFERENCE_BYTES = 8 * 1024 * 1024;

/** Makes the normalizer of a run from the pipeline's settings. */
export function createNormalizer(
  setup: PipelineSetup,
  capabilities: DestinationCapabilities,
  {
    stored,
    loadId,
    output,
  }: { readonly stored: Schema | undefined; readonly loadId: string; readonly output: NormalizerOutput },
): Normalizer {
  const { limits } = setup;
  return new Normalizer({
    schemaName: setup.source.plugin.name,
    stored,
    naming: createNaming(setup.naming, capabilities.identifiers),
    capabilities,
    detectors: createDetectors(setup.detectors, setup.clock),
    loadId,
    inferenceRows: limits.inferenceRows,
    inferenceBytes: INFERENCE_BYTES,
    maxDepth: limits.maxDepth,
    maxJobFileBytes: limits.maxJobFileBytes,
    maxInFlightBytes: limits.maxInFlightBytes,
    output,
  });
}
