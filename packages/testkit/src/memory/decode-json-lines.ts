import type { Column, DataType } from '@leat/core';

/** A row of a table: column name → value. Absent means null. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** `JSON.parse` passes the number's source text since V8 11.4; the TypeScript library of ES2023 does not know yet. */
type SourceReviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Sixteen digits or more may be an integer that a double cannot hold. */
const LONG_NUMBER = /\d{16}/;
const INTEGER = /^-?\d+$/;

/**
 * Reads a job file in JSON Lines: an object per row, keyed by column, nulls left out.
 *
 * Gives bigints as `bigint`, doubles as `number`, binaries as `Uint8Array`; decimals, timestamps, dates, times and json stay text.
 */
export function decodeJsonLines(text: string, columns: readonly Column[]): readonly StoredRow[] {
  const types = new Map(columns.map((column) => [column.name, column.dataType]));
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const fields: object = LONG_NUMBER.test(line) ? Reflect.apply(JSON.parse, JSON, [line, keepDigits]) : JSON.parse(line);
    // `fromEntries` defines properties, so a column called `__proto__` is one like another.
    return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, decode(types.get(name), value)]));
  });
}

const keepDigits: SourceReviver = (_, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && INTEGER.test(source) ? BigInt(source) : value;

function decode(type: DataType | undefined, value: unknown): unknown {
  if (type === 'bigint' && typeof value === 'number') return BigInt(value);
  // Also the strings NaN, Infinity and -Infinity, which JSON has no numbers for.
  if (type === 'double' && value !== null) return Number(value);
  if (type === 'binary' && typeof value === 'string') return Uint8Array.from(Buffer.from(value, 'base64'));
  return value;
}
