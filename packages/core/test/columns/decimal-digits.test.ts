import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimalDigits } from '../../src/columns/decimal-vector.ts';

/** The same by a regular expression: slower, and easier to believe. */
function expectedOf(text: string): ReturnType<typeof decimalDigits> {
  const match = /^(-?)0*(\d*?)(?:\.(\d*?)0*)?$/.exec(text);
  const [, sign = '', integer = '', fraction = ''] = match ?? [];
  if (match === null || !/\d/.test(text)) return undefined;
  const magnitude = `${integer === '' ? '0' : integer}${fraction === '' ? '' : `.${fraction}`}`;
  return { text: magnitude === '0' ? '0' : sign + magnitude, integer: integer.length, fraction: fraction.length };
}

test('digits of a text are read as a regular expression reads them', () => {
  const pieces = fc.constantFrom('-', '.', '0', '00', '1', '9', '42', '000123', 'e5', '+', ' ', 'x', '\n', '٣');
  const texts = fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, (text) => {
      expect(decimalDigits(text)).toEqual(expectedOf(text));
    }),
    { numRuns: 50_000 },
  );
});

test.each([
  ['12.50', '12.5', 2, 1],
  ['-0012.00', '-12', 2, 0],
  ['.5', '0.5', 0, 1],
  ['-0.0', '0', 0, 0],
  ['7.', '7', 1, 0],
  [1.5e-7, '0.00000015', 0, 8],
  [12345678901234567890n, '12345678901234567890', 20, 0],
])('%s is %s, with %d digits before the point and %d behind it', (value, text, integer, fraction) => {
  expect(decimalDigits(value)).toEqual({ text, integer, fraction });
});

test.each(['', '-', '.', '-.', '1e5', '+1', ' 1', '1 ', '1.2.3', '--1', 'NaN'])('%j is no decimal', (text) => {
  expect(decimalDigits(text)).toBeUndefined();
});
