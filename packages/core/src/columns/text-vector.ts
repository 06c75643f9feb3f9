import { DoubleValue, ExactDecimal } from '../json/exact-number.ts';
import { BytesVector } from './bytes-vector.ts';
import type { Misfit } from './vector.ts';

/** A column of type `text`. Numbers, dates and bytes convert to their canonical spelling; booleans do not. */
export class TextVector extends BytesVector {
  override readonly dataType = 'text';
  readonly #keepNul: boolean;
  /** NUL characters taken out because the destination cannot store them, since the last reset. */
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
      if (value === undefined || value === null) {
        validity[row] = 0;
        continue;
      }
      const text = typeof value === 'string' ? value : spell(value);
      if (text === undefined) {
        validity[row] = 0;
        misfit(value, row);
      } else {
        this.pushText(this.#keepNul || !text.includes('\0') ? text : this.#withoutNul(text));
        validity[row] = 1;
      }
    }
    this.length = row;
  }

  #withoutNul(text: string): string {
    const parts = text.split('\0');
    this.removedNuls += parts.length - 1;
    return parts.join('');
  }
}

/** The canonical text of a value that is no text, or undefined where leat does not convert on its own. */
function spell(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof DoubleValue) return String(value.value);
  if (value instanceof ExactDecimal) return value.text;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64');
  return undefined;
}
