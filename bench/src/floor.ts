/** What a floor did, and how long its two halves took. */
export interface FloorTimes {
  /** Seconds until the files were written, the generator's share included. */
  readonly write: number;
  /** Seconds of loading them, opening and closing the database included. */
  readonly load: number;
}

/**
 * Loads a workload's data in the way a good engineer would write for this one task: no inference, no schema evolution, no
 * resuming, the columns known beforehand. Its database ends up in `folder`.
 */
export type Floor = (rows: number, folder: string) => Promise<FloorTimes>;
