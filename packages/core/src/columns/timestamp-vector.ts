import { DAY_MILLIS } from '../schema/calendar.ts';
import { parseIsoDate } from '../schema/iso-date.ts';
import { readIsoTimestamp, writeInstant } from '../schema/iso-timestamp.ts';
import { Int64Vector } from './int64-vector.ts';
import type { Misfit } from './vector.ts';
import { epochOf, plainText } from './temporal-like.ts';

/** `YYYY-MM-DD`; shorter forms of dates are more likely numbers. */
const DATE_LENGTH = 10;

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
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      if (value === undefined || value === null) {
        validity[row] = 0;
      } else if (typeof value === 'string' ? this.#writeText(value) : this.#write(value)) {
        this.count++;
        validity[row] = 1;
      } else {
        validity[row] = 0;
        misfit(value, row);
      }
    }
    this.length = row;
  }

  /** A date is its midnight in UTC, as in dlt. */
  #writeText(text: string): boolean {
    const at = 2 * this.count;
    if (readIsoTimestamp(text, this.words, at)) return true;
    const days = text.length === DATE_LENGTH ? parseIsoDate(text) : undefined;
    return days !== undefined && writeInstant(days * DAY_MILLIS, 0, this.words, at);
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
    if (epoch !== undefined) return writeInstant(epoch.millis, epoch.micros, this.words, at);
    const text = plainText(value);
    return text !== undefined && this.#writeText(text);
  }
}
