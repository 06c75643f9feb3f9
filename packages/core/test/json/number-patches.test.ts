import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExactParser } from '../../src/json/exact-parser.ts';
import { parseExactly, parseJson } from '../../src/json/parse-json.ts';

/** Numbers that are kept and numbers that are not, of the kinds that can be taken for each other. */
const numbers = fc.constantFrom(
  '1',
  '1.0',
  '1e0',
  '-0',
  '-0.0',
  '0.1',
  '0.1000000000000000055511151231257827',
  '12345678901234567',
  '9007199254740993',
  '9007199254740992',
  '9007199254740991',
  '-12345678901234567890',
  '1.5e300',
);
/** Few keys, so that equal ones meet; some are the same key in another spelling. */
const keys = fc.constantFrom('"a"', '"b"', '"\\u0061"', '"__proto__"', '"1"', '""', '"[]{}:,\\""');
const blanks = fc.constantFrom('', ' ', '\n');

/** JSON texts with everything in them that the way over `JSON.parse` has to notice. */
const { text: texts } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    numbers,
    fc.constantFrom('null', 'true', '"1.0"', '"a"', '{}', '[]'),
    fc.tuple(fc.array(tie('text'), { maxLength: 4 }), blanks).map(([items, blank]) => `[${items.join(`${blank},`)}]`),
    fc
      .tuple(fc.array(fc.tuple(keys, tie('text')), { maxLength: 4 }), blanks)
      .map(([members, blank]) => `{${members.map(([key, value]) => `${key}${blank}:${value}`).join(`,${blank}`)}}`),
  ),
}));

test('numbers put in their places give what reading every character gives, however often a key stands there', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const expected = new ExactParser(text, 512).parse();
      expect(parseJson(text)).toStrictEqual(expected);
      expect(parseExactly(text)).toStrictEqual(expected);
    }),
    { numRuns: 20_000 },
  );
});

test.each([
  ['the last of two equal keys', '{"a":9007199254740993,"a":1}', { a: 1 }],
  ['the last of two with one double', '{"a":1.0,"a":1}', { a: 1 }],
  ['the last of two objects', '{"a":{"b":1.0},"a":{"c":1}}', { a: { c: 1 } }],
  ['a list in the place of an object', '[{"a":{"b":1.0},"a":[2]}]', [{ a: [2] }]],
  ['a key in another spelling', '{"\\u0061":12345678901234567890,"b":2}', { a: 12_345_678_901_234_567_890n, b: 2 }],
  ['lists in lists', '[[],[1,[12345678901234567890]],2]', [[], [1, [12_345_678_901_234_567_890n]], 2]],
])('%s counts', (_what, text, expected) => {
  expect(parseJson(text)).toStrictEqual(expected);
});
