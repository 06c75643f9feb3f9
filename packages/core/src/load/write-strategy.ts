import type { DestinationCapabilities } from '../destination/capabilities.ts';
import { ConfigError } from '../errors/leat-error.ts';
import type { MergeStrategy, ReplaceStrategy } from '../schema/table.ts';
import type { RowIdentity } from '../normalize/row-identity.ts';
import type { WriteMode } from '../source/resource.ts';

/** How a resource's rows are published, with the strategy chosen. */
export type WriteStrategy =
  | { readonly disposition: 'append' }
  | { readonly disposition: 'replace'; readonly strategy: ReplaceStrategy }
  | { readonly disposition: 'merge'; readonly strategy: MergeStrategy };

/** Which rows are the same, as a resource declares it. */
export interface ResourceKeys {
  readonly primaryKey: readonly string[];
  readonly mergeKey: readonly string[];
  /** Tells the versions of a row apart in the place of its content (scd2). */
  readonly rowVersion?: string | undefined;
}

/**
 * Says where the ids of a resource's rows come from.
 *
 * @throws ConfigError `LEAT_MERGE_WITHOUT_KEY` where a merge has nothing to tell rows apart by; it is never turned into append.
 */
export function chooseIdentity(
  resource: string,
  write: WriteStrategy,
  { primaryKey, mergeKey, rowVersion }: ResourceKeys,
): RowIdentity {
  if (write.disposition !== 'merge') return { kind: 'ordinal', required: [], keyLength: 0 };
  const required = [...primaryKey, ...mergeKey.filter((key) => !primaryKey.includes(key))];
  if (write.strategy === 'scd2') return identityOfVersion(mergeKey, rowVersion);
  if (primaryKey.length > 0) return { kind: 'key', required, keyLength: primaryKey.length };
  if (write.strategy === 'delete-insert' && mergeKey.length > 0) return { kind: 'ordinal', required, keyLength: 0 };
  throw new ConfigError(
    `Resource "${resource}" is to be merged by ${write.strategy}, but has no ${write.strategy === 'delete-insert' ? 'primary or merge key' : 'primary key'}.`,
    {
      code: 'LEAT_MERGE_WITHOUT_KEY',
      recoverability: 'terminal',
      remedy: 'Declare primaryKey on the resource, or write it with append or replace.',
      details: { resource, strategy: write.strategy },
    },
  );
}

function identityOfVersion(mergeKey: readonly string[], rowVersion: string | undefined): RowIdentity {
  if (rowVersion === undefined) return { kind: 'content', required: mergeKey, keyLength: 0 };
  const required = [...mergeKey, rowVersion];
  return { kind: 'key', required, keyLength: required.length };
}

/**
 * Chooses the strategy of a write mode: the one asked for, or the first the destination offers.
 *
 * @throws ConfigError `LEAT_STRATEGY_UNSUPPORTED` where the destination cannot do it; never another disposition instead.
 */
export function chooseStrategy(
  resource: string,
  mode: WriteMode,
  destination: string,
  capabilities: DestinationCapabilities,
): WriteStrategy {
  const disposition = typeof mode === 'string' ? mode : mode.disposition;
  const wanted = typeof mode === 'string' ? undefined : mode.strategy;
  switch (disposition) {
    case 'append':
      return { disposition };
    case 'replace':
      return {
        disposition,
        strategy: pick(wanted, capabilities.replaceStrategies, { resource, disposition, destination }),
      };
    case 'merge':
      return {
        disposition,
        strategy: pick(wanted, capabilities.mergeStrategies, { resource, disposition, destination }),
      };
  }
}

function pick<Strategy extends string>(
  wanted: string | undefined,
  offered: readonly Strategy[],
  details: { readonly resource: string; readonly disposition: string; readonly destination: string },
): Strategy {
  const strategy = wanted === undefined ? offered[0] : offered.find((candidate) => candidate === wanted);
  if (strategy !== undefined) return strategy;
  const what = wanted === undefined ? details.disposition : `${details.disposition} by ${wanted}`;
  throw new ConfigError(
    `Destination "${details.destination}" cannot ${what}, which resource "${details.resource}" asks for.`,
    {
      code: 'LEAT_STRATEGY_UNSUPPORTED',
      recoverability: 'terminal',
      remedy:
        offered.length === 0
          ? 'Use another write disposition or another destination.'
          : `Choose among: ${offered.join(', ')}.`,
      details,
    },
  );
}
