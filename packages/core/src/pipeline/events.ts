import type { LoadReceipt, LoadWarning } from '../load/receipt.ts';

/** What happens during a run, in order; for progress, logs and telemetry. Holds no secrets and no row values. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly pipeline: string; readonly resources: readonly string[] }
  | { readonly type: 'package-resumed'; readonly loadId: string }
  | { readonly type: 'package-discarded'; readonly loadId: string }
  | { readonly type: 'resource-started'; readonly resource: string }
  /** A page was taken; `rows` and `requests` are totals of the resource so far. */
  | { readonly type: 'resource-progress'; readonly resource: string; readonly rows: number; readonly requests: number }
  | {
      readonly type: 'resource-waiting';
      readonly resource: string;
      readonly reason: string;
      readonly milliseconds: number;
    }
  | { readonly type: 'resource-finished'; readonly resource: string; readonly rows: number; readonly requests: number }
  | { readonly type: 'resource-failed'; readonly resource: string; readonly code: string; readonly message: string }
  | { readonly type: 'extract-finished'; readonly rows: number; readonly seconds: number }
  | {
      readonly type: 'file-written';
      readonly table: string;
      readonly file: string;
      readonly rows: number;
      readonly bytes: number;
    }
  | { readonly type: 'file-loaded'; readonly table: string; readonly file: string; readonly rows: number }
  | { readonly type: 'package-sealed'; readonly loadId: string; readonly files: number; readonly bytes: number }
  | {
      readonly type: 'load-committed';
      readonly loadId: string;
      readonly receipt: LoadReceipt;
      readonly seconds: number;
    }
  | { readonly type: 'warning'; readonly warning: LoadWarning }
  | { readonly type: 'draining'; readonly reason: string }
  | { readonly type: 'run-finished'; readonly ok: boolean; readonly seconds: number };
