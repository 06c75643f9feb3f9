import { canonicalTimestamp } from './canonical-timestamp.ts';

/**
 * One spelling per value, so that what a generator yields and what a driver gives back can be compared as text.
 *
 * A number, a bigint and the text of a number are the same value; so are a `Date` and its ISO text, and null and
 * absent. Null gives null, and text (the empty one too) never does.
 */
export function canonicalValue(value: unknown): string | null {
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'string':
      return canonicalTimestamp(value) ?? value;
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? null : canonicalObject(value);
    case 'function':
    case 'symbol':
    default:
      return `not data: ${typeof value}`;
  }
}

function canonicalObject(value: object): string {
  if (value instanceof Date) return canonicalTimestamp(value.toISOString()) ?? value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (isPlain(value)) return JSON.stringify(value);
  // oxlint-disable-next-line typescript/no-base-to-string -- drivers' classes for decimals and times print as text
  return canonicalValue(String(value)) ?? '';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
