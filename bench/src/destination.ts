import type { Destination } from '@leat/core';
import type { Fingerprint, TableLayout } from './fingerprint.ts';
import type { WorkloadTable } from './workload.ts';

/** A place to load into, and how to look at what arrived. */
export interface BenchDestination {
  readonly name: string;
  /** What leat gets; everything it stores lies in `folder`, or in a place of its own that is called like the folder. */
  configure(folder: string): Destination;
  /** Starts what all processes of a bench share; absent where there is nothing. */
  readonly start?: () => Promise<AsyncDisposable>;
  /** Makes the place that belongs to a folder, before the clock starts. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** Reads what a run left behind; absent where that is a DuckDB file. */
  readonly fingerprint?: (tables: readonly WorkloadTable[], layout: TableLayout) => Promise<Fingerprint>;
}
