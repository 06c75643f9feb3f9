import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonVector } from '../../src/columns/json-vector.ts';

/** What the vector holds for the value, read back, and the NULs it counted. */
function stored(value: unknown, keepNul: boolean): { readonly value: unknown; readonly removed: number } {
  const vector = new JsonVector(keepNul);
  vector.appendRun([value], 1, () => {
    throw new Error('refused');
  });
  return { value: JSON.parse(vector.data.toString('utf8', 4, vector.size)), removed: vector.removedNuls };
}

const texts = fc.string({ unit: fc.constantFrom('\0', '\\', 'u', '0', 'u0000', '"', 'a', 'é'), maxLength: 12 });

test('NUL goes from texts and keys, is counted, and nothing else changes', () => {
  fc.assert(
    fc.property(texts, texts, (key, text) => {
      const plain = (from: string): string => from.replaceAll('\0', '');
      const nuls = `${key}${text}`.split('\0').length - 1;
      expect(stored({ [`k${key}`]: [text] }, false)).toEqual({
        value: { [`k${plain(key)}`]: [plain(text)] },
        removed: nuls,
      });
    }),
    { numRuns: 300 },
  );
});

test('NUL stays where the destination stores it', () => {
  expect(stored({ a: 'x\0y' }, true)).toEqual({ value: { a: 'x\0y' }, removed: 0 });
});
