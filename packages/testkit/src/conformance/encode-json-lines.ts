import type { Column } from '@leat/core';

/** A row to be loaded: column name → value. Decimals and times are text, json is JSON text, bigints may be `bigint`. */
export type SampleRow = Readonly<Record<string, SampleValue>>;

export type SampleValue = string | number | bigint | boolean | Uint8Array | null;

/**
 * Writes a job file as core does: an object per row, keyed by column, nulls left out, integers with all digits, binary
 * in base64.
 */
export function encodeJsonLines(columns: readonly Column[], rows: readonly SampleRow[]): Uint8Array {
  const lines = rows.map((row) => {
    const fields = columns.flatMap(({ name }) => {
      const value = Object.hasOwn(row, name) ? row[name] : null;
      return value === null || value === undefined ? [] : [`${JSON.stringify(name)}:${encode(value)}`];
    });
    return `{${fields.join(',')}}\n`;
  });
  return Buffer.from(lines.join(''));
}

function encode(value: Exclude<SampleValue, null>): string {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  return JSON.stringify(value);
}
