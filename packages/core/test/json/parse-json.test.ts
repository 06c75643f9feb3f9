import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SchemaError } from '../../src/errors/leat-error.ts';
import { DoubleValue, ExactDecimal } from '../../src/json/exact-number.ts';
import { parseJson } from '../../src/json/parse-json.ts';

/** The error that parsing `text` gives. */
function failure(text: string, maxDepth?: number): SchemaError {
  try {
    parseJson(text, maxDepth);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error('the text was parsed');
}

/** Makes any JSON text one that JSON.parse would change, so that the other parser reads it. */
const forced = (text: string): string => `[${text},1.0]`;

function parseForced(text: string): unknown {
  const parsed = parseJson(forced(text));
  return Array.isArray(parsed) ? parsed[0] : expect.unreachable();
}

/** Turns doubles that JSON spells as integers or with an exponent into what they should come back as. */
function expectedOf(value: unknown): unknown {
  if (typeof value === 'number') {
    const text = JSON.stringify(value);
    if (/[.e]/.test(text)) return Number.isInteger(value) ? new DoubleValue(value) : value;
    return Number.isSafeInteger(value) ? Number(text) : BigInt(text);
  }
  if (Array.isArray(value)) return value.map(expectedOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expectedOf(item)]));
}

const jsonTexts = fc.json({ maxDepth: 6, noUnicodeString: false });
const noExactness = fc
  .jsonValue({ maxDepth: 6 })
  .map((value) =>
    JSON.stringify(value, (_key, item: unknown) => (typeof item === 'number' ? Math.trunc(item % 1e6) + 0.5 : item)),
  );

const digits = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.integer({ min: 0, max: 9 }).map(String), minLength, maxLength });
const tokens = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(
      fc.constant('0'),
      fc.tuple(fc.integer({ min: 1, max: 9 }).map(String), digits(0, 24)).map((parts) => parts.join('')),
    ),
    fc.oneof(
      fc.constant(''),
      fc.tuple(digits(1, 24), fc.constantFrom('', '000')).map((parts) => `.${parts.join('')}`),
    ),
    fc.oneof(
      fc.constant(''),
      fc.tuple(fc.constantFrom('e', 'E', 'e+', 'e-'), digits(1, 2)).map((parts) => parts.join('')),
    ),
  )
  .map((parts) => parts.join(''));
const doubles = fc.double({ noNaN: true, noDefaultInfinity: true }).map(String);

