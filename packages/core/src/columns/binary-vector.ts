import { BytesVector } from './bytes-vector.ts';
import type { Misfit } from './vector.ts';

/** A column of type `binary`. Text converts where it is strict base64, or hexadecimal behind `0x`. */
export class BinaryVector extends BytesVector {
  override readonly dataType = 'binary';

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.reserveRows(count);
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      validity[row] = 0;
      if (value === undefined || value === null) continue;
      const bytes = toBytes(value);
      if (bytes === undefined) {
        misfit(value, row);
      } else {
        this.pushBytes(bytes);
        validity[row] = 1;
      }
    }
    this.length = row;
  }
}

function toBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (typeof value !== 'string') return undefined;
  if (/^0x(?:[\da-f]{2})*$/i.test(value)) return Buffer.from(value.slice(2), 'hex');
  if (/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(value)) return Buffer.from(value, 'base64');
  return undefined;
}
