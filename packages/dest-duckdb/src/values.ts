import type { DuckDBDataChunk, DuckDBResult, DuckDBValue, DuckDBVector } from '@duckdb/node-api';
import { decodeJson } from '@leat/sql';
import type { Driver } from './driver.ts';

/** How dates and timestamps come out. */
export type Temporal = 'date' | 'text';

const DAY = 86_400_000;
/** Milliseconds on either side of 1970 that a `Date` can hold (ECMA-262, 21.4.1.1). */
const DATE_RANGE = 8.64e15;

type Decode = (vector: DuckDBVector, row: number) => unknown;

/** Reads the chunks of one result as row objects; the columns' decoders are chosen once. */
export function rowReader(
  result: DuckDBResult,
  driver: Driver,
  temporal: Temporal,
): (chunk: DuckDBDataChunk) => readonly object[] {
  const names = result.deduplicatedColumnNames();
  const decoders = names.map((_name, index) => decoder(result, index, driver, temporal));
  return (chunk) => {
    const vectors = names.map((_name, index) => chunk.getColumnVector(index));
    return Array.from({ length: chunk.rowCount }, (_row, row) => {
      const object: Record<string, unknown> = {};
      names.forEach((name, index) => {
        const vector = vectors[index];
        const value = vector === undefined ? null : decoders[index]?.(vector, row);
        // Assigning `__proto__` would change the object's prototype and lose the column.
        if (name === '__proto__')
          Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
        else object[name] = value;
      });
      return object;
    });
  };
}

function decoder(result: DuckDBResult, index: number, driver: Driver, temporal: Temporal): Decode {
  const decode = valueDecoder(driver, temporal);
  if (result.columnLogicalType(index).alias === 'JSON') {
    return (vector, row) => {
      const text = vector.getItem(row);
      return typeof text === 'string' ? decodeJson(text) : null;
    };
  }
  if (result.columnTypeId(index) === driver.DuckDBTypeId.VARCHAR) return decodeText;
  return (vector, row) => decode(vector.getItem(row));
}

/**
 * The driver's TextDecoder drops a leading U+FEFF. The first bytes of every string lie in the vector itself (length, then
 * four bytes of the string), so they tell whether one was there.
 */
function decodeText(vector: DuckDBVector, row: number): unknown {
  const text = vector.getItem(row);
  const view: unknown = Reflect.get(vector, 'dataView');
  if (typeof text !== 'string' || !(view instanceof DataView)) return text;
  const start = row * 16 + 4;
  const marked =
    view.getUint32(row * 16, true) >= 3 && view.getUint16(start) === 0xef_bb && view.getUint8(start + 2) === 0xbf;
  return marked ? `\u{FEFF}${text}` : text;
}

function valueDecoder(driver: Driver, temporal: Temporal): (value: DuckDBValue) => unknown {
  const decode = (value: DuckDBValue): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (value instanceof driver.DuckDBBlobValue) return Uint8Array.from(value.bytes);
    if (value instanceof driver.DuckDBTimestampTZValue) return timestamp(value, 'Z', driver, temporal);
    if (value instanceof driver.DuckDBTimestampValue) return timestamp(value, '', driver, temporal);
    if (value instanceof driver.DuckDBDateValue) return date(value.days, value.isFinite, value.toString(), temporal);
    if (value instanceof driver.DuckDBTimeValue) return time(value.micros);
    if (value instanceof driver.DuckDBListValue || value instanceof driver.DuckDBArrayValue)
      return value.items.map(decode);
    if (value instanceof driver.DuckDBStructValue) {
      return Object.fromEntries(Object.entries(value.entries).map(([key, entry]) => [key, decode(entry)]));
    }
    if (value instanceof driver.DuckDBMapValue) {
      return value.entries.map(({ key, value: entry }) => ({ key: decode(key), value: decode(entry) }));
    }
    // Decimals, UUIDs, intervals, bits and the rest print exactly.
    return value.toString();
  };
  return decode;
}

function timestamp(
  value: { readonly micros: bigint; readonly isFinite: boolean },
  zone: 'Z' | '',
  driver: Driver,
  temporal: Temporal,
): Date | string {
  if (!value.isFinite) return value.micros > 0n ? 'infinity' : '-infinity';
  const micros = ((value.micros % 1000n) + 1000n) % 1000n;
  const milliseconds = Number((value.micros - micros) / 1000n);
  // Nothing is lost: what no Date can hold stays text.
  if (Math.abs(milliseconds) > DATE_RANGE) return `${new driver.DuckDBTimestampValue(value.micros).toString()}${zone}`;
  const moment = new Date(milliseconds);
  if (temporal === 'date') return moment;
  return `${moment.toISOString().slice(0, -1)}${String(micros).padStart(3, '0')}${zone}`;
}

function date(days: number, finite: boolean, text: string, temporal: Temporal): Date | string {
  if (!finite) return days > 0 ? 'infinity' : '-infinity';
  if (Math.abs(days) * DAY > DATE_RANGE) return text;
  const moment = new Date(days * DAY);
  return temporal === 'date' ? moment : moment.toISOString().slice(0, -'T00:00:00.000Z'.length);
}

/** `HH:MM:SS.ffffff`, up to 24:00:00. */
function time(micros: bigint): string {
  const seconds = micros / 1_000_000n;
  const parts = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}.${String(micros % 1_000_000n).padStart(6, '0')}`;
}
