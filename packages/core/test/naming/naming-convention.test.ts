import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNaming, type NamingConvention, type NamingName } from '../../src/normalize/naming/naming-convention.ts';
import { tagOf } from '../../src/normalize/naming/shorten.ts';

const NAMES: readonly NamingName[] = ['snake_case', 'direct', 'sql_ci', 'sql_cs', 'dlt'];

function naming(name: NamingName, maxBytes = 63, unicode = true): NamingConvention {
  return createNaming(name, { maxBytes, unicode, caseSensitive: false });
}

/** Every convention with generous and with narrow limits, with and without letters outside ASCII. */
const everyNaming = NAMES.flatMap((name) =>
  [24, 63, 300].flatMap((maxBytes) => [true, false].map((unicode) => naming(name, maxBytes, unicode))),
);

const ascii = '_ __ - . " \' ` $ 2 9a ID HTTP Name items \0 \n'.split(' ');
const beyond = '▶ １ é e\u0301 İ Σ ß ǅ 日本 한글 हिन्दी 𝐀 😀 👩‍👩‍👧 \u202e \u2028 \ud800 \udc00 ﬁ \u0301 Ⅷ'.split(' ');
const pieces = fc.constantFrom(' ', ...ascii, ...beyond);
const keys = fc.oneof(
  fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 100 }),
  fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
);

// Expected values are what dlt 1.26 gives.
const dltIdentifiers: readonly (readonly [key: string, expected: string])[] = [
  ['camelCaseHTTPServer', 'camel_case_http_server'],
  ['getHTTPResponseCode2XX', 'get_http_response_code2_xx'],
  ['userIDs', 'user_i_ds'],
  ['2FA_Enabled', '_2_fa_enabled'],
  ['2FA', '_2_fa'],
  ['123BaNaNa', '_123_ba_na_na'],
  ['_trailing_', '_trailingx'],
  ['MyName__', 'my_namexx'],
  ['a_', 'ax'],
  ['_', 'x'],
  ['__', 'xx'],
  ['--', 'xx'],
  ['__a', '_a'],
  ['a__b', 'a_b'],
  ['a___b', 'a_b'],
  ['#$%', 'x'],
  ['event-.!:*<>value', 'event_x_value'],
  ['a+b*c', 'axbxc'],
  ['a@b', 'aab'],
  ['a|b', 'alb'],
  ['a.b', 'a_b'],
  ['A B', 'a_b'],
  ['a"b', 'a_b'],
  ["a'; DROP TABLE users; --", 'a_drop_table_usersxxx'],
  ['\ta\t', 'a'],
  ['a\nb', 'a_b'],
  ['a\0b', 'a_b'],
];

