const ZERO = 48;

/** The digit at `at`, or -1. Past the end `charCodeAt` gives NaN, which no comparison lets through. */
export function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - ZERO;
  return digit >= 0 && digit <= 9 ? digit : -1;
}

/** The number that two digits at `at` write, or -1. */
export function twoDigitsAt(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : -1;
}

/** The number that four digits at `at` write, or a negative number. */
export function fourDigitsAt(text: string, at: number): number {
  const high = twoDigitsAt(text, at);
  const low = twoDigitsAt(text, at + 2);
  return high < 0 || low < 0 ? -1 : high * 100 + low;
}

/** Where the digits that begin at `at` end; `at` itself when there is none. */
export function endOfDigits(text: string, at: number): number {
  let end = at;
  while (digitAt(text, end) >= 0) end += 1;
  return end;
}

/** Microseconds of the fraction whose digits stand from `start` to `end`; what is finer is cut off. */
export function fractionMicros(text: string, start: number, end: number): number {
  let micros = 0;
  for (let place = 0; place < 6; place += 1) {
    const at = start + place;
    micros = micros * 10 + (at < end ? text.charCodeAt(at) - ZERO : 0);
  }
  return micros;
}
