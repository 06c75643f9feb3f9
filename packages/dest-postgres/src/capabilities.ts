import { DATA_TYPES, type DestinationCapabilities } from '@leat/core';

/** Digits a `numeric` may declare (PostgreSQL, Numeric Types); one that declares none holds more. */
export const MAX_DECIMAL_PRECISION = 1000;

/** Bytes of an identifier (NAMEDATALEN - 1). Postgres cuts longer ones with no more than a notice. */
export const MAX_IDENTIFIER_BYTES = 63;

/** What Postgres can do; the same for every server from version 12. */
export const postgresCapabilities: DestinationCapabilities = {
  fileFormats: ['csv'],
  mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
  // The first keeps what people attached to the table, and never makes a reader wait.
  replaceStrategies: ['insert-from-staging', 'truncate-and-insert', 'swap'],
  transactions: 'ddl-and-dml',
  identifiers: { maxBytes: MAX_IDENTIFIER_BYTES, caseSensitive: true, unicode: true },
  decimal: { maxPrecision: MAX_DECIMAL_PRECISION, maxScale: MAX_DECIMAL_PRECISION },
  timestampPrecision: 6,
  nativeTypes: new Set(DATA_TYPES),
  widenings: [
    { from: 'decimal', to: 'decimal' },
    { from: 'bigint', to: 'decimal' },
    { from: 'date', to: 'timestamp' },
  ],
  nulInText: false,
  // One connection each; the server reads a file with one core.
  maxParallelLoads: 4,
};
