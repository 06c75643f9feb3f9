import { INITIAL_ROWS, Vector, type Misfit } from './vector.ts';

/** A column of type `bool`. Nothing but booleans converts to it: `1` and `'true'` are not the same as true. */
export class BoolVector extends Vector {
  override readonly dataType = 'bool';
  /** One byte per value. */
  values: Uint8Array = new Uint8Array(INITIAL_ROWS);

  override get byteLength(): number {
    return this.count;
  }

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.#reserve(count);
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      if (value === true || value === false) {
        this.values[this.count++] = value ? 1 : 0;
        validity[row] = 1;
      } else {
        validity[row] = 0;
        if (value !== undefined && value !== null) misfit(value, row);
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
    const grown = new Uint8Array(Math.max(wanted, this.values.length * 2));
    grown.set(this.values.subarray(0, this.count));
    this.values = grown;
  }
}
