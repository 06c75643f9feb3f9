/**
 * A number of a JSON text that has no fraction but was written with one or with an exponent (`1.0`, `1e3`): a double.
 */
export class DoubleValue {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }
}

/**
 * A number whose digits a double cannot hold, in plain notation: no exponent, no superfluous zeros (`-12.5`, `0.001`).
 */
export class ExactDecimal {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a number of a JSON text becomes. */
export type ExactNumber = number | bigint | DoubleValue | ExactDecimal;

/** Any text with at most this many significant digits and no exponent survives the way through a double and back. */
const SAFE_DIGITS = 15;

/** Converting text to bigint takes more than linear time; no destination has integers this long. */
const LONGEST_BIGINT = 1000;

/** The largest doubles have 309 digits. An exponent beyond this bound would turn a few bytes into a long text. */
const LARGEST_EXPONENT = 400;

const ZERO = 48;
const ZEROS_ONLY = /^[-0.]*(?:[eE]|$)/;
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * Turns the text of a JSON number (`token` must be one by the grammar) into a value that means exactly the same.
 *
 * Integers within ±(2^53 − 1) become `number`, larger ones `bigint` (`ExactDecimal` over 1,000 digits). Numbers with a
 * fraction or an exponent become `number` if they are not whole, `DoubleValue` if they are, and `ExactDecimal` if the
 * shortest text of the nearest double has another value. Undefined for an exponent beyond ±400 of a number that is not
 * zero.
 */
export function exactNumber(token: string): ExactNumber | undefined {
  if (isPlainInteger(token)) {
    const value = Number(token);
    if (token.length <= SAFE_DIGITS || Number.isSafeInteger(value)) return value;
    return token.length <= LONGEST_BIGINT ? BigInt(token) : new ExactDecimal(token);
  }
  const value = Number(token);
  // One character more for the point; an exponent would make room for digits that are not written.
  const short = token.length <= SAFE_DIGITS + 1 && !/[eE]/.test(token);
  if (!short && !ZEROS_ONLY.test(token)) {
    const exact = plainNotation(token);
    if (exact === undefined) return undefined;
    if (!Number.isFinite(value) || plainNotation(String(value)) !== exact) return new ExactDecimal(exact);
  }
  return Number.isInteger(value) ? new DoubleValue(value) : value;
}

function isPlainInteger(token: string): boolean {
  for (let at = token.startsWith('-') ? 1 : 0; at < token.length; at++) {
    const digit = token.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/**
 * The number without exponent, leading zeros and trailing zeros of the fraction; undefined if the exponent is beyond
 * the bound.
 */
function plainNotation(token: string): string | undefined {
  const [, sign = '', integer = '', fraction = '', exponentText = '0'] = PARTS.exec(token) ?? [];
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > LARGEST_EXPONENT) return undefined;
  const digits = integer + fraction;
  const point = integer.length + exponent;
  const whole = point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0');
  const rest = point >= digits.length ? '' : digits.slice(Math.max(point, 0)).padStart(digits.length - point, '0');
  const wholeText = whole.slice(countZeros(whole));
  const restText = withoutTrailingZeros(rest);
  return `${sign}${wholeText === '' ? '0' : wholeText}${restText === '' ? '' : `.${restText}`}`;
}

/** How many zeros `text` begins with. */
function countZeros(text: string): number {
  let count = 0;
  while (text.charCodeAt(count) === ZERO) count++;
  return count;
}

/** A loop, since `/0+$/` takes quadratic time on long runs of zeros in the middle. */
function withoutTrailingZeros(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === ZERO) end--;
  return text.slice(0, end);
}
