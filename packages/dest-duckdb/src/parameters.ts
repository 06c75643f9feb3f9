import type { DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { sqlError } from '@leat/sql';
import type { Driver } from './driver.ts';

const INT64_MAX = 2n ** 63n - 1n;

/** Values for a statement, each with its type, since the driver would send every bigint as HUGEINT. */
export interface Bound {
  readonly values: DuckDBValue[];
  readonly types: DuckDBType[];
}

/**
 * Translates JavaScript values into the driver's.
 * @throws DestinationError `LEAT_SQL_SYNTAX` for a value no SQL type holds.
 */
export function bindParameters(parameters: readonly unknown[], driver: Driver): Bound {
  const bound = parameters.map((value, index) => bindParameter(value, index, driver));
  return { values: bound.map(([value]) => value), types: bound.map(([, type]) => type) };
}

function bindParameter(value: unknown, index: number, driver: Driver): readonly [DuckDBValue, DuckDBType] {
  if (value === null || value === undefined) return [null, driver.SQLNULL];
  if (typeof value === 'string') return [value, driver.VARCHAR];
  if (typeof value === 'boolean') return [value, driver.BOOLEAN];
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? [BigInt(value), driver.BIGINT] : [value, driver.DOUBLE];
  if (typeof value === 'bigint')
    return [value, value <= INT64_MAX && value >= -INT64_MAX - 1n ? driver.BIGINT : driver.HUGEINT];
  if (value instanceof Date)
    return [new driver.DuckDBTimestampTZValue(BigInt(value.getTime()) * 1000n), driver.TIMESTAMPTZ];
  if (value instanceof Uint8Array) return [new driver.DuckDBBlobValue(value), driver.BLOB];
  throw sqlError({
    reason: 'syntax',
    message: `Parameter ${index + 1} of the query is of a type SQL does not have`,
    remedy:
      'Pass text, numbers, bigints, booleans, Date, Uint8Array or null; turn documents into text with JSON.stringify.',
  });
}
