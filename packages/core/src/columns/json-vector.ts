import { stringifyJson } from '../json/stringify-json.ts';
import { BytesVector } from './bytes-vector.ts';
import type { Misfit } from './vector.ts';

/** The escape of NUL in JSON text, behind an even number of backslashes, and those. */
const NUL_ESCAPES = /(?<!\\)((?:\\\\)*)\\u0000/g;

/** A column of type `json`: any value, as JSON text with exact numbers. */
export class JsonVector extends BytesVector {
  override readonly dataType = 'json';
  readonly #keepNul: boolean;
  /** NUL characters taken out of texts and keys because the destination cannot store them, since the last reset. */
  removedNuls = 0;

  constructor(keepNul: boolean) {
    super();
    this.#keepNul = keepNul;
  }

  override reset(): void {
    super.reset();
    this.removedNuls = 0;
  }

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
        this.pushText(
          this.#keepNul || !json.text.includes(String.raw`\u0000`) ? json.text : this.#withoutNul(json.text),
        );
        this.repairedSurrogates += json.repairedSurrogates;
        validity[row] = 1;
      }
    }
    this.length = row;
  }

  #withoutNul(text: string): string {
    return text.replaceAll(NUL_ESCAPES, (_escape, backslashes: string) => {
      this.removedNuls++;
      return backslashes;
    });
  }
}
