import { stringifyJson } from '../json/stringify-json.ts';
import { DoubleValue, ExactDecimal } from '../json/exact-number.ts';

/**
 * Where the id of a root row comes from: its number in the load, its key (the same row has the same id in every load), or
 * its whole content (the same version of a row has).
 */
export interface RowIdentity {
  readonly kind: 'ordinal' | 'key' | 'content';
  /** Keys that must have a value in every row; for `key` the id follows from the first `keyLength` of them. */
  readonly required: readonly string[];
  readonly keyLength: number;
}

/**
 * Spells the key of a row so that different keys have different texts. Where a required key has no usable value, gives
 * its place in the list instead.
 */
export function keyText(row: Readonly<Record<string, unknown>>, { required, keyLength }: RowIdentity): string | number {
  let text = '';
  for (const [index, key] of required.entries()) {
    const part = Object.hasOwn(row, key) ? keyPart(row[key]) : undefined;
    if (part === undefined) return index;
    // The length in front keeps ('a', 'bc') and ('ab', 'c') apart.
    if (index < keyLength) text += `${part.length}:${part}`;
  }
  return text;
}

/** Numbers and their text are the same key, as they are in the column. */
function keyPart(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
      if (value instanceof ExactDecimal) return value.text;
      if (value instanceof DoubleValue) return String(value.value);
      return undefined;
    default:
      return undefined;
  }
}

/** Spells the whole content of a row, whatever the order of its keys. Undefined where it cannot be spelled. */
export function contentText(row: object): string | undefined {
  try {
    return stringifyJson(sorted(row, MOST_LEVELS))?.text;
  } catch {
    // Too deep, a cycle, a getter that throws: the row is set aside for that, and needs no id of its own.
    return undefined;
  }
}

const MOST_LEVELS = 1000;

function sorted(value: unknown, levels: number): unknown {
  if (levels === 0) throw new RangeError('too many levels');
  if (Array.isArray(value)) return value.map((item) => sorted(item, levels - 1));
  if (value instanceof Map) return sorted(Object.fromEntries(value), levels);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const copy: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).toSorted()) {
    // The key was just listed.
    const item = (value as Record<string, unknown>)[key];
    // A null is no value: the tables do not tell it from a key that is absent.
    if (item !== null && item !== undefined) copy[key] = sorted(item, levels - 1);
  }
  return copy;
}
