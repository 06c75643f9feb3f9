import { temporalType } from '../columns/temporal-like.ts';
import { DoubleValue, ExactDecimal } from '../json/exact-number.ts';
import type { DataType } from './column.ts';
import type { Detector } from './detectors.ts';

/**
 * What one value tells about the type of its column. Finer than `DataType`: a whole number that a double cannot hold joins
 * with doubles differently, and a type that a detector guessed from text gives way to text.
 */
export type Evidence = DataType | 'wide-bigint' | 'guessed-timestamp' | 'guessed-date';

/** The join of types that have none in common: the column's first type keeps it. */
export const CONFLICT = 'conflict';

const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** The rules of the lattice, one direction each; `joinEvidence` reads them both ways. */
const JOINS: ReadonlyMap<string, Evidence> = new Map<string, Evidence>([
  ['bigint wide-bigint', 'wide-bigint'],
  ['bigint double', 'double'],
  ['bigint decimal', 'decimal'],
  ['wide-bigint double', 'decimal'],
  ['wide-bigint decimal', 'decimal'],
  ['double decimal', 'decimal'],
  ['date timestamp', 'timestamp'],
  ['date guessed-timestamp', 'timestamp'],
  ['guessed-date date', 'date'],
  ['guessed-date timestamp', 'timestamp'],
  ['guessed-date guessed-timestamp', 'guessed-timestamp'],
  ['guessed-timestamp timestamp', 'timestamp'],
  ['guessed-timestamp text', 'text'],
  ['guessed-date text', 'text'],
]);

/** The least type that holds both, or `conflict`. Commutative, associative and idempotent. */
export function joinEvidence(a: Evidence | typeof CONFLICT, b: Evidence | typeof CONFLICT): Evidence | typeof CONFLICT {
  if (a === b) return a;
  return JOINS.get(`${a} ${b}`) ?? JOINS.get(`${b} ${a}`) ?? CONFLICT;
}

/** The type of a column whose values gave this evidence. */
export function dataTypeOf(evidence: Evidence): DataType {
  switch (evidence) {
    case 'wide-bigint':
      return 'bigint';
    case 'guessed-timestamp':
      return 'timestamp';
    case 'guessed-date':
      return 'date';
    default:
      return evidence;
  }
}

/**
 * What a value that is not null says about its column, or undefined where no type can hold it (functions, symbols,
 * invalid dates). Objects and lists count as `json`: whoever unnests them asks before.
 */
export function evidenceOf(value: unknown, detectors: readonly Detector[]): Evidence | undefined {
  switch (typeof value) {
    case 'string':
      return guess(value, detectors) ?? 'text';
    case 'number':
      return guess(value, detectors) ?? (Number.isSafeInteger(value) ? 'bigint' : 'double');
    case 'boolean':
      return 'bool';
    case 'bigint':
      return guess(value, detectors) ?? bigintEvidence(value);
    case 'object':
      return objectEvidence(value);
    default:
      return undefined;
  }
}

function guess(value: unknown, detectors: readonly Detector[]): Evidence | undefined {
  for (const detect of detectors) {
    const dataType = detect(value);
    if (dataType === 'timestamp') return 'guessed-timestamp';
    if (dataType === 'date') return 'guessed-date';
    if (dataType !== undefined) return dataType;
  }
  return undefined;
}

function bigintEvidence(value: bigint): Evidence {
  if (value < MIN_INT64 || value > MAX_INT64) return 'decimal';
  return BigInt(Number(value)) === value ? 'bigint' : 'wide-bigint';
}

function objectEvidence(value: object | null): Evidence | undefined {
  if (value === null) return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : 'timestamp';
  if (value instanceof ExactDecimal) return 'decimal';
  if (value instanceof DoubleValue) return 'double';
  if (value instanceof Uint8Array || value instanceof ArrayBuffer) return 'binary';
  return temporalType(value) ?? 'json';
}

/** Tells whether an object is one value rather than a record to flatten or a list to unnest. */
export function isScalarObject(value: object): boolean {
  return (
    value instanceof Date ||
    value instanceof Uint8Array ||
    value instanceof ExactDecimal ||
    value instanceof DoubleValue ||
    value instanceof ArrayBuffer ||
    temporalType(value) !== undefined
  );
}
