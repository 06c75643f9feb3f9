import { exactNumber } from './exact-number.ts';

const QUOTE = 34;
const PLUS = 43;
const MINUS = 45;
const DOT = 46;
const ZERO = 48;
const NINE = 57;
const UPPER_E = 69;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const LOWER_E = 101;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** A number with fewer characters has at most 15 significant digits, which a double keeps. */
const SUSPICIOUS_LENGTH = 16;

/** A whole number with as many characters, a sign among them, has 17 digits, and 2^53 has 16. */
const UNSAFE_LENGTH = 18;

/**
 * Tells whether a JSON text holds anything that `JSON.parse` would not give back exactly, or nests deeper than
 * `maxDepth`.
 *
 * True for a number whose digits a double cannot hold, and for one that is whole and was written with a fraction or an
 * exponent (`1.0`, `1e3`); never false where one of them is there. Digits in strings do not count. One pass over the text;
 * what it says of a malformed text means nothing.
 */
export function needsExactParser(text: string, maxDepth: number): boolean {
  const length = text.length;
  let depth = 0;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at + 1);
    } else if (code <= NINE && (code >= ZERO || code === MINUS)) {
      const end = endOfNumber(text, at);
      if (end < 0) return true;
      at = end;
    } else {
      if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        if (++depth > maxDepth) return true;
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
      at++;
    }
  }
  return false;
}

/**
 * Where the string whose first character stands at `start` is over: behind the closing quote, or the end of the text.
 */
export function endOfString(text: string, start: number): number {
  // Searching natively and looking back beats looking at each character by half.
  let quote = text.indexOf('"', start);
  while (quote >= 0 && text.charCodeAt(quote - 1) === BACKSLASH) {
    let backslashes = 1;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) break;
    quote = text.indexOf('"', quote + 1);
  }
  return quote < 0 ? text.length : quote + 1;
}

/** Where the number that begins at `start` ends; the same below zero if it is one that `JSON.parse` would change. */
export function endOfNumber(text: string, start: number): number {
  let wholeFraction = false;
  let plain = true;
  let exponent = false;
  let at = start + 1;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code >= ZERO && code <= NINE) {
      if (code !== ZERO) wholeFraction = false;
    } else if (code === DOT) {
      wholeFraction = true;
      plain = false;
    } else if (code === LOWER_E || code === UPPER_E) exponent = true;
    else if (!exponent || (code !== PLUS && code !== MINUS)) break;
    at++;
  }
  const length = at - start;
  if (!exponent) {
    if (length < SUSPICIOUS_LENGTH) return wholeFraction ? -at : at;
    if (plain && length >= UNSAFE_LENGTH) return -at;
  }
  return isKept(text.slice(start, at)) ? at : -at;
}

/** Whether a number is a double, and the very one that `JSON.parse` makes of it. */
function isKept(token: string): boolean {
  const value = Number(token);
  // Most long numbers were written by a program from a double: their text is the one the double has.
  if (String(value) === token) return !Number.isInteger(value) || Number.isSafeInteger(value);
  return typeof exactNumber(token) === 'number';
}
