import { SchemaError } from '../errors/leat-error.ts';
import { DoubleValue } from '../json/exact-number.ts';
import type { Clock } from '../ports/clock.ts';
import type { DataType } from './column.ts';
import { parseIsoDate } from './iso-date.ts';
import { readIsoTimestamp } from './iso-timestamp.ts';

/** Names a type for a value whose own type says less than the value does; undefined when it has no opinion. Pure. */
export type Detector = (value: unknown) => DataType | undefined;

/** Detectors that can be switched on, in the order in which they are asked. */
export const DETECTOR_NAMES = ['iso-timestamp', 'iso-date', 'unix-timestamp', 'large-integer'] as const;

export type DetectorName = (typeof DETECTOR_NAMES)[number];

/** What is on when neither the source nor the pipeline says otherwise. */
export const DEFAULT_DETECTORS: readonly DetectorName[] = ['iso-timestamp'];

const FIVE_YEARS_SECONDS = 5 * 365 * 86_400;
const LARGEST_INT64 = 2n ** 63n - 1n;
/** 2^255 without its last 38 digits: beyond this dlt keeps an integer as text, and so does leat. */
const LARGEST_WIDE_INTEGER = 578_960_446_186_580_977_117_854_925_043_439_539_266n;

const scratch = new Int32Array(2);

function detectIsoTimestamp(value: unknown): DataType | undefined {
  return typeof value === 'string' && readIsoTimestamp(value, scratch) ? 'timestamp' : undefined;
}

function detectIsoDate(value: unknown): DataType | undefined {
  return typeof value === 'string' && parseIsoDate(value) !== undefined ? 'date' : undefined;
}

function detectLargeInteger(value: unknown): DataType | undefined {
  if (typeof value !== 'bigint') return undefined;
  const size = value < 0n ? -value - 1n : value;
  if (size <= LARGEST_INT64) return undefined;
  return size <= LARGEST_WIDE_INTEGER ? 'decimal' : 'text';
}

/**
 * Seconds since 1970 within five years of `now` (milliseconds); a number further off is more likely a count or an id.
 */
function unixTimestampDetector(now: number): Detector {
  const lowest = now / 1000 - FIVE_YEARS_SECONDS;
  const highest = now / 1000 + FIVE_YEARS_SECONDS;
  return (value) => {
    const seconds = value instanceof DoubleValue ? value.value : value;
    if (typeof seconds !== 'number' && typeof seconds !== 'bigint') return undefined;
    return seconds >= lowest && seconds <= highest ? 'timestamp' : undefined;
  };
}

/**
 * Builds the detectors of a run; the clock is read once, so that one run decides alike for all its rows.
 *
 * - `iso-timestamp`: text that `readIsoTimestamp` reads → timestamp.
 * - `iso-date`: text that `parseIsoDate` reads → date. Bare digits such as `2024` and `20240115` are ISO dates too.
 * - `unix-timestamp`: a number of seconds within five years of now → timestamp.
 * - `large-integer`: an integer beyond 64 bits → decimal, and beyond 128 bits → text.
 *
 * Throws `SchemaError` (LEAT_DETECTOR_UNKNOWN) for another name.
 */
export function createDetectors(names: readonly DetectorName[], clock: Clock): readonly Detector[] {
  const detectors: Readonly<Record<DetectorName, Detector>> = {
    'iso-timestamp': detectIsoTimestamp,
    'iso-date': detectIsoDate,
    'unix-timestamp': unixTimestampDetector(clock.now()),
    'large-integer': detectLargeInteger,
  };
  for (const name of names) {
    if (Object.hasOwn(detectors, name)) continue;
    throw new SchemaError(`There is no detector called "${name}".`, {
      code: 'LEAT_DETECTOR_UNKNOWN',
      recoverability: 'terminal',
      remedy: `Use any of: ${DETECTOR_NAMES.join(', ')}.`,
      details: { detector: name },
    });
  }
  return DETECTOR_NAMES.filter((name) => names.includes(name)).map((name) => detectors[name]);
}
