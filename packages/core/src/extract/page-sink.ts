/** Takes the rows of one resource. */
export interface PageSink {
  append(page: readonly unknown[]): void | Promise<void>;
  /** Counts rows that a step or the cursor took out. */
  filtered?(rows: number): void;
  /** Counts something a reader of the data should know. */
  warn?(code: string, column: string | undefined, count: number, message: string): void;
}
