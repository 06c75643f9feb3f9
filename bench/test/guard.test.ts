import { expect, test } from 'vitest';
import { countWork, measureMemory } from '../src/guard/count-work.ts';

/** Enough for several batches and files, and for what is compiled after some thousand rows. */
const ROWS = 30_000;

/**
 * The most that 30,000 rows may take; the comment is what they took when this was written. None of it grows with the rows, but
 * with batches, files and runs. A change that goes beyond does something per row or per value, or gives up buffers that it
 * could use again.
 */
const MOST = {
  flat: {
    'Object.keys': 100, // 18
    'Object.entries': 100, // 5
    'JSON.parse': 100, // 7
    'JSON.stringify': 100, // 51
    'Buffer.alloc': 70, // 62
    'Buffer.allocUnsafe': 55, // 47
    'Buffer.from': 150, // 128
    'Buffer.concat': 130, // 112
    'new Uint8Array': 130, // 116
    'new Uint32Array': 10, // 2
    'new Int32Array': 10, // 6
    'new BigInt64Array': 10, // 0
    'new Float64Array': 10, // 4
    'new Function': 10, // 10
    'fs.openSync': 3, // 3
    'fs.writevSync': 12, // 10
    'hash.update': 190, // 174
    bytesPerRow: 1400, // 1230 to 1260
    files: 3, // 3
  },
  nested: {
    'Object.keys': 100, // 46
    'Object.entries': 100, // 5
    'JSON.parse': 100, // 7
    'JSON.stringify': 100, // 58
    'Buffer.alloc': 40, // 34
    'Buffer.allocUnsafe': 115, // 104
    'Buffer.from': 85, // 72
    'Buffer.concat': 70, // 58
    'new Uint8Array': 130, // 120
    'new Uint32Array': 60, // 56
    'new Int32Array': 28, // 24
    'new BigInt64Array': 10, // 0
    'new Float64Array': 10, // 5
    'new Function': 7, // 7
    'fs.openSync': 4, // 4
    'fs.writevSync': 14, // 12
    'hash.update': 120, // 106
    bytesPerRow: 1040, // 920 to 940
    files: 4, // 4
  },
};

test.each(Object.entries(MOST))(
  'the work on %s is done per batch and per file, not per row, and with few bytes of heap',
  async (workload, most) => {
    const { counts, ...rest } = await countWork(workload, ROWS);
    const work: Readonly<Record<string, number>> = { ...counts, ...rest };
    expect(Object.keys(work).toSorted()).toEqual(Object.keys(most).toSorted());
    expect(Object.entries(most).filter(([name, count]) => (work[name] ?? 0) > count)).toEqual([]);
    // Where nothing is counted, nothing is proven.
    for (const name of ['new Function', 'fs.openSync', 'hash.update', 'files'] as const)
      expect(work[name]).toBeGreaterThan(most[name] / 2);
    expect(rest.bytesPerRow).toBeGreaterThan(most.bytesPerRow / 2);
  },
);

test('memory follows neither the number of tables nor the size of the data, though the destination is slow', async () => {
  const { bytes, peakRssBytes } = await measureMemory(48);
  expect(bytes).toBe(576e6);
  // Half of it is Node itself and garbage. With the buffers of every table kept it would be as much as went through.
  expect(peakRssBytes).toBeLessThan(400e6);
});
