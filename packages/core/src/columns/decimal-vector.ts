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

const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;

/**
 * Reads a value as an exact decimal, or undefined where it is none (text in exponent notation included).
 *
 * One look at each character takes 50 ns a value; a regular expression takes three times as long, and made this the most
 * expensive type of all.
 */
export function decimalDigits(value: unknown): DecimalDigits | undefined {
  const text = plainText(value);
  if (text === undefined) return undefined;
  const { length } = text;
  const start = text.charCodeAt(0) === MINUS ? 1 : 0;
  let first = start;
  while (text.charCodeAt(first) === ZERO) first++;
  let at = first;
  while (isDigit(text.charCodeAt(at))) at++;
  const point = at;
  // Behind the last digit of the fraction that is no zero.
  let end = point;
  if (at < length) {
    if (text.charCodeAt(at) !== DOT) return undefined;
    for (at++; at < length; at++) {
      const code = text.charCodeAt(at);
      if (!isDigit(code)) return undefined;
      if (code !== ZERO) end = at + 1;
    }
  }
  const digits = length - start - (point < length ? 1 : 0);
  if (digits === 0) return undefined;
  const integer = point - first;
  const fraction = end === point ? 0 : end - point - 1;
  return { text: spell(text, { start, first, point, end }), integer, fraction };
}

/** Places in the text of a number: behind its sign, its first digit that counts, its point, and behind its last digit that counts. */
interface Places {
  readonly start: number;
  readonly first: number;
  readonly point: number;
  readonly end: number;
}

/** The number without superfluous zeros, and with a zero in front of the point; most are spelled like that already. */
function spell(text: string, { start, first, point, end }: Places): string {
  if (first < point) {
    if (first === start) return end === text.length ? text : text.slice(0, end);
    return (start === 0 ? '' : '-') + text.slice(first, end);
  }
  if (end === point) return '0';
  return `${start === 0 ? '' : '-'}0${text.slice(point, end)}`;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
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
