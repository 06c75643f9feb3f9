import { join } from 'node:path';
import { definePipeline, defineResource, type Destination, type RunReport } from '@leat/core';
import type { Pages, Workload } from './workload.ts';

/** Dataset that leat loads into, and so the schema its tables are in. */
export const DATASET = 'bench';

/** What a run is about. */
export interface LeatRun {
  readonly workload: Workload;
  readonly destination: Destination;
  readonly rows: number;
  readonly folder: string;
  /** File that the rows are read from, in workloads that have one. */
  readonly input?: string | undefined;
  /** Loads what is in the table before a merge, instead of the rows themselves. */
  readonly base?: boolean;
  /** Keep the job files after the load. */
  readonly keepFiles?: boolean;
}

/** Loads a workload as a user would: no limit, no setting, nothing declared but the workload's hints. */
export function runLeat({ workload, destination, keepFiles = false, ...run }: LeatRun): Promise<RunReport> {
  const [root] = workload.tables;
  const { merge } = workload;
  return definePipeline({
    name: DATASET,
    source: defineResource<string, object>({
      name: root.name,
      rows: () => pagesOf(workload, run),
      columns: workload.hints,
      ...(merge === undefined ? {} : { write: merge.write, primaryKey: merge.primaryKey as never }),
    }),
    destination,
    dataset: DATASET,
    workDir: join(run.folder, 'work'),
    keepLoadedFiles: keepFiles,
  }).run();
}

/** The rows of a run. */
export function pagesOf(
  workload: Workload,
  { rows, input = '', base = false }: Pick<LeatRun, 'rows' | 'input' | 'base'>,
): Pages {
  return base && workload.merge !== undefined ? workload.merge.base(rows) : workload.pages(rows, input);
}

/** Table → rows the destination counted. */
export function loadedRows(report: RunReport): Record<string, number> {
  return Object.fromEntries(
    report.loads.flatMap(({ receipt }) =>
      Object.entries(receipt.tables).map(([table, { loaded }]) => [table, loaded] as const),
    ),
  );
}
