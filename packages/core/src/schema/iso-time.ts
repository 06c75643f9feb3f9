import { digitAt, endOfDigits, fractionMicros, twoDigitsAt } from './ascii-digits.ts';

const COMMA = 44;
const DOT = 46;

/** `10:20:30.123456789` */
const LONGEST = 18;

/**
 * Microseconds since midnight of an ISO 8601 time of day without offset, or undefined.
 *
 * Accepted are `HH:MM`, `HH:MM:SS`, a fraction of 1–9 digits after a dot or comma, and numbers of one digit (`9:05`,
 * `1:2:3`). Hour 24 and second 60 are refused.
 */
export function parseIsoTime(text: string): number | undefined {
  if (text.length > LONGEST) return undefined;
  const firstColon = text.indexOf(':');
  if (firstColon < 1 || firstColon > 2) return undefined;
  const secondColon = text.indexOf(':', firstColon + 1);
  const hour = numberBetween(text, 0, firstColon);
  if (hour < 0 || hour > 23) return undefined;
  const minute = numberBetween(text, firstColon + 1, secondColon < 0 ? text.length : secondColon);
  if (minute < 0 || minute > 59) return undefined;
  const micros = secondColon < 0 ? 0 : readSecond(text, secondColon + 1);
  return micros < 0 ? undefined : (hour * 60 + minute) * 60_000_000 + micros;
}

/** One or two digits that fill the span, or -1. */
function numberBetween(text: string, start: number, end: number): number {
  if (end - start === 1) return digitAt(text, start);
  return end - start === 2 ? twoDigitsAt(text, start) : -1;
}

function readSecond(text: string, at: number): number {
  const end = endOfDigits(text, at);
  const second = numberBetween(text, at, end);
  if (second < 0 || second > 59) return -1;
  if (end === text.length) return second * 1_000_000;
  const mark = text.charCodeAt(end);
  const fractionEnd = endOfDigits(text, end + 1);
  const digits = fractionEnd - end - 1;
  if ((mark !== DOT && mark !== COMMA) || digits < 1 || digits > 9 || fractionEnd !== text.length) return -1;
  return second * 1_000_000 + fractionMicros(text, end + 1, fractionEnd);
}

const twoPlaces = (value: number): string => (value < 10 ? `0${value}` : `${value}`);

/** `HH:MM:SS.ffffff` of microseconds since midnight (0 to 86,399,999,999). */
export function formatTime(micros: number): string {
  const fraction = micros % 1_000_000;
  const seconds = (micros - fraction) / 1_000_000;
  const minutes = Math.trunc(seconds / 60);
  const hour = twoPlaces(Math.trunc(minutes / 60));
  return `${hour}:${twoPlaces(minutes % 60)}:${twoPlaces(seconds % 60)}.${String(fraction).padStart(6, '0')}`;
}
