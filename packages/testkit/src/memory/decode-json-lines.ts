import { DoubleValue, parseJson, type Column, type DataType } from '@leat/core';
import { isRecord } from '../values/own-value.ts';

/** A row of a table: column name → value. Absent means null. */
export type StoredRow = Readonly<Record<string, unknown>>;

/**
 * Reads a job file in JSON Lines: an object per row, keyed by column, nulls left out.
 *
 * Gives bigints as `bigint`, doubles as `number`, binaries as `Uint8Array`; decimals, timestamps, dates, times and json
 * stay text.
 */
export function decodeJsonLines(text: string, columns: readonly Column[]): readonly StoredRow[] {
  const types = new Map(columns.map((column) => [column.name, column.dataType]));
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const fields = parseJson(line);
    // `fromEntries` defines properties, so a column called `__proto__` is one like another.
    return Object.fromEntries(
      Object.entries(isRecord(fields) ? fields : {}).map(([name, value]) => [name, decode(types.get(name), value)]),
    );
  });
}

function decode(type: DataType | undefined, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'bigint' && typeof value === 'number') return BigInt(value);
  // Also the strings NaN, Infinity and -Infinity, which JSON has no numbers for.
  if (type === 'double') return value instanceof DoubleValue ? value.value : Number(value);
  if (type === 'binary' && typeof value === 'string') return Uint8Array.from(Buffer.from(value, 'base64'));
  return value;
}
