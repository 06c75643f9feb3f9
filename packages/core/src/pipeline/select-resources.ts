import { ConfigError } from '../errors/leat-error.ts';
import type { AnyResource } from '../source/resource.ts';

/**
 * Picks the resources of a run: those asked for by name, otherwise all that are not optional.
 *
 * @throws ConfigError `LEAT_UNKNOWN_RESOURCE` for a name the source does not have, `LEAT_DUPLICATE_RESOURCE` for two of one name.
 */
export function selectResources(
  available: readonly AnyResource[],
  names: readonly string[] | undefined,
): readonly AnyResource[] {
  const byName = new Map<string, AnyResource>();
  for (const resource of available) {
    const { name } = resource.definition;
    if (byName.has(name)) throw duplicate(name);
    byName.set(name, resource);
  }
  if (names === undefined) return available.filter((resource) => resource.definition.optional !== true);
  return [...new Set(names)].map((name) => byName.get(name) ?? unknown(name, [...byName.keys()]));
}

function unknown(name: string, known: readonly string[]): never {
  throw new ConfigError(`The source has no resource "${name}".`, {
    code: 'LEAT_UNKNOWN_RESOURCE',
    recoverability: 'terminal',
    remedy: `Choose among: ${known.join(', ')}.`,
    details: { resource: name },
  });
}

function duplicate(name: string): ConfigError {
  return new ConfigError(`Two resources are called "${name}".`, {
    code: 'LEAT_DUPLICATE_RESOURCE',
    recoverability: 'terminal',
    remedy: 'Give every resource of a pipeline a name of its own.',
    details: { resource: name },
  });
}
