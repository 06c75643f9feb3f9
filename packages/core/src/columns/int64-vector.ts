import { INITIAL_ROWS, Vector, type Misfit } from './vector.ts';

const TWO_32 = 4_294_967_296;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * Signed 64-bit integers as pairs of 32-bit words, low word first: what little-endian files hold, and without a
 * `bigint` object per value.
 */
export abstract class Int64Vector extends Vector {
  /** `words[2 * i]` is the low word of value `i`, `words[2 * i + 1]` the high word. */
  words: Int32Array = new Int32Array(2 * INITIAL_ROWS);

  override get byteLength(): number {
    return this.count * 8;
  }

  /** The values as raw bytes, 8 each, little-endian. */
  valueBytes(): Uint8Array {
    return new Uint8Array(this.words.buffer, 0, this.count * 8);
  }

  /** Value number `index` (not row number). */
  valueAt(index: number): bigint {
    return (BigInt(this.words[2 * index + 1] ?? 0) << 32n) | BigInt((this.words[2 * index] ?? 0) >>> 0);
  }

  override compact(keep: Uint8Array): void {
    this.forEachKeptValue(keep, (from, to) => {
      this.words.copyWithin(2 * to, 2 * from, 2 * from + 2);
    });
    this.compactValidity(keep);
  }

  protected reserve(rows: number): void {
    this.reserveRows(rows);
    const wanted = 2 * (this.count + rows);
    if (wanted <= this.words.length) return;
    const grown = new Int32Array(Math.max(wanted, this.words.length * 2));
    grown.set(this.words.subarray(0, 2 * this.count));
    this.words = grown;
  }

  protected pushNumber(value: number): void {
    const at = 2 * this.count++;
    const high = Math.floor(value / TWO_32);
    this.words[at] = value - high * TWO_32;
    this.words[at + 1] = high;
  }

  protected pushBigint(value: bigint): boolean {
    if (value < MIN_INT64 || value > MAX_INT64) return false;
    const at = 2 * this.count++;
    this.words[at] = Number(BigInt.asIntN(32, value));
    this.words[at + 1] = Number(BigInt.asIntN(32, value >> 32n));
    return true;
  }
}

/** A column of type `bigint`. */
export class BigintVector extends Int64Vector {
  override readonly dataType = 'bigint';

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.reserve(count);
    const { validity, words } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      if (typeof value === 'number' && (value | 0) === value) {
        const at = 2 * this.count++;
        words[at] = value;
        words[at + 1] = value >> 31;
        validity[row] = 1;
      } else if (value === undefined || value === null) {
        validity[row] = 0;
      } else if (this.#push(value)) {
        validity[row] = 1;
      } else {
        validity[row] = 0;
        misfit(value, row);
      }
    }
    this.length = row;
  }

  /** Text counts only in its canonical spelling, so that nothing (a leading zero, a blank) is lost. */
  #push(value: unknown): boolean {
    if (typeof value === 'number') {
      if (!Number.isSafeInteger(value)) return false;
      this.pushNumber(value);
      return true;
    }
    if (typeof value === 'bigint') return this.pushBigint(value);
    if (typeof value === 'string' && /^(0|-?[1-9]\d{0,18})$/.test(value)) return this.pushBigint(BigInt(value));
    return false;
  }
}
