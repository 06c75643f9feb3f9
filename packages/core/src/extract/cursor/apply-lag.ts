import type { ExactDecimal } from '../../json/exact-number.ts';
import { DAY_MILLIS, FIRST_DAY } from '../../schema/calendar.ts';
import { compareCursors, cursorOf, type Cursor } from './cursor-value.ts';
import { subtractDecimals } from './decimal.ts';

const FIRST_MILLI = FIRST_DAY * DAY_MILLIS;
/** What may stand behind the clock of an ISO timestamp. */
const OFFSET = /(?:Z|[+-]\d{2}(?::?\d{2})?)$/;
const DATE_LENGTH = 10;

/**
 * A cursor so far back: by a difference (numbers), seconds (timestamps) or days (dates). ISO texts keep their spelling; what
 * they cannot spell is cut, which is further back. Never below `floor`. Undefined for text, which knows no distances.
 */
export function applyLag(cursor: Cursor, lag: number, floor: Cursor | undefined): Cursor | undefined {
  const moved = moveBack(cursor, lag);
  if (moved === undefined || floor === undefined) return moved;
  return compareCursors(moved, floor) < 0 ? floor : moved;
}

function moveBack(cursor: Cursor, lag: number): Cursor | undefined {
  switch (cursor.kind) {
    case 'number':
      return cursorOf(lowered(cursor.value, lag));
    case 'instant':
      return cursorOf(cursor.value instanceof Date ? earlierDate(cursor.value, lag) : earlierText(cursor.value, lag));
    case 'text':
      return undefined;
  }
}

function lowered(value: number | bigint | ExactDecimal, lag: number): number | bigint | ExactDecimal {
  if (typeof value === 'bigint') return value - BigInt(Math.ceil(lag));
  return typeof value === 'number' ? value - lag : subtractDecimals(value, lag);
}

function earlierDate(date: Date, seconds: number): Date {
  return new Date(Math.max(FIRST_MILLI, date.getTime() - Math.ceil(seconds * 1000)));
}

function earlierText(text: string, lag: number): string {
  if (text.length === DATE_LENGTH) {
    return new Date(Math.max(FIRST_MILLI, Date.parse(text) - Math.ceil(lag) * DAY_MILLIS))
      .toISOString()
      .slice(0, DATE_LENGTH);
  }
  const [offset = ''] = OFFSET.exec(text) ?? [];
  // The clock that the text shows is moved, so its offset does not matter.
  const clock = text.slice(0, text.length - offset.length);
  const shown = nanosOf(cursorOf(clock)) - BigInt(Math.ceil(lag * 1_000_000_000));
  const nanos = shown < FIRST_NANO ? FIRST_NANO : shown;
  const below = ((nanos % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const millis = Number((nanos - below) / 1_000_000n);
  const digits = `${new Date(millis).toISOString().replaceAll(/\D/g, '')}${String(below).padStart(6, '0')}`;
  let at = 0;
  return clock.replaceAll(/\d/g, () => digits[at++] ?? '0') + offset;
}

const FIRST_NANO = BigInt(FIRST_MILLI) * 1_000_000n;

function nanosOf(cursor: Cursor | undefined): bigint {
  if (cursor?.kind !== 'instant') return FIRST_NANO;
  return BigInt(cursor.high) * 0x1_0000_0000n * 1000n + BigInt(Math.round(cursor.low * 1000));
}
