import type { CallOptions, DestinationClient } from '../destination/client.ts';
import type { LoadPackageStore } from '../package/load-package-store.ts';
import type { RunEvent } from './events.ts';
import type { PipelineSetup } from './setup.ts';

/** What all steps of one run share. */
export interface RunScope {
  readonly setup: PipelineSetup;
  readonly client: DestinationClient;
  readonly store: LoadPackageStore;
  readonly call: CallOptions;
  readonly emit: (event: RunEvent) => void;
}
