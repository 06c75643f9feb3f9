import type { LoadReceipt, LoadWarning } from '../load/receipt.ts';

/** How one resource ended. */
export interface ResourceReport {
  readonly name: string;
  readonly status: 'done' | 'failed' | 'skipped' | 'stopped';
  /** Rows of the source, behind all steps; those that were filtered included. */
  readonly rows: number;
  /** Rows that steps or the cursor took out. */
  readonly filtered: number;
  readonly requests: number;
  /** Why it was skipped. */
  readonly reason?: string;
  readonly error?: ErrorReport;
}

/** An error as data: what `--json` prints. */
export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly recoverability: 'transient' | 'terminal';
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** One committed load. */
export interface LoadReport {
  readonly loadId: string;
  /** True when the package came from an earlier run that was interrupted. */
  readonly resumed: boolean;
  readonly receipt: LoadReceipt;
}

/** What a run did. Plain data, the `--json` answer of `leat run`. */
export interface RunReport {
  readonly version: 1;
  /** `partial`: some resources failed, the others were loaded. `stopped`: ended early on request. */
  readonly status: 'done' | 'partial' | 'stopped';
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: { readonly name: string; readonly location: string };
  readonly resources: readonly ResourceReport[];
  readonly loads: readonly LoadReport[];
  readonly warnings: readonly LoadWarning[];
  /** Wall-clock seconds. Extract and load overlap: `load` counts from the end of extraction to the end of the commit. */
  readonly seconds: { readonly extract: number; readonly load: number; readonly total: number };
}
