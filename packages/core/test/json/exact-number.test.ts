import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DoubleValue, ExactDecimal, exactNumber, type ExactNumber } from '../../src/json/exact-number.ts';

const nines = '9'.repeat(1001);

const cases: readonly (readonly [token: string, expected: ExactNumber])[] = [
  ['0', 0],
  ['-0', -0],
  ['1', 1],
  ['-17', -17],
  ['9007199254740991', 9_007_199_254_740_991],
  ['-9007199254740991', -9_007_199_254_740_991],
  ['9007199254740992', 9_007_199_254_740_992n],
  ['9007199254740993', 9_007_199_254_740_993n],
  ['-9007199254740993', -9_007_199_254_740_993n],
  ['-9223372036854775808', -(2n ** 63n)],
  ['18446744073709551616', 2n ** 64n],
  [nines, new ExactDecimal(nines)],
  ['1.0', new DoubleValue(1)],
  ['-1.0', new DoubleValue(-1)],
  ['0.0', new DoubleValue(0)],
  ['-0.0', new DoubleValue(-0)],
  ['1e3', new DoubleValue(1000)],
  ['1E+3', new DoubleValue(1000)],
  ['12.50e1', new DoubleValue(125)],
  ['1e23', new DoubleValue(1e23)],
  ['1.000000000000000000000', new DoubleValue(1)],
  ['0e99999999999', new DoubleValue(0)],
  ['0.000e-99999', new DoubleValue(0)],
  ['1.5', 1.5],
  ['-0.1', -0.1],
  ['15e-1', 1.5],
  ['0.30000000000000004', 0.30000000000000004],
  ['5e-324', 5e-324],
  ['1.7976931348623157e308', new DoubleValue(Number.MAX_VALUE)],
  ['0.1000', 0.1],
  ['123456.7890', 123_456.789],
  ['0.1000000000000000055511151231257827', new ExactDecimal('0.1000000000000000055511151231257827')],
  ['3.14159265358979323846', new ExactDecimal('3.14159265358979323846')],
  ['-3.141592653589793238460', new ExactDecimal('-3.14159265358979323846')],
  ['12345678901234567890.0', new ExactDecimal('12345678901234567890')],
  ['123456789012345678.90', new ExactDecimal('123456789012345678.9')],
  ['1234567890123456789e-25', new ExactDecimal('0.0000001234567890123456789')],
  ['12345678901234567891e2', new ExactDecimal('1234567890123456789100')],
  ['4e-324', new ExactDecimal(`0.${'0'.repeat(323)}4`)],
  ['1e-400', new ExactDecimal(`0.${'0'.repeat(399)}1`)],
  ['1e400', new ExactDecimal(`1${'0'.repeat(400)}`)],
  ['-2.5E400', new ExactDecimal(`-25${'0'.repeat(399)}`)],
];

describe('exactNumber', () => {
  it.each(cases.map(([token, expected]) => ({ token, expected })))('reads $token', ({ token, expected }) => {
    expect(exactNumber(token)).toStrictEqual(expected);
  });

  it.each(['1e401', '1e-401', '-1.5e+99999', '1e99999999999999999999', '0.001e500'])('has no value for %s', (token) => {
    expect(exactNumber(token)).toBeUndefined();
  });

  it('gives every double back that JavaScript prints', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const token = JSON.stringify(value);
        const read = exactNumber(token);
        const number = read instanceof DoubleValue ? read.value : Number(read);
        expect(read).not.toBeInstanceOf(ExactDecimal);
        // JSON.stringify writes -0 as 0.
        expect(number).toBe(value === 0 ? 0 : value);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every digit of every integer', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 60n), max: 10n ** 60n }), (value) => {
        const read = exactNumber(String(value));
        expect(typeof read).toBe(Number.isSafeInteger(Number(value)) ? 'number' : 'bigint');
        expect(plainText(read)).toBe(String(value));
      }),
    );
  });

  it('keeps the value of every decimal, however it is written', () => {
    const digits = fc.stringMatching(/^[0-9]{1,30}$/);
    fc.assert(
      fc.property(
        digits,
        digits,
        fc.integer({ min: -40, max: 40 }),
        fc.boolean(),
        (integer, fraction, exponent, negative) => {
          const token = `${negative ? '-' : ''}${BigInt(integer)}.${fraction}e${exponent}`;
          expect(fractionOf(plainText(exactNumber(token)))).toEqual(fractionOf(token));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function plainText(value: ExactNumber | undefined): string {
  if (value instanceof ExactDecimal) {
    expect(value.text).toMatch(/^-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?$/);
    return value.text;
  }
  return String(value instanceof DoubleValue ? value.value : value);
}

/** The value as an integer times 10^-200: an oracle that shares no code with what it judges. */
function fractionOf(text: string): bigint {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e');
  const [integer = '', fraction = ''] = mantissa.split('.');
  return BigInt(integer + fraction) * 10n ** BigInt(200 + Number(exponent) - fraction.length);
}
