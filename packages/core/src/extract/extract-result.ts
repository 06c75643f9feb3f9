import type { AnyResource } from '../source/resource.ts';

/** How the extraction of one resource ended. */
export interface ExtractResult {
  readonly resource: AnyResource;
  /** `skipped`: the source cannot have it, and nobody asked for it by name; the error says why. */
  readonly status: 'done' | 'stopped' | 'failed' | 'skipped';
  /** Rows behind the last step, and rows that were taken out before. */
  readonly rows: number;
  /** Rows that steps and the cursor took out. */
  readonly filtered: number;
  readonly requests: number;
  /** What the state was when the last page was taken, as JSON. */
  readonly state: string;
  /** True where the rows must not be loaded: the next run could not tell them from those that are still to come. */
  readonly held: boolean;
  readonly error?: unknown;
}
