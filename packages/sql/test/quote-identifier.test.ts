import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteIdentifier } from '../src/index.ts';

test('a quoted name reads back as itself and never ends early', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', minLength: 1 }).filter((name) => !name.includes('\0')),
      (name) => {
        const quoted = quoteIdentifier(name);
        expect(quoted.at(0)).toBe('"');
        expect(quoted.at(-1)).toBe('"');
        const inside = quoted.slice(1, -1);
        expect(inside.replaceAll('""', '')).not.toContain('"');
        expect(inside.replaceAll('""', '"')).toBe(name);
      },
    ),
  );
});

test.each(['', 'a\0b', '\0'])('%j cannot be a name', (name) => {
  expect(() => quoteIdentifier(name)).toThrow(expect.objectContaining({ code: 'LEAT_IDENTIFIER' }));
});
