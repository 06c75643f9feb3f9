import { DoubleValue, ExactDecimal } from '../json/exact-number.ts';
import { BytesVector } from './bytes-vector.ts';
import type { Misfit } from './vector.ts';

/** A column of type `decimal(precision, scale)`; values travel as their digits and are never rounded. */
export class DecimalVector extends BytesVector {
  override readonly dataType = 'decimal';
  readonly #integerDigits: number;
  readonly #scale: number;

  constructor(precision: number, scale: number) {
    super();
    this.#integerDigits = precision - scale;
    this.#scale = scale;
  }

  override appendRun(values: readonly unknown[], count: number, misfit: Misfit): void {
    this.reserveRows(count);
    const { validity } = this;
    let row = this.length;
    for (let index = 0; index < count; index++, row++) {
      const value = values[index];
      validity[row] = 0;
      if (value === undefined || value === null) continue;
      const digits = decimalDigits(value);
      if (digits === undefined || digits.integer > this.#integerDigits || digits.fraction > this.#scale) {
        misfit(value, row);
      } else {
        this.pushText(digits.text);
        validity[row] = 1;
      }
    }
    this.length = row;
  }
}

/** A decimal in plain notation, and how many digits it has on either side of the point. */
export interface DecimalDigits {
  readonly text: string;
  readonly integer: number;
  readonly fraction: number;
}

/** Reads a value as an exact decimal, or undefined where it is none (text in exponent notation included). */
export function decimalDigits(value: unknown): DecimalDigits | undefined {
  const text = plainText(value);
  if (text === undefined) return undefined;
  const match = /^(-?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(text);
  if (match === null) return undefined;
  const [, sign = '', integer = '', fraction = ''] = match;
  if (integer === '' && fraction === '' && !/\d/.test(text)) return undefined;
  const magnitude = `${integer === '' ? '0' : integer}${fraction === '' ? '' : `.${fraction}`}`;
  return { text: magnitude === '0' ? '0' : sign + magnitude, integer: integer.length, fraction: fraction.length };
}

function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (value instanceof ExactDecimal) return value.text;
  const number = value instanceof DoubleValue ? value.value : value;
  return typeof number === 'number' && Number.isFinite(number) ? expand(String(number)) : undefined;
}

/** Turns `1.5e-7`, as JavaScript prints small and large numbers, into plain notation. */
function expand(text: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', integer = '', fraction = '', exponent = '0'] = match;
  const digits = integer + fraction;
  const point = integer.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
