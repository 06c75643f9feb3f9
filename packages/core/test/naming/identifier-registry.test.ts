import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdentifierRegistry, type Registration } from '../../src/normalize/naming/identifier-registry.ts';
import { createNaming, type NamingName } from '../../src/normalize/naming/naming-convention.ts';

function registry(name: NamingName = 'snake_case', { maxBytes = 63, caseSensitive = false } = {}): IdentifierRegistry {
  return new IdentifierRegistry(createNaming(name, { maxBytes, unicode: true, caseSensitive }), caseSensitive);
}

const identifiers = (names: IdentifierRegistry, paths: readonly (readonly string[])[]): readonly string[] =>
  paths.map((path) => names.register(path).identifier);

const SUFFIX = /_x[a-z0-9]{6}$/;

const paths = fc.uniqueArray(
  fc.array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'A',
        'a_',
        'A-',
        'ax',
        'a__b',
        'b',
        '__proto__',
        'constructor',
        '_leat_id',
        '',
        ' ',
        'é',
        'e\u0301',
        '\ud800',
      ),
      fc.string({ maxLength: 60 }),
    ),
    { minLength: 1, maxLength: 3 },
  ),
  { selector: (path) => JSON.stringify(path), maxLength: 30 },
);

describe('IdentifierRegistry', () => {
  it('gives four spellings of one name four identifiers and reports three collisions', () => {
    const names = registry();
    const [first, ...others] = ['firstName', 'first_name', 'FirstName', 'first-name'].map((key) =>
      names.register([key]),
    );
    expect(first).toEqual({ identifier: 'first_name' });
    for (const other of others) {
      expect(other.identifier).toMatch(/^first_name_x[a-z0-9]{6}$/);
      expect(other.collision).toEqual({ wanted: 'first_name', owner: ['firstName'] });
    }
    expect(new Set([first, ...others].map((other) => other?.identifier)).size).toBe(4);
  });

  it('tells a key with the separator in it from keys inside each other', () => {
    for (const name of ['snake_case', 'sql_cs', 'dlt'] as const) {
      const names = registry(name);
      expect(names.register(['a__b']).identifier).toBe('a__b');
      const nested = names.register(['a', 'b']);
      expect(nested.identifier).toMatch(/^a__b_x[a-z0-9]{6}$/);
      expect(nested.collision).toEqual({ wanted: 'a__b', owner: ['a__b'] });
    }
  });

  it('compares without case where the destination does', () => {
    const keys = [['Name'], ['name'], ['NAME']];
    expect(identifiers(registry('direct', { caseSensitive: true }), keys)).toEqual(['Name', 'name', 'NAME']);
    const [first, ...others] = identifiers(registry('direct'), keys);
    expect(first).toBe('Name');
    for (const other of others) expect(other).toMatch(SUFFIX);
  });

  it.each([
    ['straſe', 'strase'],
    ['όνομας', 'όνομασ'],
    ['İd', 'i\u0307d'],
  ])('takes %s and %s for one name where the destination has no case', (one, other) => {
    expect(registry('direct').register([one]).collision).toBeUndefined();
    const names = registry('direct');
    names.register([one]);
    expect(names.register([other]).collision?.owner).toEqual([one]);
  });

  it('answers a known path with the same object', () => {
    const names = registry();
    const first = names.register(['a', 'B']);
    expect(names.register(['a', 'B'])).toBe(first);
    expect(names.register('a B'.split(' '))).toBe(first);
  });

  it('keeps leat\u2019s own names free, in every case', () => {
    for (const name of ['snake_case', 'direct', 'dlt'] as const) {
      const names = registry(name, { caseSensitive: true });
      for (const path of [['_leat_id'], ['_LEAT_ID'], ['_leat_load_id'], ['_leat_anything'], ['_leat', 'x']]) {
        const { identifier, collision } = names.register(path);
        if (name === 'direct' && path.length > 1) continue;
        expect(identifier.toLowerCase()).toMatch(/^leat_.*_x[a-z0-9]{6}$/);
        expect(collision).not.toHaveProperty('owner');
      }
    }
  });

  it('keeps reserved identifiers free', () => {
    const names = registry();
    names.reserve('Amount');
    const { identifier, collision } = names.register(['amount']);
    expect(identifier).toMatch(/^amount_x[a-z0-9]{6}$/);
    expect(collision).toEqual({ wanted: 'amount' });
  });

  it('treats __proto__ and constructor as keys like others', () => {
    const names = registry('direct');
    const keys = [['__proto__'], ['constructor'], ['__proto__', 'constructor'], ['toString']];
    expect(identifiers(names, keys)).toEqual(['__proto__', 'constructor', '__proto__▶constructor', 'toString']);
  });

  it('names a derived column below its column and apart from a source key of the same name', () => {
    const names = registry();
    const variant = names.derive(['Amount'], 'v_text');
    expect(variant).toEqual({ identifier: 'amount__v_text' });
    expect(names.derive(['Amount'], 'v_text')).toBe(variant);
    const key = names.register(['Amount', 'v_text']);
    expect(key.identifier).toMatch(/^amount__v_text_x[a-z0-9]{6}$/);
    expect(key.collision).toEqual({ wanted: 'amount__v_text', owner: ['Amount', 'v_text'] });
  });

  it('gives no two paths one identifier, and none that is too long or leat\u2019s own', () => {
    const settings = fc.record({ maxBytes: fc.constantFrom(20, 63), caseSensitive: fc.boolean() });
    const conventions = fc.constantFrom<NamingName>('snake_case', 'direct', 'sql_ci', 'sql_cs', 'dlt');
    fc.assert(
      fc.property(paths, settings, conventions, (known, setting, convention) => {
        const names = registry(convention, setting);
        const given = [...identifiers(names, known), ...known.map((path) => names.derive(path, 'v_text').identifier)];
        const folded = given.map((identifier) => (setting.caseSensitive ? identifier : identifier.toLowerCase()));
        expect(new Set(folded).size).toBe(known.length * 2);
        for (const identifier of given) {
          expect(identifier).not.toBe('');
          expect(identifier.toLowerCase().startsWith('_leat_')).toBe(false);
          expect(Buffer.byteLength(identifier)).toBeLessThanOrEqual(setting.maxBytes);
        }
        expect(identifiers(names, known)).toEqual(given.slice(0, known.length));
      }),
      { numRuns: 500 },
    );
  });

  it('gives the same identifiers in any order once it is seeded with those of an earlier run', () => {
    const shuffled = paths.chain((known) =>
      fc.tuple(fc.constant(known), fc.shuffledSubarray(known, { minLength: known.length })),
    );
    fc.assert(
      fc.property(shuffled, paths, ([known, again], fresh) => {
        const first = registry();
        const stored = new Map(known.map((path) => [path, first.register(path).identifier]));
        const second = registry();
        for (const [path, identifier] of stored) second.seed(path, identifier);
        // New keys come first, as they may in a source.
        const unknown = fresh.filter((path) => !known.some((other) => JSON.stringify(other) === JSON.stringify(path)));
        const added = identifiers(second, unknown);
        expect(identifiers(second, again)).toEqual(again.map((path) => stored.get(path)));
        for (const identifier of stored.values()) expect(added).not.toContain(identifier);
      }),
      { numRuns: 500 },
    );
  });

  it('gives a path the same suffix in every run, whoever it collides with', () => {
    const suffixAfter = (other: string): string | undefined => {
      const names = registry();
      names.register([other]);
      return SUFFIX.exec(names.register(['first-name']).identifier)?.[0];
    };
    expect(suffixAfter('firstName')).toMatch(SUFFIX);
    expect(suffixAfter('firstName')).toBe(suffixAfter('First_Name'));
  });

  it('remembers seeded derived columns', () => {
    const names = registry();
    names.seed(['Amount'], 'amount');
    names.seedDerived(['Amount'], 'v_text', 'amount__v_text');
    expect(names.derive(['Amount'], 'v_text')).toEqual<Registration>({ identifier: 'amount__v_text' });
    expect(names.register(['amount__v_text']).identifier).toMatch(SUFFIX);
  });

  it('refuses a stored schema that gives one identifier to two paths, or one path two identifiers', () => {
    const names = registry();
    names.seed(['Amount'], 'amount');
    names.seed(['Amount'], 'amount');
    for (const seed of [() => names.seed(['amount'], 'AMOUNT'), () => names.seed(['Amount'], 'amount_2')]) {
      expect(seed).toThrow(expect.objectContaining({ code: 'LEAT_IDENTIFIER_TAKEN' }));
    }
  });
});
