import type { DataType } from '../schema/column.ts';

/** An instant: whole milliseconds since 1970 and 0–999 microseconds more. */
export interface Epoch {
  readonly millis: number;
  readonly micros: number;
}

/** Tags of Temporal's types (TC39 proposal Temporal, `Symbol.toStringTag`), also those of polyfills, and what they are to leat. */
const TYPES: ReadonlyMap<unknown, DataType> = new Map<unknown, DataType>([
  ['Temporal.Instant', 'timestamp'],
  ['Temporal.ZonedDateTime', 'timestamp'],
  ['Temporal.PlainDateTime', 'timestamp'],
  ['Temporal.PlainDate', 'date'],
  ['Temporal.PlainTime', 'time'],
]);

/** The type of a value of Temporal; undefined for everything else. */
export function temporalType(value: object): DataType | undefined {
  return Symbol.toStringTag in value ? TYPES.get(value[Symbol.toStringTag]) : undefined;
}

/** Reads the instant of what has `epochNanoseconds`, a bigint: `Instant` and `ZonedDateTime`. */
export function epochOf(value: unknown): Epoch | undefined {
  if (typeof value !== 'object' || value === null || !('epochNanoseconds' in value)) return undefined;
  const nanoseconds = value.epochNanoseconds;
  if (typeof nanoseconds !== 'bigint') return undefined;
  const inMilli = ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return { millis: Number((nanoseconds - inMilli) / 1_000_000n), micros: Number(inMilli / 1000n) };
}

/** ISO text of a plain date, time or date-time; undefined for everything else. */
export function plainText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || temporalType(value) === undefined) return undefined;
  // Temporal's types spell themselves in ISO 8601.
  // oxlint-disable-next-line typescript/no-base-to-string
  return String(value);
}
