import type { ExactDecimal } from '../json/exact-number.ts';
import type { RowKey } from './rows.ts';

/** What a cursor can be. Texts that are ISO 8601 timestamps or dates (`2024-01-15`) are compared as such, in UTC. */
export type CursorValue = string | number | bigint | Date | ExactDecimal;

/** Where a cursor is in a row: a key, keys joined with dots, or a list of keys where a key has a dot in it. */
export type CursorPath<Row extends object> =
  | RowKey<Row>
  | `${RowKey<Row>}.${string}`
  | readonly [RowKey<Row>, ...(readonly string[])];

/**
 * How a resource reads only what is new.
 *
 * Rows below the start of the window are dropped; rows at the start that the last load has already are told apart by key
 * or content and dropped too. The highest cursor of the rows that were loaded is saved in their commit. What is dropped
 * counts as filtered in the receipt. Steps of the resource run first: the cursor is one of the rows they give.
 */
export interface Incremental<Row extends object> {
  readonly cursor: CursorPath<Row>;
  /** Where the first run starts. Later changes of it have no effect, until the state of the resource is reset. */
  readonly initial?: CursorValue;
  /** Where every run ends; needs `initial`. Such a resource loads one window: its cursor is never moved. */
  readonly end?: CursorValue;
  /**
   * Reads again what is up to so far below the highest cursor, for rows that come late: a difference for numbers, seconds
   * for timestamps, days for dates. Never below `initial`. Rows read again are loaded again: write with merge.
   */
  readonly lag?: number;
  /**
   * How the source orders its rows; reading stops early at the end (`asc`) or at the start (`desc`) of the window, and a
   * read that was cut short goes on where it stopped (`asc`). Rows that contradict it are counted as `LEAT_CURSOR_ORDER`
   * and end these liberties. Default `none`.
   */
  readonly order?: 'asc' | 'desc' | 'none';
  /** Rows without a cursor, or with null: end the resource (`raise`, the default), are loaded, or are dropped. */
  readonly onMissing?: 'raise' | 'include' | 'exclude';
  /** Whether rows at the bounds belong to the window. Default: start `closed`, end `open`. */
  readonly boundary?: { readonly start?: 'closed' | 'open'; readonly end?: 'open' | 'closed' };
  /**
   * Keys that tell rows at the start of the window apart; the primary key by default, the whole content without one. False
   * loads them again. Never done with `lag`, with a window that has an end, or with an open start.
   */
  readonly dedup?: false | RowKey<Row> | readonly RowKey<Row>[];
}

/** The window of one run, for the requests of a source. */
export interface CursorWindow {
  /** Rows below are dropped; undefined where everything is wanted. Spelled as in the rows, less the lag. */
  readonly start: CursorValue | undefined;
  /** Rows from here on are dropped; undefined where there is no end. */
  readonly end: CursorValue | undefined;
  /** The highest cursor so far: of earlier runs, and of the pages of this one that were taken. */
  readonly last: CursorValue | undefined;
}
