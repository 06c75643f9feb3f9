import type { DataType } from '../schema/column.ts';

/**
 * Takes a value that a vector could not hold, with the row it belongs to. The vector itself records null for the row.
 */
export type Misfit = (value: unknown, row: number) => void;

/**
 * The values of one column of one batch of rows, in the layout job files want: values without gaps, and one byte per
 * row that tells whether it has one.
 *
 * A vector grows with `append*` and starts again with `reset`; its buffers stay allocated between batches.
 */
export abstract class Vector {
  abstract readonly dataType: DataType;
  /** Rows so far, nulls included. */
  length = 0;
  /** Values so far: rows that are not null. */
  count = 0;
  /** One byte per row, 1 where the row has a value. */
  validity: Uint8Array = new Uint8Array(INITIAL_ROWS);

  /** Bytes the values take in memory and, nearly, in a file. */
  abstract get byteLength(): number;

  /**
   * Appends `values[0..count)`. `undefined` and `null` are nulls; a value of another type is converted where that
   * loses nothing, and otherwise handed to `misfit`.
   */
  abstract appendRun(values: readonly unknown[], count: number, misfit: Misfit): void;

  /** Keeps the rows for which `keep` is 1, in their order. */
  abstract compact(keep: Uint8Array): void;

  appendNulls(rows: number): void {
    this.reserveRows(rows);
    this.validity.fill(0, this.length, this.length + rows);
    this.length += rows;
  }

  /** Appends nulls until there are `rows` rows. */
  padTo(rows: number): void {
    if (rows > this.length) this.appendNulls(rows - this.length);
  }

  reset(): void {
    this.length = 0;
    this.count = 0;
  }

  get nullCount(): number {
    return this.length - this.count;
  }

  protected reserveRows(rows: number): void {
    const wanted = this.length + rows;
    if (wanted <= this.validity.length) return;
    const grown = new Uint8Array(Math.max(wanted, this.validity.length * 2));
    grown.set(this.validity.subarray(0, this.length));
    this.validity = grown;
  }

  /** Takes over the validity of the kept rows; the values are the subclass's matter. */
  protected compactValidity(keep: Uint8Array): void {
    let length = 0;
    let count = 0;
    for (let row = 0; row < this.length; row++) {
      if (keep[row] !== 1) continue;
      const valid = this.validity[row] ?? 0;
      this.validity[length++] = valid;
      count += valid;
    }
    this.length = length;
    this.count = count;
  }

  /** Calls `kept` with the old and the new position of every value that stays. */
  protected forEachKeptValue(keep: Uint8Array, kept: (from: number, to: number) => void): void {
    let from = 0;
    let to = 0;
    for (let row = 0; row < this.length; row++) {
      if (this.validity[row] !== 1) continue;
      if (keep[row] === 1) kept(from, to++);
      from++;
    }
  }
}

/** Small, because a table may have ten thousand columns and a batch a single row. */
export const INITIAL_ROWS = 64;
