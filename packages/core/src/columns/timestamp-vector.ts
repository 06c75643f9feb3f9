import { readIsoTimestamp, writeInstant } from '../schema/iso-timestamp.ts';
import { Int64Vector } from './int64-vector.ts';
import type { Misfit } from './vector.ts';
import { epochOf } from './temporal-like.ts';

/** A column of type `timestamp`: microseconds since 1970-01-01T00:00:00Z. */
export class TimestampVector extends Int64Vector {
  override readonly dataType = 'timestamp';
  readonly #declared: boolean;

  /** `declared`: numbers convert too, as seconds since 1970. Never on leat's own guess. */
  constructor(declared: boolean) {
    super();
    this.#declared = declared;
  }

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.reserve(count);
    const { validity, words } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      if (value === undefined || value === null) {
        validity[row] = 0;
      } else if (typeof value === 'string' ? readIsoTimestamp(value, words, 2 * this.count) : this.#write(value)) {
        this.count++;
        validity[row] = 1;
      } else {
        validity[row] = 0;
        misfit(value, row);
      }
    }
    this.length = row;
  }

  #write(value: unknown): boolean {
    const at = 2 * this.count;
    if (value instanceof Date) return writeInstant(value.getTime(), 0, this.words, at);
    if (this.#declared && typeof value === 'number') {
      const micros = Math.round(value * 1e6);
      const millis = Math.floor(micros / 1000);
      return Number.isFinite(value) && writeInstant(millis, micros - millis * 1000, this.words, at);
    }
    const epoch = epochOf(value);
    return epoch !== undefined && writeInstant(epoch.millis, epoch.micros, this.words, at);
  }
}
