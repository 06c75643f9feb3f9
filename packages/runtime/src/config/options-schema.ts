import type { SourcePlugin } from '@leat/core';

/** Any Standard Schema, as plugins declare their options. */
export type OptionsSchema = SourcePlugin['options'];

/** One thing a schema refuses. */
export type OptionsIssue = NonNullable<Awaited<ReturnType<OptionsSchema['~standard']['validate']>>['issues']>[number];

/**
 * Names of the options a schema knows, or undefined where the library behind it does not tell.
 *
 * Asked through Standard JSON Schema (https://standardschema.dev/json-schema); zod throws for types JSON Schema has no word
 * for, a secret say, unless it is told to let them pass.
 */
export function optionNames(schema: OptionsSchema): readonly string[] | undefined {
  const standard: object = schema['~standard'];
  if (!('jsonSchema' in standard)) return undefined;
  const converter: unknown = standard.jsonSchema;
  if (
    typeof converter !== 'object' ||
    converter === null ||
    !('input' in converter) ||
    typeof converter.input !== 'function'
  )
    return undefined;
  try {
    const json: unknown = converter.input({ target: 'draft-2020-12', libraryOptions: { unrepresentable: 'any' } });
    return propertiesOf(json);
  } catch {
    // The specification lets a library refuse; the names then stay unknown, and nothing depends on them but a hint.
    return undefined;
  }
}

function propertiesOf(json: unknown): readonly string[] | undefined {
  if (typeof json !== 'object' || json === null || !('properties' in json)) return undefined;
  const { properties } = json;
  if (typeof properties !== 'object' || properties === null) return undefined;
  // A schema that takes more than it names makes every name a good one.
  const open =
    'additionalProperties' in json && json.additionalProperties !== false && json.additionalProperties !== undefined;
  return open ? undefined : Object.keys(properties);
}

/** The options as the schema gives them; as they are where it refuses them, so that whoever uses them says why. */
export async function validated(schema: OptionsSchema, options: unknown): Promise<unknown> {
  const result = await schema['~standard'].validate(options);
  return result.issues === undefined ? result.value : options;
}
