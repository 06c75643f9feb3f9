import type { LoadReceipt, PipelineLimits } from '@leat/core';
import type { WorkloadOptions } from '../workload/workload-source.ts';
import type { SpecialSource } from '../workload/special-source.ts';
import type { Place } from '../place.ts';

/** What a child process is told to run: its one argument, as JSON. */
export interface WorkloadRun {
  readonly place: Place;
  readonly source: WorkloadOptions | SpecialSource;
  readonly limits?: PipelineLimits;
  /** Kills the process right before the n-th statement of the publishing transaction, counted from 1. */
  readonly killAtStatement?: number;
  /** Kills the process when the engine has acknowledged COMMIT, before leat learns of it. */
  readonly killAfterCommit?: boolean;
  /** Prints the statements of the publishing transaction as part of the answer. */
  readonly listStatements?: boolean;
}

/** What the child prints on its last line of stdout. */
export type WorkloadAnswer =
  | {
      readonly ok: true;
      readonly status: 'done' | 'partial' | 'stopped';
      readonly loads: readonly { readonly loadId: string; readonly resumed: boolean; readonly receipt: LoadReceipt }[];
      readonly statements: readonly string[];
      /** Seconds of the run, the start of the process left out. */
      readonly seconds: number;
      /** Seconds from the first statement of the last publishing transaction to the answer to its COMMIT. */
      readonly publishSeconds: number;
      /** Bytes of the process at its largest. */
      readonly peakRss: number;
    }
  | { readonly ok: false; readonly code: string; readonly message: string; readonly remedy: string };
