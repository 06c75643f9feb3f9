import { Secret, type SourcePlugin } from '@leat/core';
import type { OptionsIssue } from '../src/config/options-schema.ts';

type Kind = 'text' | 'secret' | 'number' | 'list' | 'coerced';

/** A Standard Schema over flat options; a name that ends in `?` may be absent. */
export function optionsSchema(fields: Readonly<Record<string, Kind>>, tellsNames = true): SourcePlugin['options'] {
  const names = Object.keys(fields).map((name) => name.replace('?', ''));
  const standard = {
    version: 1 as const,
    vendor: 'test',
    validate: (input: unknown) => {
      const values = new Map(Object.entries(input ?? {}));
      const issues = Object.entries(fields).flatMap(([key, kind]): readonly OptionsIssue[] => {
        const name = key.replace('?', '');
        if (!values.has(name)) return key.endsWith('?') ? [] : [{ path: [name], message: 'required' }];
        return ACCEPTS[kind](values.get(name)) ? [] : [{ path: [{ key: name }], message: `expected ${kind}` }];
      });
      const value = Object.fromEntries(
        [...values].map(([key, entry]) => [key, fields[key] === 'coerced' ? String(entry) : entry]),
      );
      return issues.length > 0 ? { issues } : { value };
    },
  };
  if (!tellsNames) return { '~standard': standard };
  const jsonSchema = {
    input: () => ({ type: 'object', properties: Object.fromEntries(names.map((name) => [name, {}])) }),
  };
  return { '~standard': Object.assign(standard, { jsonSchema }) };
}

const ACCEPTS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  secret: (value) => typeof value === 'string' || value instanceof Secret,
  number: (value) => typeof value === 'number',
  list: (value) => Array.isArray(value),
  coerced: () => true,
};
