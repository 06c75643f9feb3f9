import type { CaseResult } from '../results/case-result.ts';
import type { Server } from '../site.ts';
import type { NamedWriteMode } from '../workload/write-modes.ts';

/** What a part of the suite gets. */
export interface PartContext {
  /** Where the databases are made; DuckDB files unless said otherwise. */
  readonly server?: Server;
  /** Every choice a part makes follows from it. */
  readonly seed: number;
  readonly modes: readonly NamedWriteMode[];
  /** How often a part repeats what it repeats; each part has a default. */
  readonly runs?: number;
  /** Takes each result as it comes. */
  readonly report: (result: CaseResult) => void;
}
