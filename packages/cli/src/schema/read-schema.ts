import {
  ConfigError,
  SCHEMA_FORMAT,
  SchemaError,
  type CallOptions,
  type DestinationClient,
  type Schema,
  type StoredSchema,
} from '@leat/core';
import type { PipelineView } from '@leat/runtime';

/** The newest schema that a destination keeps, as stored and as read; undefined before the first load. */
export async function readSchema(
  client: DestinationClient,
  name: string,
  call: CallOptions,
): Promise<{ readonly stored: StoredSchema; readonly schema: Schema } | undefined> {
  const stored = await client.readSchema(name, call);
  return stored === undefined ? undefined : { stored, schema: asSchema(stored) };
}

/** The error of commands that have nothing to show before the first load. */
export function nothingLoaded({ name, dataset, destination }: PipelineView): ConfigError {
  return new ConfigError(
    `nothing of pipeline "${name}" was loaded into ${destination.name} ${destination.location}, dataset ${dataset}`,
    {
      code: 'LEAT_NOTHING_LOADED',
      recoverability: 'terminal',
      remedy: `Run: leat run ${name}. What was loaded elsewhere is found with --destination and --dataset.`,
    },
  );
}

function asSchema(stored: StoredSchema): Schema {
  const document: unknown = JSON.parse(stored.json);
  // Whoever wrote this number wrote the rest.
  if (typeof document === 'object' && document !== null && 'format' in document && document.format === SCHEMA_FORMAT)
    return document as Schema;
  throw new SchemaError(`the stored schema "${stored.name}" is not of a format this leat reads`, {
    code: 'LEAT_SCHEMA_NEWER',
    recoverability: 'terminal',
    remedy: 'Upgrade leat to the version that loads this dataset.',
    details: { schema: stored.name },
  });
}
