import { parseIsoTime } from '../schema/iso-time.ts';
import { Int64Vector } from './int64-vector.ts';
import { plainText } from './temporal-like.ts';
import type { Misfit } from './vector.ts';

/** A column of type `time`: microseconds since midnight. */
export class TimeVector extends Int64Vector {
  override readonly dataType = 'time';

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.reserve(count);
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      validity[row] = 0;
      if (value === undefined || value === null) continue;
      const text = typeof value === 'string' ? value : plainText(value);
      const micros = text === undefined ? undefined : parseIsoTime(text);
      if (micros === undefined) {
        misfit(value, row);
      } else {
        this.pushNumber(micros);
        validity[row] = 1;
      }
    }
    this.length = row;
  }
}
