/** What became of the rows of one table in one load. Rows, never bytes. */
export interface TableReceipt {
  /** Rows the source yielded for this table, lists inside rows included. */
  readonly extracted: number;
  /** Taken out by a step of the pipeline. */
  readonly filtered: number;
  /** Refused by a contract. */
  readonly discarded: number;
  /** Set aside with a reason, to be looked at. */
  readonly quarantined: number;
  /** Resolved against another row of the same load with the same key. */
  readonly duplicates: number;
  /** Rows in the job files. */
  readonly written: number;
  /** Rows the destination counted while it loaded. */
  readonly loaded: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** What a destination counted for one table while it staged and published a load. */
export interface PublishedCounts {
  /** Rows in staging before anything was resolved. */
  readonly loaded: number;
  /** Rows of this load dropped in favour of another with the same key. */
  readonly duplicates: number;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

/** The account of a load, stored with it: every extracted row is somewhere. */
export interface LoadReceipt {
  readonly version: 1;
  readonly loadId: string;
  readonly tables: Readonly<Record<string, TableReceipt>>;
  readonly files: readonly {
    readonly name: string;
    readonly rows: number;
    readonly bytes: number;
    readonly sha256: string;
  }[];
  readonly warnings: readonly LoadWarning[];
}

/** Something a reader of the data should know: counted, never only logged. */
export interface LoadWarning {
  readonly code: string;
  readonly table: string;
  readonly column?: string;
  readonly count: number;
  readonly message: string;
}
