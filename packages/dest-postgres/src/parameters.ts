import { sqlError } from '@leat/sql';

/**
 * Translates JavaScript values into what the driver sends as text, without its own guesses about dates and objects.
 * @throws DestinationError `LEAT_SQL_SYNTAX` for a value no SQL type holds.
 */
export function bindParameters(parameters: readonly unknown[]): (string | Buffer | null)[] {
  return parameters.map(bindParameter);
}

function bindParameter(value: unknown, index: number): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  throw sqlError({
    reason: 'syntax',
    message: `Parameter ${index + 1} of the query is of a type SQL does not have`,
    remedy:
      'Pass text, numbers, bigints, booleans, Date, Uint8Array or null; turn documents into text with JSON.stringify.',
  });
}
