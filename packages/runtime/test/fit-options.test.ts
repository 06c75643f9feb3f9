import { Secret } from '@leat/core';
import { expect, test } from 'vitest';
import { fitOptions, type OptionValue } from '../src/config/fit-options.ts';
import { optionsSchema } from './options-schema.ts';

const fromVariable = (name: string, value: unknown): OptionValue => ({
  path: [name],
  value,
  confidential: true,
  textOnly: true,
});
const fromFile = (name: string, value: unknown): OptionValue => ({
  path: [name],
  value,
  confidential: false,
  textOnly: false,
});

test('a text from the environment is a Secret where the plugin takes one, a text where it does not', async () => {
  const schema = optionsSchema({ apiKey: 'secret', baseUrl: 'text' });
  const fitted = await fitOptions(schema, [fromVariable('apiKey', 'k'), fromVariable('baseUrl', 'u')]);
  expect(fitted.input).toEqual({ apiKey: new Secret('k'), baseUrl: 'u' });
  expect([...fitted.secrets]).toEqual([0]);
});

test('a text from the environment is read as a number or list only where text is refused', async () => {
  const schema = optionsSchema({ rate: 'number', tags: 'list', code: 'text', pin: 'secret' });
  const values = [
    fromVariable('rate', '50'),
    fromVariable('tags', '["a"]'),
    fromVariable('code', '007'),
    fromVariable('pin', '42'),
  ];
  const fitted = await fitOptions(schema, values);
  expect(fitted).toMatchObject({ input: { rate: 50, tags: ['a'], code: '007', pin: new Secret('42') }, issues: [] });
});

test('a text of a configuration file is never reread', async () => {
  const fitted = await fitOptions(optionsSchema({ rate: 'number' }), [fromFile('rate', '50')]);
  expect(fitted.issues).toHaveLength(1);
  expect(fitted.input).toEqual({ rate: '50' });
});

test('a schema that turns everything into text gets the text, not the mask', async () => {
  const fitted = await fitOptions(optionsSchema({ label: 'coerced' }), [fromVariable('label', 'blue')]);
  expect(fitted.input).toEqual({ label: 'blue' });
});

test('an issue about the whole section makes all of it plain, so that a union of objects still works', async () => {
  const schema: Parameters<typeof fitOptions>[0] = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => {
        const texts = Object.values(value ?? {}).every((entry) => typeof entry === 'string');
        return texts ? { value } : { issues: [{ message: 'no alternative fits' }] };
      },
    },
  };
  const fitted = await fitOptions(schema, [fromVariable('host', 'h'), fromVariable('user', 'u')]);
  expect(fitted).toMatchObject({ input: { host: 'h', user: 'u' }, issues: [] });
});

test('nested options keep their shape', async () => {
  const schema = optionsSchema({ tls: 'coerced' });
  const value: OptionValue = { path: ['tls', 'ca'], value: 'c', confidential: false, textOnly: false };
  expect((await fitOptions(schema, [value])).input).toEqual({ tls: { ca: 'c' } });
});
