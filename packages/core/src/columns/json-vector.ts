import { stringifyJson } from '../json/stringify-json.ts';
import { BytesVector } from './bytes-vector.ts';
import type { Misfit } from './vector.ts';

/** A column of type `json`: any value, as JSON text with exact numbers. */
export class JsonVector extends BytesVector {
  override readonly dataType = 'json';

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.reserveRows(count);
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      validity[row] = 0;
      if (value === undefined || value === null) continue;
      const json = stringifyJson(value);
      if (json === undefined) {
        misfit(value, row);
      } else {
        this.pushText(json.text);
        this.repairedSurrogates += json.repairedSurrogates;
        validity[row] = 1;
      }
    }
    this.length = row;
  }
}
