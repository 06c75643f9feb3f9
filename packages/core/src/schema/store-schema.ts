import { createHash } from 'node:crypto';
import { SchemaError } from '../errors/leat-error.ts';
import { SCHEMA_FORMAT, type Schema, type StoredSchema } from './schema.ts';

/** Turns a schema into what a destination keeps. The hash covers the tables only, so that the same tables have the same hash. */
export function storeSchema(schema: Schema): StoredSchema {
  return { name: schema.name, version: schema.version, hash: schemaHash(schema), json: JSON.stringify(schema) };
}

/** SHA-256 of naming and tables, in base64url. */
export function schemaHash(schema: Pick<Schema, 'naming' | 'tables'>): string {
  return createHash('sha256')
    .update(JSON.stringify([schema.naming, schema.tables]))
    .digest('base64url');
}

/**
 * Reads a stored schema.
 *
 * @throws SchemaError `LEAT_SCHEMA_NEWER` where a later version of leat wrote it, `LEAT_SCHEMA_DAMAGED` where it is no schema.
 */
export function restoreSchema(stored: StoredSchema): Schema {
  const schema = parse(stored);
  if (schema?.format === SCHEMA_FORMAT) return schema;
  const newer = typeof schema?.format === 'number' && schema.format > SCHEMA_FORMAT;
  throw new SchemaError(
    `The stored schema "${stored.name}" ${newer ? 'was written by a newer version of leat' : 'is damaged'}.`,
    {
      code: newer ? 'LEAT_SCHEMA_NEWER' : 'LEAT_SCHEMA_DAMAGED',
      recoverability: 'terminal',
      remedy: newer
        ? 'Upgrade leat to the version that loads this dataset.'
        : 'Restore the row of _leat_version, or load into a new dataset.',
      details: { schema: stored.name },
    },
  );
}

function parse(stored: StoredSchema): Schema | undefined {
  try {
    const document: unknown = JSON.parse(stored.json);
    // Whoever wrote the format number wrote the rest; the caller compares the number.
    return typeof document === 'object' && document !== null && 'format' in document ? (document as Schema) : undefined;
  } catch {
    return undefined;
  }
}
