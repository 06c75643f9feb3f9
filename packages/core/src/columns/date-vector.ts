import { parseIsoDate } from '../schema/iso-date.ts';
import { plainText } from './temporal-like.ts';
import { INITIAL_ROWS, Vector, type Misfit } from './vector.ts';

/** A column of type `date`: days since 1970-01-01. */
export class DateVector extends Vector {
  override readonly dataType = 'date';
  days: Int32Array = new Int32Array(INITIAL_ROWS);

  override get byteLength(): number {
    return this.count * 4;
  }

  /** The values as raw bytes, 4 each, little-endian. */
  valueBytes(): Uint8Array {
    return new Uint8Array(this.days.buffer, 0, this.count * 4);
  }

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.#reserve(count);
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      validity[row] = 0;
      if (value === undefined || value === null) continue;
      const text = typeof value === 'string' ? value : plainText(value);
      const days = text === undefined ? undefined : parseIsoDate(text);
      if (days === undefined) {
        misfit(value, row);
      } else {
        this.days[this.count++] = days;
        validity[row] = 1;
      }
    }
    this.length = row;
  }

  override compact(keep: Uint8Array): void {
    this.forEachKeptValue(keep, (from, to) => {
      this.days.copyWithin(to, from, from + 1);
    });
    this.compactValidity(keep);
  }

  #reserve(rows: number): void {
    this.reserveRows(rows);
    const wanted = this.count + rows;
    if (wanted <= this.days.length) return;
    const grown = new Int32Array(Math.max(wanted, this.days.length * 2));
    grown.set(this.days.subarray(0, this.count));
    this.days = grown;
  }
}
