import type { Workload } from '../workload.ts';

const TIMES = 10;

/** A workload with ten times the rows, beside itself with as many as before: what it costs that the data are long. */
export function tenTimes(workload: Workload, name: string): Workload {
  return {
    ...workload,
    name,
    description: `${workload.name} with ten times the rows, beside itself`,
    rows: TIMES * workload.rows,
    long: true,
    besideTenth: true,
  };
}
