import { array, assert, property, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { camelCase, matchKey, upperSnake, variableOf } from '../src/config/names.ts';

test.each([
  ['apiKey', 'API_KEY'],
  ['api_key', 'API_KEY'],
  ['api-key', 'API_KEY'],
  ['baseURL', 'BASE_URL'],
  ['URLPath', 'URL_PATH'],
  ['sha256Sum', 'SHA256_SUM'],
  ['keeper', 'KEEPER'],
])('the key %s is %s in a variable', (key, part) => {
  expect(upperSnake(key)).toBe(part);
  expect(matchKey(part, ['other', key])).toBe(key);
});

test('a path becomes a variable with two underscores between its parts', () => {
  expect(variableOf(['sources', 'keeper', 'apiKey'])).toBe('LEAT__SOURCES__KEEPER__API_KEY');
});

test('a camelCase key survives the way to a variable and back', () => {
  const word = stringMatching(/^[a-z][a-z0-9]{1,6}$/);
  assert(
    property(array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const key = words
        .map((text, index) => (index === 0 ? text : text.charAt(0).toUpperCase() + text.slice(1)))
        .join('');
      expect(camelCase(upperSnake(key))).toBe(key);
    }),
  );
});
