import { DoubleValue, ExactDecimal, type Column } from '@leat/core';
import { canonicalTimestamp } from './canonical-timestamp.ts';
import { canonicalValue } from './canonical-value.ts';

/**
 * One spelling per value of a column's type, so that what was loaded and what a driver gives back compare as text; null
 * stays null.
 *
 * A driver may give a bigint as `bigint`, text or safe integer, a decimal as text, a timestamp or date as text or
 * `Date`, json as text or parsed, binary as bytes. Text is compared as it is.
 */
export function comparableValue({ dataType }: Pick<Column, 'dataType'>, value: unknown): string | null {
  if (value === null || value === undefined) return null;
  switch (dataType) {
    case 'text':
      return typeof value === 'string' ? value : `not text: ${typeof value}`;
    case 'json':
      return canonicalJson(value);
    case 'decimal':
      return canonicalDecimal(plain(value));
    case 'double':
      return String(Number(value));
    case 'date':
      return plain(value).slice(0, 10);
    case 'time':
      return plain(value).replace(
        /^(\d\d:\d\d:\d\d)(?:\.(\d*?))?0*$/,
        (_, time: string, digits = '') => `${time}.${String(digits).padEnd(6, '0')}`,
      );
    case 'timestamp':
      return canonicalInstant(plain(value));
    case 'bigint':
    case 'bool':
    case 'binary':
    default:
      return plain(value);
  }
}

function plain(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : (canonicalValue(value) ?? '');
}

/** A date is its midnight in UTC, as where a column was widened. */
function canonicalInstant(text: string): string {
  const full = /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : text;
  return canonicalTimestamp(full) ?? `not a timestamp: ${text}`;
}

/** Digits without a plus sign, without zeros in front and behind. */
function canonicalDecimal(text: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)0*(\d*)(?:\.(\d*?)0*)?$/.exec(text) ?? [];
  if (whole === '' && fraction === '' && !/^[+-]?[0.]+$/.test(text)) return `not a decimal: ${text}`;
  const digits = fraction === '' ? whole || '0' : `${whole || '0'}.${fraction}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** JSON with sorted keys, no spaces, and numbers with the digits they were written with. */
function canonicalJson(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(sorted(value));
  try {
    return JSON.stringify(sorted(Reflect.apply(JSON.parse, JSON, [value, keepSource])));
  } catch {
    // A driver that parses json gives a JSON string as the bare string.
    return JSON.stringify(value);
  }
}

/** Marks numbers that a double would change, so that their digits take part in the comparison. */
function keepSource(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || source === undefined) return value;
  const exact = /[e]/i.test(source) ? String(value) : canonicalDecimal(source);
  return exact === String(value) ? value : `number ${exact}`;
}

function sorted(value: unknown): unknown {
  // What exact parsers give where a double does not do.
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : `number ${value}`;
  if (value instanceof DoubleValue) return value.value;
  if (value instanceof ExactDecimal) return `number ${value.text}`;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
