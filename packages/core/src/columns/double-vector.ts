import { INITIAL_ROWS, Vector, type Misfit } from './vector.ts';
import { DoubleValue } from '../json/exact-number.ts';

/** A column of type `double`: IEEE 754, not-a-number and infinities included. */
export class DoubleVector extends Vector {
  override readonly dataType = 'double';
  values: Float64Array = new Float64Array(INITIAL_ROWS);

  override get byteLength(): number {
    return this.count * 8;
  }

  /** The values as raw bytes, 8 each, little-endian. */
  valueBytes(): Uint8Array {
    return new Uint8Array(this.values.buffer, 0, this.count * 8);
  }

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.#reserve(count);
    const { validity } = this;
    const target = this.values;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      if (typeof value === 'number') {
        target[this.count++] = value;
        validity[row] = 1;
      } else if (value === undefined || value === null) {
        validity[row] = 0;
      } else {
        const converted = toDouble(value);
        if (converted === undefined) {
          validity[row] = 0;
          misfit(value, row);
        } else {
          target[this.count++] = converted;
          validity[row] = 1;
        }
      }
    }
    this.length = row;
  }

  override compact(keep: Uint8Array): void {
    this.forEachKeptValue(keep, (from, to) => {
      this.values.copyWithin(to, from, from + 1);
    });
    this.compactValidity(keep);
  }

  #reserve(rows: number): void {
    this.reserveRows(rows);
    const wanted = this.count + rows;
    if (wanted <= this.values.length) return;
    const grown = new Float64Array(Math.max(wanted, this.values.length * 2));
    grown.set(this.values.subarray(0, this.count));
    this.values = grown;
  }
}

/** Converts what a double holds exactly: integers it can represent, and text that prints back the same. */
function toDouble(value: unknown): number | undefined {
  if (value instanceof DoubleValue) return value.value;
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isFinite(number) && BigInt(number) === value ? number : undefined;
  }
  if (typeof value === 'string') {
    const number = Number(value);
    return value !== '' && Number.isFinite(number) && String(number) === value ? number : undefined;
  }
  return undefined;
}
