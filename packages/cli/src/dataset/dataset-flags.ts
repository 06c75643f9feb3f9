import type { PipelineFlags } from '@leat/runtime';

/** The flags of a command that say where a pipeline's data are, as the runtime takes them. */
export function datasetFlags(options: {
  readonly destination?: string | undefined;
  readonly dataset?: string | undefined;
}): PipelineFlags {
  return {
    ...(options.destination === undefined ? {} : { destination: options.destination }),
    ...(options.dataset === undefined ? {} : { dataset: options.dataset }),
  };
}
