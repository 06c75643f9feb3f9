/** What a floor did, and how long its two halves took. */
export interface FloorTimes {
  /** Seconds until the files were written, the generator's share included. */
  readonly write: number;
  /** Seconds of loading them, opening and closing the database included. */
  readonly load: number;
}

/**
 * Loads a workload's data in the way a good engineer would write for this one task: no inference, no schema evolution, no
 * resuming, the columns known beforehand. Its database ends up in `folder`; `input` is the text of workloads that have one.
 */
export type Floor = (rows: number, folder: string, input: string) => Promise<FloorTimes>;

/** Brings a database into the state that a merge begins with. */
export type FloorBase = (rows: number, folder: string) => Promise<void>;
