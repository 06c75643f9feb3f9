import { epochOf, plainText, temporalType } from '../../columns/temporal-like.ts';
import { DoubleValue, ExactDecimal, exactNumber } from '../../json/exact-number.ts';
import { DAY_MILLIS } from '../../schema/calendar.ts';
import { parseIsoDate } from '../../schema/iso-date.ts';
import { readIsoTimestamp, writeInstant } from '../../schema/iso-timestamp.ts';
import type { CursorValue } from '../../source/incremental.ts';
import { compareDecimals } from './decimal.ts';

/** A cursor ready to be compared with others of its kind. */
export type Cursor =
  | { readonly kind: 'number'; readonly value: number | bigint | ExactDecimal }
  /** `high` and `low` words of microseconds since 1970; digits below microseconds are fractions of `low`. */
  | { readonly kind: 'instant'; readonly value: string | Date; readonly high: number; readonly low: number }
  | { readonly kind: 'text'; readonly value: string };

const words = new Int32Array(2);
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
/** Digits of a fraction behind the sixth. */
const NANOS = /[.,]\d{6}(\d{1,3})/;

/** Reads a cursor; undefined for what has no order: booleans, objects, NaN, infinities, invalid dates. */
export function cursorOf(value: unknown): Cursor | undefined {
  switch (typeof value) {
    case 'string':
      return textCursor(value);
    case 'number':
      return Number.isFinite(value) ? { kind: 'number', value } : undefined;
    case 'bigint':
      return { kind: 'number', value };
    case 'object':
      return value === null ? undefined : objectCursor(value);
    default:
      return undefined;
  }
}

function textCursor(value: string): Cursor {
  if (value.length === 10 && DATE_ONLY.test(value)) return dateCursor(value) ?? { kind: 'text', value };
  if (!readIsoTimestamp(value, words)) return { kind: 'text', value };
  const nanos = value.length > 26 ? Number((NANOS.exec(value)?.[1] ?? '').padEnd(3, '0')) : 0;
  return instant(value, nanos);
}

/** Midnight, UTC. */
function dateCursor(value: string): Cursor | undefined {
  const days = parseIsoDate(value);
  return days !== undefined && writeInstant(days * DAY_MILLIS, 0, words) ? instant(value, 0) : undefined;
}

function instant(value: string | Date, nanos: number): Cursor {
  return { kind: 'instant', value, high: words[1] ?? 0, low: ((words[0] ?? 0) >>> 0) + nanos / 1000 };
}

function objectCursor(value: object): Cursor | undefined {
  if (value instanceof Date) return writeInstant(value.getTime(), 0, words) ? instant(value, 0) : undefined;
  if (value instanceof ExactDecimal) return { kind: 'number', value };
  if (value instanceof DoubleValue) return cursorOf(value.value);
  // Values of Temporal cannot be made again from what the state holds, so they go on as ISO text.
  const epoch = epochOf(value);
  if (epoch !== undefined) {
    const text = writeInstant(epoch.millis, epoch.micros, words) ? isoText(epoch.millis, epoch.micros) : undefined;
    return text === undefined ? undefined : textCursor(text);
  }
  const type = temporalType(value);
  const text = type === 'timestamp' || type === 'date' ? plainText(value) : undefined;
  return text === undefined ? undefined : textCursor(text);
}

function isoText(millis: number, micros: number): string {
  return new Date(millis).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

/** Reads a bound that was given as text and may stand for a number or a date, by the kind that the rows have. */
export function boundOf(bound: Cursor, kind: Cursor['kind']): Cursor | undefined {
  if (bound.kind === kind) return bound;
  if (typeof bound.value !== 'string') return undefined;
  switch (kind) {
    case 'number':
      return /^-?\d+(?:\.\d+)?$/.test(bound.value) ? cursorOf(exactNumber(bound.value)) : undefined;
    case 'instant':
      return dateCursor(bound.value);
    case 'text':
      return { kind, value: bound.value };
  }
}

/** Negative where `a` comes first. Both must be of one kind. */
export function compareCursors(a: Cursor, b: Cursor): number {
  if (a.kind === 'instant' && b.kind === 'instant') return a.high - b.high || a.low - b.low;
  if (a.kind === 'number' && b.kind === 'number') {
    if (a.value instanceof ExactDecimal || b.value instanceof ExactDecimal) return compareDecimals(a.value, b.value);
    return order(a.value, b.value);
  }
  return order(a.value, b.value);
}

/** By the rules of JavaScript, which are exact between numbers and bigints. */
function order(a: unknown, b: unknown): number {
  const [left, right] = [a, b] as [number, number];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The value as sources know it. */
export function valueOf(cursor: Cursor | undefined): CursorValue | undefined {
  return cursor?.value;
}
