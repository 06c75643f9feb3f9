import type { DestinationCapabilities, WriteMode } from '@leat/core';

/** A write disposition with its strategy. */
export interface NamedWriteMode {
  /** `append`, `replace swap`, `merge upsert`. */
  readonly name: string;
  readonly write: WriteMode;
}

/** Everything a destination says it can do; a strategy it offers tomorrow is tested tomorrow. */
export function writeModes(capabilities: DestinationCapabilities): readonly NamedWriteMode[] {
  return [
    { name: 'append', write: 'append' },
    ...capabilities.replaceStrategies.map((strategy) => ({
      name: `replace ${strategy}`,
      write: { disposition: 'replace', strategy } as const,
    })),
    ...capabilities.mergeStrategies.map((strategy) => ({
      name: `merge ${strategy}`,
      write: { disposition: 'merge', strategy } as const,
    })),
  ];
}
