import type { Vector } from '../../columns/vector.ts';
import type { JobFileFormat } from '../../destination/capabilities.ts';
import type { Column } from '../../schema/column.ts';
import { CsvEncoder } from './csv-encoder.ts';
import { JsonlEncoder } from './jsonl-encoder.ts';
import { ParquetEncoder } from './parquet-encoder.ts';

/** The rows of one table, column by column; `vectors[i]` holds `columns[i]`, all of the same length. */
export interface ColumnBatch {
  readonly columns: readonly Column[];
  readonly vectors: readonly Vector[];
  readonly rows: number;
}

/** Turns batches of one table into the bytes of one file. */
export interface JobFileEncoder {
  /** Bytes before the first batch. */
  begin(): readonly Uint8Array[];
  /** Bytes of a batch. They may be views of its vectors or of the encoder's own buffer: write them before either changes. */
  encode(batch: ColumnBatch): readonly Uint8Array[];
  /** Bytes after the last batch. */
  end(): readonly Uint8Array[];
}

/** Formats the writers of this package can make. */
export const WRITABLE_FORMATS: readonly JobFileFormat[] = ['parquet', 'csv', 'jsonl'];

/** Makes an encoder for a file with the given columns, which no later batch may change. */
export function createEncoder(format: JobFileFormat, columns: readonly Column[]): JobFileEncoder {
  switch (format) {
    case 'parquet':
      return new ParquetEncoder(columns);
    case 'jsonl':
      return new JsonlEncoder();
    case 'csv':
      return new CsvEncoder();
  }
}
