import type { Workload } from './workload.ts';
import { flat } from './workloads/flat.ts';
import { json, ndjson } from './workloads/json-text.ts';
import { deleteInsert, upsert } from './workloads/merge.ts';
import { nested } from './workloads/nested.ts';
import { tenTimes } from './workloads/ten-times.ts';
import { sparse, wide } from './workloads/wide.ts';

/** Everything that can be loaded, in the order it is measured. */
export const WORKLOADS: readonly Workload[] = [
  flat,
  nested,
  wide,
  sparse,
  upsert,
  deleteInsert,
  ndjson,
  json,
  tenTimes(flat, 'flat-10m'),
  tenTimes(ndjson, 'ndjson-1gb'),
  tenTimes(json, 'json-1gb'),
];
