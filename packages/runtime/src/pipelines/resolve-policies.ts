import { Secret, type ColumnPolicies } from '@leat/core';
import type { MissingValue } from '../config/missing-values-error.ts';
import { placesOf, placesOfReference } from '../config/places.ts';
import { isReference } from '../config/references.ts';
import { resolveReference } from '../config/resolve-reference.ts';
import type { ResolutionContext } from '../config/resolve-options.ts';
import type { Setting, Settings } from '../config/settings.ts';

/** Policies of one pipeline, and the keys that are set nowhere. */
export interface ResolvedPolicies {
  readonly policies: ColumnPolicies | undefined;
  readonly missing: readonly MissingValue[];
}

/**
 * Joins the policies of the project with those of a pipeline, which win entry by entry, and looks up their keys. A key is a
 * `Secret` from here on, wherever it was written.
 */
export async function resolvePolicies(
  settings: Settings,
  pipeline: string,
  context: ResolutionContext,
): Promise<ResolvedPolicies> {
  const levels = [['policies'], ['pipelines', pipeline, 'policies']];
  if (levels.every((level) => settings.below(level).length === 0)) return { policies: undefined, missing: [] };
  const missing: MissingValue[] = [];
  const at = (...below: readonly string[]): Setting | undefined =>
    levels.flatMap((level) => settings.get([...level, ...below]) ?? []).at(-1);
  const keyAt = async (...below: readonly string[]): Promise<Secret | undefined> => {
    const setting = at(...below);
    if (setting === undefined) return undefined;
    const { value } = setting;
    if (value instanceof Secret) return value;
    const text = isReference(value) ? await resolveReference(value, context.location.folder, context.variables) : value;
    if (typeof text === 'string') {
      context.redactor.add(text);
      return new Secret(text);
    }
    const reference = isReference(value) ? value : undefined;
    const places = [
      ...placesOf(setting.path, context.location, context.variables),
      ...placesOfReference(reference, context.variables),
    ];
    missing.push({ path: setting.path, places });
    return undefined;
  };
  const hmacKey = await keyAt('hmacKey');
  const key = await keyAt('encryptionKey', 'key');
  const id = at('encryptionKey', 'id')?.value;
  const half = (key === undefined) !== (id === undefined) && missing.length === 0;
  if (half) {
    const path = [...(levels[0] ?? []), 'encryptionKey', key === undefined ? 'key' : 'id'];
    missing.push({ path, places: placesOf(path, context.location, context.variables) });
  }
  const policies = {
    paths: entriesOf(settings, levels, 'paths'),
    classes: entriesOf(settings, levels, 'classes'),
    ...(hmacKey === undefined ? {} : { hmacKey }),
    ...(key === undefined || typeof id !== 'string' ? {} : { encryptionKey: { id, key } }),
  };
  return { policies, missing };
}

/** What stands below a key of both levels; a path may be written as one key with dots, or as nested keys. */
function entriesOf(
  settings: Settings,
  levels: readonly (readonly string[])[],
  key: 'paths' | 'classes',
): NonNullable<ColumnPolicies['paths']> {
  const entries = levels.flatMap((level) =>
    settings
      .below([...level, key])
      .filter(({ path }) => path.length > level.length + 1)
      .map(({ path, value }) => [path.slice(level.length + 1).join('.'), value] as const),
  );
  // `validateSettings` has checked keys and values; later entries win.
  return Object.fromEntries(entries) as NonNullable<ColumnPolicies['paths']>;
}
