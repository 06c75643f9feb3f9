import { SchemaError } from '../errors/leat-error.ts';
import { digitAt, endOfDigits, fourDigitsAt, fractionMicros, twoDigitsAt } from './ascii-digits.ts';
import { DAY_MILLIS, daysFromDate, FIRST_DAY, LAST_DAY, NO_DAY } from './calendar.ts';
import { formatDate } from './iso-date.ts';
import { formatTime } from './iso-time.ts';

const SPACE = 32;
const PLUS = 43;
const COMMA = 44;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const COLON = 58;
const UPPER_T = 84;
const UPPER_Z = 90;

/** `20240115T10` and `2024-01-15T10:20:30.123456789+00:00`. */
const SHORTEST = 11;
const LONGEST = 35;

const FIRST_MILLI = FIRST_DAY * DAY_MILLIS;
const LAST_MILLI = (LAST_DAY + 1) * DAY_MILLIS - 1;

const WORD = 0x1_0000_0000;

/** Tells in a few comparisons that `text` cannot be an ISO timestamp; most text that is none stops here. */
export function looksLikeIsoTimestamp(text: string): boolean {
  if (text.length < SHORTEST || text.length > LONGEST || digitAt(text, 0) < 0) return false;
  const mark = text.charCodeAt(4);
  const separator = text.charCodeAt(mark === DASH || mark === SLASH ? 10 : 8);
  return separator === UPPER_T || separator === SPACE;
}

/**
 * Writes the instant that an ISO 8601 text names into `out` and returns true; or returns false and writes nothing.
 *
 * The instant is microseconds since 1970-01-01T00:00:00Z as a 64-bit integer in two words: the low one at `at`, the
 * high one at `at + 1`. That is the layout of an `int64` in little-endian memory, so `out` may be a view of a column.
 *
 * Accepted are `YYYY-MM-DD`, a `T` or blank, `HH[:MM[:SS[.f]]]`, and nothing, `Z`, `±HH`, `±HHMM` or `±HH:MM`; all of
 * it without dashes and colons (`20240115T102030Z`); and `YYYY/MM/DD HH:MM[:SS[.f]]`. Fractions have 1–9 digits after a
 * dot or comma and are cut to microseconds. A text without offset is UTC. Refused are dates that do not exist, hour 24,
 * second 60, offsets of 24 hours or more, and instants outside the years 0001–9999 of UTC. Allocates nothing.
 */
export function readIsoTimestamp(text: string, out: Int32Array, at = 0): boolean {
  if (!looksLikeIsoTimestamp(text)) return false;
  const mark = text.charCodeAt(4);
  const compact = mark !== DASH && mark !== SLASH;
  if (!compact && text.charCodeAt(7) !== mark) return false;
  const monthAt = compact ? 4 : 5;
  const dayAt = compact ? 6 : 8;
  const days = daysFromDate(fourDigitsAt(text, 0), twoDigitsAt(text, monthAt), twoDigitsAt(text, dayAt));
  if (days === NO_DAY || (mark === SLASH && text.charCodeAt(10) !== SPACE)) return false;

  let position = dayAt + 3;
  const hour = twoDigitsAt(text, position);
  if (hour < 0 || hour > 23) return false;
  position += 2;
  let minute = 0;
  let second = 0;
  let micros = 0;
  const colon = compact ? 0 : 1;
  if (compact ? digitAt(text, position) >= 0 : text.charCodeAt(position) === COLON) {
    minute = twoDigitsAt(text, position + colon);
    if (minute < 0 || minute > 59) return false;
    position += 2 + colon;
    if (compact ? digitAt(text, position) >= 0 : text.charCodeAt(position) === COLON) {
      second = twoDigitsAt(text, position + colon);
      if (second < 0 || second > 59) return false;
      position += 2 + colon;
      const code = text.charCodeAt(position);
      if (code === DOT || code === COMMA) {
        const end = endOfDigits(text, position + 1);
        if (end === position + 1 || end > position + 10) return false;
        micros = fractionMicros(text, position + 1, end);
        position = end;
      }
    }
  } else if (mark === SLASH) return false;

  const offset = mark === SLASH && position !== text.length ? NO_OFFSET : readOffset(text, position);
  if (offset === NO_OFFSET) return false;
  const wholeMicros = micros % 1000;
  const millis =
    days * DAY_MILLIS + (((hour * 60 + minute - offset) * 60 + second) * 1000 + (micros - wholeMicros) / 1000);
  return writeInstant(millis, wholeMicros, out, at);
}

const NO_OFFSET = 10_000;

/** Minutes east of UTC that the end of `text`, from `at` on, names; `NO_OFFSET` if it is no offset. */
function readOffset(text: string, at: number): number {
  const length = text.length;
  if (at === length) return 0;
  const code = text.charCodeAt(at);
  if (code === UPPER_Z) return at + 1 === length ? 0 : NO_OFFSET;
  if (code !== PLUS && code !== DASH) return NO_OFFSET;
  const hours = twoDigitsAt(text, at + 1);
  if (hours < 0 || hours > 23) return NO_OFFSET;
  let minutes = 0;
  if (at + 3 !== length) {
    const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
    minutes = twoDigitsAt(text, minutesAt);
    if (minutes < 0 || minutes > 59 || minutesAt + 2 !== length) return NO_OFFSET;
  }
  return code === PLUS ? hours * 60 + minutes : -(hours * 60 + minutes);
}

/**
 * Writes an instant, in milliseconds since 1970 and 0–999 microseconds more, as `readIsoTimestamp` does.
 *
 * Returns false and writes nothing when `millis` is no whole number or outside the years 0001–9999, as an invalid
 * `Date` is.
 */
export function writeInstant(millis: number, micros: number, out: Int32Array, at = 0): boolean {
  if (!(millis >= FIRST_MILLI && millis <= LAST_MILLI) || !Number.isInteger(millis)) return false;
  // A microsecond count needs 56 bits, three more than a double has: multiply word by word.
  const highMillis = Math.floor(millis / WORD);
  const low = (millis - highMillis * WORD) * 1000 + micros;
  const carry = Math.floor(low / WORD);
  out[at] = (low - carry * WORD) | 0;
  out[at + 1] = highMillis * 1000 + carry;
  return true;
}

/**
 * ISO text of an instant given as the low and high word of its microseconds since 1970: `2024-01-15T10:00:00.123456Z`.
 *
 * Throws `SchemaError` (LEAT_TIMESTAMP_RANGE) outside the years 0001–9999, which `writeInstant` never writes.
 */
export function formatTimestamp(low: number, high: number): string {
  const highMillis = Math.floor(high / 1000);
  const rest = (high - highMillis * 1000) * WORD + (low >>> 0);
  const millis = highMillis * WORD + Math.floor(rest / 1000);
  if (millis < FIRST_MILLI || millis > LAST_MILLI) {
    throw new SchemaError('A timestamp lies outside the years 0001 to 9999.', {
      code: 'LEAT_TIMESTAMP_RANGE',
      recoverability: 'terminal',
      remedy: 'Correct the value in the source, or declare the column as text or bigint.',
    });
  }
  const days = Math.floor(millis / DAY_MILLIS);
  return `${formatDate(days)}T${formatTime((millis - days * DAY_MILLIS) * 1000 + (rest % 1000))}Z`;
}
