import type { NamedWriteMode } from './write-modes.ts';
import type { WorkloadOptions } from './workload-source.ts';

/** Two loads in one write mode: the second one adds, replaces or updates what the first one brought. */
export interface Scenario {
  readonly mode: NamedWriteMode;
  readonly first: WorkloadOptions;
  readonly second: WorkloadOptions;
}

/** Documents of the first load: enough for several files per table, few enough for hundreds of cycles. */
const DOCUMENTS = 1200;

/** Makes the scenario of a write mode; `documents` is the size of the first load. */
export function scenarioOf(
  mode: NamedWriteMode,
  seed: number,
  {
    documents = DOCUMENTS,
    shape = 'nested',
  }: { readonly documents?: number; readonly shape?: WorkloadOptions['shape'] } = {},
): Scenario {
  const common = { write: mode.write, shape, seed };
  const half = Math.floor(documents / 2);
  const first: WorkloadOptions = { ...common, from: 0, to: documents, revision: 0 };
  switch (dispositionOf(mode)) {
    case 'append': {
      return {
        mode,
        first: { ...first, from: 'state' },
        second: { ...common, from: 'state', to: 2 * documents, revision: 0 },
      };
    }
    case 'replace':
      return { mode, first, second: { ...common, from: 0, to: documents + half, revision: 1 } };
    case 'merge':
      return { mode, first, second: { ...common, from: half, to: documents + half, revision: 1 } };
  }
}

/** The disposition of a write mode, without its strategy. */
export function dispositionOf({ write }: NamedWriteMode): 'append' | 'replace' | 'merge' {
  return typeof write === 'string' ? write : write.disposition;
}
