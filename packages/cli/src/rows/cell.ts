import { DoubleValue, ExactDecimal } from '@leat/core';

/** Writes a value of a row as JSON; integers beyond 2^53 and exact decimals keep all their digits, bytes are base64. */
export function jsonOf(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => replace(entry)) ?? 'null';
}

/** Writes a value as the text of a cell or a CSV field; null is empty, so that a caller can tell it from text. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (isExactDecimal(value)) return value.text;
  if (typeof value === 'object') return jsonOf(value);
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? value.toString() : '';
}

/** Whether a cell stands on the right, as numbers do. */
export function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || isExactDecimal(value);
}

/** Also that of another copy of core: a project's plugins may bring their own. */
function isExactDecimal(value: unknown): value is ExactDecimal {
  if (value instanceof ExactDecimal) return true;
  return typeof value === 'object' && value !== null && value.constructor?.name === 'ExactDecimal' && 'text' in value;
}

function replace(value: unknown): unknown {
  if (typeof value === 'bigint') return rawJson(String(value));
  if (isExactDecimal(value)) return rawJson(value.text);
  if (value instanceof DoubleValue) return value.value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  // JSON has no word for them; null would say that nothing is there.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}

/** A number that is printed digit by digit (`JSON.rawJSON`, in V8 since 11.4; TypeScript's es2023 does not know it yet). */
function rawJson(digits: string): unknown {
  const { rawJSON } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };
  return rawJSON(digits);
}
