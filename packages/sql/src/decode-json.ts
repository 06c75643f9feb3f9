import { DoubleValue, isLeatError, parseJson } from '@leat/core';

/** Runs of digits, and exponents, that a double may not hold. */
const LONG_NUMBER = /\d{16}|[eE][+-]?\d{3}/;

/** Deeper than any document leat stores. */
const DEEPEST = 5000;

/**
 * Parses a document as every SQL destination gives it to readers: integers no double holds become `bigint` and other such
 * numbers `ExactDecimal`. A text beyond that (an exponent no JavaScript value has) stays text.
 */
export function decodeJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return plainNumbers(parseJson(text, DEEPEST));
  } catch (error) {
    if (isLeatError(error)) return text;
    throw error;
  }
}

/** `1.0` is no number of its own to whoever reads. */
function plainNumbers(value: unknown): unknown {
  if (value instanceof DoubleValue) return value.value;
  if (Array.isArray(value)) return value.map(plainNumbers);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainNumbers(entry)]));
}
