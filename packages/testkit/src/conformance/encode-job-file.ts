import {
  ConfigError,
  createEncoder,
  createVector,
  parseJson,
  type Column,
  type ColumnBatch,
  type DestinationCapabilities,
  type JobFileFormat,
} from '@leat/core';
import { ownValue } from '../values/own-value.ts';
import type { SampleRow } from './sample-row.ts';

const WRITABLE: readonly JobFileFormat[] = ['parquet', 'csv', 'jsonl'];

/** The format job files are made in: the one the destination likes best among those core writes. */
export function jobFileFormat({ fileFormats }: DestinationCapabilities): JobFileFormat {
  const format = fileFormats.find((each) => WRITABLE.includes(each));
  if (format !== undefined) return format;
  throw new ConfigError(`Core writes none of the formats this destination accepts: ${fileFormats.join(', ')}.`, {
    code: 'LEAT_FORMAT_UNSUPPORTED',
    recoverability: 'terminal',
    remedy: `Let the destination accept one of: ${WRITABLE.join(', ')}.`,
  });
}

/** The bytes of a job file, made by the encoders that make those of real loads. */
export function encodeJobFile(
  format: JobFileFormat,
  columns: readonly Column[],
  rows: readonly SampleRow[],
): Uint8Array {
  const encoder = createEncoder(format, columns);
  const bytes = [...encoder.begin()];
  if (rows.length > 0) bytes.push(...encoder.encode(batchOf(columns, rows)));
  return Buffer.concat([...bytes, ...encoder.end()]);
}

function batchOf(columns: readonly Column[], rows: readonly SampleRow[]): ColumnBatch {
  const vectors = columns.map((column) => {
    const vector = createVector(column, { keepNul: true, declared: true });
    const values = rows.map((row) => sourceValue(column, ownValue(row, column.name)));
    vector.appendRun(values, values.length, (_, row) => {
      throw new ConfigError(`Row ${row} of a sample has no ${column.dataType} for column "${column.name}".`, {
        code: 'LEAT_SAMPLE',
        recoverability: 'terminal',
        remedy: 'Correct the sample.',
      });
    });
    return vector;
  });
  return { columns, vectors, rows: rows.length };
}

/** The value as a source would yield it: documents instead of their text. */
function sourceValue({ dataType }: Column, value: unknown): unknown {
  return dataType === 'json' && typeof value === 'string' ? parseJson(value) : value;
}