describe('parseJson', () => {
  it('reads a number as the same whatever stands beside it', () => {
    fc.assert(
      fc.property(fc.oneof(tokens, doubles), (token) => {
        expect(parseJson(`[${token}]`)).toStrictEqual([parseForced(token)]);
      }),
      { numRuns: 5000 },
    );
  });

  it('gives back any value that JSON.stringify wrote', () => {
    fc.assert(
      fc.property(jsonTexts, (text) => {
        const expected = expectedOf(JSON.parse(text));
        expect(parseJson(text)).toStrictEqual(expected);
        expect(parseForced(text)).toStrictEqual(expected);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with JSON.parse where no number needs exactness, on either way through', () => {
    fc.assert(
      fc.property(noExactness, (text) => {
        const expected: unknown = JSON.parse(text);
        expect(parseJson(text)).toStrictEqual(expected);
        expect(parseForced(text)).toStrictEqual(expected);
      }),
    );
  });

  it('accepts exactly the texts that JSON.parse accepts', () => {
    const marks = '{ } [ ] , : " \\ \\u00 e9 "a" "": \n \t \u00a0 \ufeff \0 \' //'.split(' ');
    const words = '0 1 - . e E + 01 -0 1.5 1e5 .0 true false null nul NaN'.split(' ');
    const pieces = fc.constantFrom(' ', ...marks, ...words);
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        fc.pre(!/e[+-]?\d{3}/i.test(text));
        let accepted = true;
        try {
          JSON.parse(text);
        } catch {
          accepted = false;
        }
        if (accepted) expect(() => parseJson(text)).not.toThrow();
        else expect(failure(text).code).toBe('LEAT_JSON_MALFORMED');
      }),
      { numRuns: 20_000 },
    );
  });

  it('keeps every digit wherever in the document a number stands', () => {
    const text =
      '{"a":[1,1.0,1e3,-0,{"b":12345678901234567890}],"pi":3.14159265358979323846,"c":"12345678901234567890"}';
    expect(parseJson(text)).toStrictEqual({
      a: [1, new DoubleValue(1), new DoubleValue(1000), -0, { b: 12_345_678_901_234_567_890n }],
      pi: new ExactDecimal('3.14159265358979323846'),
      c: '12345678901234567890',
    });
  });

  it.each([
    '9007199254740993',
    ' 9007199254740993 ',
    '\n1.0',
    '1E2',
    '-1.00',
    '{"a":1.0}',
    '[2,1.0]',
    '{"a" : 1e2}',
    '["\\\\",1.0]',
    '["\\"",1.0]',
  ])('notices the number in %j', (text) => {
    expect(parseJson(text)).not.toStrictEqual(JSON.parse(text));
  });

  it.each(['"1.0"', '["\\"1.0,",2]', '{"id":"3e5f","at":"2024-01-15T10:00:00.000Z"}', '["12345678901234567890"]'])(
    'lets digits in strings alone in %s',
    (text) => {
      expect(parseJson(text)).toStrictEqual(JSON.parse(text));
    },
  );

  it.each(['{"__proto__":{"polluted":1},"constructor":2}', '{"__proto__":{"polluted":1.0},"constructor":2}'])(
    'keeps __proto__ as a key like another in %s',
    (text) => {
      const value = parseJson(text);
      expect(Object.keys(Object(value))).toEqual(['__proto__', 'constructor']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
      expect(Reflect.get(Object(value), 'polluted')).toBeUndefined();
    },
  );

  it.each(['{"a":1,"a":2}', '{"a":1.0,"a":2}', '{"a":1.0,"b":3,"a":[2]}', '{"__proto__":1.0,"__proto__":2}'])(
    'lets the last of equal keys win in %s',
    (text) => {
      const native: unknown = JSON.parse(text);
      expect(parseJson(text)).toStrictEqual(native);
      expect(Object.keys(Object(parseJson(text)))).toEqual(Object.keys(Object(native)));
    },
  );

  it('takes 512 levels and refuses 513, with and without numbers that need exactness', () => {
    for (const core of ['', '1.0', '{}']) {
      const inner = core === '{}' ? 1 : 0;
      const nest = (depth: number): string => '['.repeat(depth - inner) + core + ']'.repeat(depth - inner);
      expect(() => parseJson(nest(512))).not.toThrow();
      const error = failure(nest(513));
      expect(error.code).toBe('LEAT_JSON_DEPTH');
      expect(error.details).toMatchObject({ offset: 512, line: 1, column: 513 });
    }
  });

  it('does not count containers beside each other as depth', () => {
    expect(parseJson(`[${'[{"a":[]}],'.repeat(1000)}1]`)).toHaveLength(1001);
    expect(parseJson(`[${'[{"a":[]}],'.repeat(1000)}1.0]`)).toHaveLength(1001);
  });

  it('refuses a hundred thousand levels without exhausting the stack', () => {
    const levels = 100_000;
    expect(failure('{"a":'.repeat(levels)).code).toBe('LEAT_JSON_DEPTH');
    expect(failure('['.repeat(levels), Number.POSITIVE_INFINITY).code).toBe('LEAT_JSON_MALFORMED');
    expect(() => parseJson(`${'['.repeat(levels)}1.0${']'.repeat(levels)}`, levels)).not.toThrow();
  });

  it.each([
    { text: '', offset: 0, line: 1, column: 1 },
    { text: '{"key": secret}', offset: 8, line: 1, column: 9 },
    { text: '[1,\n  2,\n  secret]', offset: 11, line: 3, column: 3 },
    { text: '["secret', offset: 8, line: 1, column: 9 },
    { text: '["secret\n"]', offset: 8, line: 1, column: 9 },
    { text: '{"secret":1,}', offset: 12, line: 1, column: 13 },
    { text: '[1] secret', offset: 4, line: 1, column: 5 },
    { text: '["\\x secret"]', offset: 2, line: 1, column: 3 },
    { text: '[1.secret]', offset: 3, line: 1, column: 4 },
    { text: '<html>secret</html>', offset: 0, line: 1, column: 1 },
    { text: '\ufeff{}', offset: 0, line: 1, column: 1 },
  ])('says where $text stops being JSON and does not quote it', ({ text, offset, line, column }) => {
    const error = failure(text);
    expect(error).toMatchObject({
      code: 'LEAT_JSON_MALFORMED',
      details: { offset, line, column, length: text.length },
    });
    expect(error.cause).toBeUndefined();
    expect(JSON.stringify([error.message, error.remedy, error.details])).not.toContain('secret');
  });

  it('never makes an infinity of a number, nor a long text of a short one', () => {
    expect(parseJson('1e400')).toStrictEqual(new ExactDecimal(`1${'0'.repeat(400)}`));
    const error = failure('{"a":[0, 1e401]}');
    expect(error).toMatchObject({ code: 'LEAT_JSON_NUMBER_RANGE', details: { offset: 9 } });
    expect(error.message).not.toContain('401');
  });

  it('reads escapes and lone surrogates as JSON.parse does', () => {
    const text = String.raw`["\u00e9\n\t\b\f\r\/\\\"","\ud83d\ude00","\ud800","é😀",""]`;
    expect(parseForced(text)).toStrictEqual(JSON.parse(text));
  });
});
