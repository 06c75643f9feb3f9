import { join } from 'node:path';
import { definePipeline, defineResource, type Destination, type RunReport } from '@leat/core';
import type { Workload } from './workload.ts';

/** Dataset that leat loads into, and so the schema its tables are in. */
export const DATASET = 'bench';

/** What a run is about. */
export interface LeatRun {
  readonly workload: Workload;
  readonly destination: Destination;
  readonly rows: number;
  readonly folder: string;
  /** Keep the job files after the load. */
  readonly keepFiles?: boolean;
}

/** Loads a workload as a user would: no limit, no setting, nothing declared but the workload's hints. */
export function runLeat({ workload, destination, rows, folder, keepFiles = false }: LeatRun): Promise<RunReport> {
  const [root] = workload.tables;
  return definePipeline({
    name: DATASET,
    source: defineResource<string, object>({
      name: root.name,
      rows: () => workload.pages(rows),
      columns: workload.hints,
    }),
    destination,
    dataset: DATASET,
    workDir: join(folder, 'work'),
    keepLoadedFiles: keepFiles,
  }).run();
}

/** Table → rows the destination counted. */
export function loadedRows(report: RunReport): Record<string, number> {
  return Object.fromEntries(
    report.loads.flatMap(({ receipt }) =>
      Object.entries(receipt.tables).map(([table, { loaded }]) => [table, loaded] as const),
    ),
  );
}
