import type { Workload } from './workload.ts';
import { flat } from './workloads/flat.ts';
import { nested } from './workloads/nested.ts';

/** Everything that can be measured, in the order it is. */
export const WORKLOADS: readonly Workload[] = [flat, nested];