const dltShortened: readonly (readonly [key: string, maxBytes: number, expected: string])[] = [
  ['a'.repeat(70), 63, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaamo6cbaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  [`  ${'a'.repeat(70)}`, 63, 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaamo6cbaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  [`Camel${'a'.repeat(70)}`, 63, 'camelaaaaaaaaaaaaaaaaaaaaaaaaeg7diaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ['abc'.repeat(9), 24, 'abcabcabcxacxnwabcabcabc'],
  [' abcAbcAbcAbcAbcAbcAbcAbcAbc ', 24, 'abc_abc_a6ysxswc_abc_abc'],
  [
    'ParentTableWithALongName__ChildListWithALongName__GrandchildItems',
    63,
    'parent_table_with_a_long_namemfbqwg_long_name__grandchild_items',
  ],
];

describe.each(['dlt', 'snake_case'] as const)('%s on ASCII keys', (name) => {
  it.each(dltIdentifiers)('names %j as dlt does', (key, expected) => {
    expect(naming(name).identifier(key)).toBe(expected);
  });

  it.each(dltShortened)('shortens %j to %i bytes as dlt does', (key, maxBytes, expected) => {
    expect(naming(name, maxBytes).path([key])).toBe(expected);
  });

  it.each([
    { parts: ['a__b'], expected: 'a__b' },
    { parts: ['a', 'b'], expected: 'a__b' },
    { parts: ['a___b'], expected: 'a___b' },
    { parts: ['__a'], expected: 'a' },
    { parts: ['a__'], expected: 'a' },
    { parts: ['MyName__'], expected: 'my_name' },
    { parts: ['issues', 'Labels', '2FA'], expected: 'issues__labels___2_fa' },
  ])('joins $parts as dlt does', ({ parts, expected }) => {
    expect(naming(name).path(parts)).toBe(expected);
  });
});

describe('dlt', () => {
  it.each([
    ['日本', 'x'],
    ['é', 'x'],
    ['über', '_ber'],
    ['日本語Name', '_name'],
    ['\ufeffname', '_name'],
    ['\x1cname\x85', 'name'],
    ['１２３', '_１２３'],
    ['٣abc', '_٣abc'],
    ['a٣B', 'a٣b'],
  ])('drops letters outside ASCII and keeps digits: %j', (key, expected) => {
    expect(naming('dlt').identifier(key)).toBe(expected);
  });
});

describe('snake_case', () => {
  it.each([
    ['日本', '日本'],
    ['日本語Name', '日本語_name'],
    ['é', 'é'],
    ['e\u0301', 'é'],
    ['ÜberStraße', 'über_straße'],
    ['ΌνομαΧρήστη', 'όνομα_χρήστη'],
    ['ИмяПользователя', 'имя_пользователя'],
    ['हिन्दी नाम', 'हिन्दी_नाम'],
    ['prix (€)', 'prixx'],
    ['😀', 'x'],
    ['\ud800', 'x'],
    ['a\u202eb', 'a_b'],
  ])('keeps letters of every script where the destination takes them: %j', (key, expected) => {
    expect(naming('snake_case').identifier(key)).toBe(expected.normalize('NFC'));
  });

  it.each(['日本', 'é', '１２３', 'ÜberStraße'])('has nothing but ASCII where the destination does not: %s', (key) => {
    expect(naming('snake_case', 63, false).identifier(key)).toMatch(/^[a-z0-9_]+$/);
  });

  it('counts bytes and cuts between code points', () => {
    const short = naming('snake_case', 24);
    expect(short.identifier('日'.repeat(8))).toBe('日'.repeat(8));
    expect(short.identifier('日'.repeat(9))).toBe(`日日日${tagOf('日'.repeat(9))}日日日`);
    expect(short.identifier('𠀀'.repeat(9))).toBe(`𠀀𠀀${tagOf('𠀀'.repeat(9))}𠀀𠀀`);
  });
});

describe('sql_cs and sql_ci', () => {
  it.each([
    ['camelCaseHTTPServer', 'camelCaseHTTPServer'],
    ['2FA', '_2FA'],
    ['_a_', '_a'],
    ['a__b', 'a_b'],
    ['A B', 'A_B'],
    ['event-.!:*<>value', 'event_value'],
    ['über', '_ber'],
    ['--', 'x'],
    ['__', 'x'],
    ['日本', 'x'],
  ])('make a name that needs no quotes of %j', (key, expected) => {
    expect(naming('sql_cs').identifier(key)).toBe(expected);
    expect(naming('sql_ci').identifier(key)).toBe(expected.toLowerCase());
  });
});

describe('direct', () => {
  it.each([
    ['camelCase Name', 'camelCase Name'],
    ['日本 😀', '日本 😀'],
    ['event-.!:*<>value', 'event-.!:*<>value'],
    ['2FA', '2FA'],
    ['__', '__'],
    ['a▶b', 'a_b'],
    ['a"b\'c`d', 'a_b_c`d'],
    ['a\nb\0c\u2028d\ud800e', 'a_b_c_d_e'],
    ['  a  ', 'a'],
  ])('keeps the spelling of %j', (key, expected) => {
    expect(naming('direct').identifier(key)).toBe(expected);
  });

  it('separates the parts of a path by ▶, or by __ where only ASCII can stay', () => {
    expect(naming('direct').path(['Issues', 'a__b'])).toBe('Issues▶a__b');
    expect(naming('direct', 63, false).path(['Issues', 'naïve'])).toBe('Issues__na_ve');
  });
});

describe('every naming convention', () => {
  it.each([
    '',
    ' ',
    '\t\n',
    '\u3000',
    '\0',
    '\u0007',
    '\ud800',
    '__',
    '▶',
    '▶▶',
    '"',
    '__proto__',
    'constructor',
    'toString',
    'then',
  ])('makes a usable identifier of %j', (key) => {
    for (const convention of everyNaming) {
      for (const identifier of [convention.identifier(key), convention.path([key]), convention.path([key, key])]) {
        expect(identifier).toMatch(/^[^\p{Cc}\p{Cs}"'\u2028\u2029]+$/u);
      }
    }
  });

  it('never gives an empty, too long or unprintable identifier', () => {
    fc.assert(
      fc.property(
        fc.array(keys, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...everyNaming),
        (parts, convention) => {
          for (const identifier of [convention.path(parts), ...parts.map((part) => convention.identifier(part))]) {
            expect(identifier).toMatch(/^[^\p{Cc}\p{Cs}"'\u2028\u2029]+$/u);
            expect(Buffer.byteLength(identifier)).toBeLessThanOrEqual(convention.maxBytes);
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('leaves its own identifiers alone', () => {
    // dlt's own rules are not idempotent where it cuts a name beside a separator, so `dlt` is exempt.
    const conventions = everyNaming.filter(({ name }) => name !== 'dlt');
    fc.assert(
      fc.property(
        fc.array(keys, { minLength: 1, maxLength: 4 }),
        fc.constantFrom(...conventions),
        (parts, convention) => {
          const path = convention.path(parts);
          expect(convention.path([path])).toBe(path);
          const identifier = convention.identifier(parts[0] ?? '');
          expect(convention.identifier(identifier)).toBe(identifier);
          expect(convention.path([identifier])).toBe(identifier);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('puts a tag into what it shortens, so that long names with equal ends stay apart', () => {
    for (const convention of everyNaming) {
      const names = ['b', 'c', 'd'].map((middle) =>
        convention.identifier(`${'a'.repeat(300)}${middle}${'z'.repeat(300)}`),
      );
      expect(new Set(names).size).toBe(3);
      expect(names[0]).toContain(tagOf(`${'a'.repeat(300)}b${'z'.repeat(300)}`));
    }
  });

  it('takes linear time on a key of a million underscores or blanks', () => {
    for (const convention of everyNaming) {
      for (const filler of ['_', ' ', '-', 'A']) {
        expect(convention.path([`a${filler.repeat(1_000_000)}b`]).length).toBeGreaterThan(0);
      }
    }
  });
});

describe('createNaming', () => {
  it.each(['snakecase', '', 'constructor', '__proto__'])('refuses the unknown name %j', (name) => {
    // What a project file in JavaScript may hold.
    const unknown: NamingName = JSON.parse(JSON.stringify(name));
    expect(() => naming(unknown)).toThrow(expect.objectContaining({ code: 'LEAT_NAMING_UNKNOWN' }));
  });

  it.each([0, 19, Number.NaN])('refuses identifiers of %s bytes', (maxBytes) => {
    expect(() => naming('snake_case', maxBytes)).toThrow(expect.objectContaining({ code: 'LEAT_NAMING_LIMIT' }));
  });
});
