import { DATA_TYPES, defineDestination, type CallableDestination, type Destination } from '@leat/core';
import { ownValue } from '../values/own-value.ts';
import { MemoryClient } from './memory-client.ts';
import { MemoryStore } from './memory-store.ts';

/** Options of the memory destination. */
export interface MemoryOptions {
  /** Where the data live. */
  readonly store: MemoryStore;
}

/** Keeps everything in memory: for tests, and as the smallest destination to read. */
export const memory: CallableDestination<MemoryOptions, MemoryOptions> = defineDestination({
  name: 'memory',
  options: {
    '~standard': {
      version: 1,
      vendor: 'leat',
      validate: (value) => {
        const store = ownValue(value, 'store');
        return store instanceof MemoryStore
          ? { value: { store } }
          : { issues: [{ message: 'must be a MemoryStore', path: ['store'] }] };
      },
    },
  },
  types: {
    toDestination: ({ dataType }) => dataType,
    fromDestination: (type) => ({ dataType: DATA_TYPES.find((known) => known === type) ?? 'text' }),
  },
  capabilities: () => ({
    fileFormats: ['jsonl'],
    mergeStrategies: ['delete-insert', 'upsert', 'insert-only', 'scd2'],
    replaceStrategies: ['swap'],
    transactions: 'ddl-and-dml',
    identifiers: { maxBytes: 255, caseSensitive: true, unicode: true },
    decimal: { maxPrecision: 38, maxScale: 38 },
    timestampPrecision: 6,
    nativeTypes: new Set(DATA_TYPES),
    widenings: [{ from: 'bigint', to: 'decimal' }],
    nulInText: true,
    maxParallelLoads: 8,
  }),
  describe: () => 'memory',
  connect: async ({ store }, { dataset }) => new MemoryClient(store, dataset),
});

/** A memory destination, with a store of its own unless it is given one. */
export function memoryDestination(store: MemoryStore = new MemoryStore()): Destination {
  return memory({ store });
}
