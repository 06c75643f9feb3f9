/**
 * What a child process measures: leat, the floor beside it, the generator (or parser) of rows alone, or leat's load alone, from
 * files that were written before the clock starts. The others prepare: the text that is read, and the tables rows are merged
 * into, by leat or by the floor.
 */
export type Variant = 'leat' | 'floor' | 'generator' | 'load' | 'input' | 'base' | 'floor-base';

/** One measurement, as a child process gets it. */
export interface Task {
  readonly variant: Variant;
  readonly workload: string;
  readonly destination: string;
  readonly rows: number;
  /** Folder for everything the run writes; empty, but for a base to merge into. */
  readonly folder: string;
  /** File with the text that the rows are read from, in workloads that have one. */
  readonly input?: string;
  /** File for samples of memory over time. */
  readonly samples?: string;
}

/** What a child process found out. */
export interface Measurement {
  /** Table → rows in it. */
  readonly tables: Readonly<Record<string, number>>;
  /** Seconds of real time from the first row to the closed database; starting Node and loading modules are not part of it. */
  readonly seconds: number;
  /** Seconds of processor time meanwhile, over all threads of the process. */
  readonly cpuSeconds: number;
  /** Peak of the whole process, starting Node included. */
  readonly peakRssBytes: number;
  /** Parts of the seconds, by name; they may overlap. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Rows over all tables. */
export function rowsOf({ tables }: Pick<Measurement, 'tables'>): number {
  return Object.values(tables).reduce((sum, rows) => sum + rows, 0);
}
