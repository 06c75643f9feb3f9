import { DATA_TYPES, type DestinationCapabilities } from '@leat/core';

/** Digits of DuckDB's widest decimal, a 128-bit integer with a scale. */
export const MAX_DECIMAL_PRECISION = 38;

/** What DuckDB can do; the same for every database. */
export const duckDbCapabilities: DestinationCapabilities = {
  fileFormats: ['parquet', 'csv', 'jsonl'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
  replaceStrategies: ['swap', 'insert-from-staging', 'truncate-and-insert'],
  transactions: 'ddl-and-dml',
  // DuckDB sets no limit; 255 bytes is what people can still read, and what file systems take for exports.
  identifiers: { maxBytes: 255, caseSensitive: false, unicode: true },
  decimal: { maxPrecision: MAX_DECIMAL_PRECISION, maxScale: MAX_DECIMAL_PRECISION },
  timestampPrecision: 6,
  nativeTypes: new Set(DATA_TYPES),
  widenings: [
    { from: 'decimal', to: 'decimal' },
    { from: 'bigint', to: 'decimal' },
    { from: 'date', to: 'timestamp' },
  ],
  nulInText: true,
  // One transaction fills all staging tables, so files queue for it; a second keeps the queue from running dry.
  maxParallelLoads: 2,
};
