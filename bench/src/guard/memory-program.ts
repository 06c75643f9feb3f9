import { join } from 'node:path';
import { definePipeline, defineResource } from '@leat/core';
import { discarding } from '../destinations/nothing.ts';
import { peakRssBytes } from '../process-memory.ts';

/** What a fast source and a slow destination took. */
export interface MemoryUse {
  /** Bytes of text that went through. */
  readonly bytes: number;
  readonly peakRssBytes: number;
}

const PAGES = 30;
const PAGE_ROWS = 500;
/** Turns of the event loop that loading a file takes. */
const TURNS = 50;
const TEXTS = { a: 'x'.repeat(400), b: 'y'.repeat(400) };
const ROW_BYTES = TEXTS.a.length + TEXTS.b.length;

const [resourcesText = '1', folder = ''] = process.argv.slice(2);
const resources = Number(resourcesText);
// Every table has enough for the largest batch: buffers that are kept for a next one must not add up.
await definePipeline({
  name: 'memory',
  source: Array.from({ length: resources }, (_, number) =>
    defineResource({
      name: `table_${number}`,
      *rows() {
        for (let page = 0; page < PAGES; page++)
          yield Array.from({ length: PAGE_ROWS }, (_row, row) => ({ n: page * PAGE_ROWS + row, ...TEXTS }));
      },
    }),
  ),
  destination: discarding({
    file: async () => {
      for (let turn = 0; turn < TURNS; turn++) await new Promise(setImmediate);
    },
    commit: () => undefined,
  }),
  workDir: join(folder, 'work'),
}).run();
const use: MemoryUse = { bytes: resources * PAGES * PAGE_ROWS * ROW_BYTES, peakRssBytes: peakRssBytes() };
process.send?.(use);
