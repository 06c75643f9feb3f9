import { ConfigError } from '../errors/leat-error.ts';
import type { DestinationCapabilities } from '../destination/capabilities.ts';
import type { MergeRules } from '../destination/client.ts';
import { chooseIdentity, chooseStrategy, type WriteStrategy } from '../load/write-strategy.ts';
import { compilePolicies, type ColumnPolicies, type RowPolicy } from '../normalize/column-policy.ts';
import type { Guards } from '../normalize/guarded-sink.ts';
import type { ResourceShape } from '../normalize/normalizer.ts';
import type { ManifestPublication } from '../package/manifest.ts';
import { resolveContract, type SchemaContract } from '../schema/contract.ts';
import type { Table } from '../schema/table.ts';
import { keysOf, type AnyResource } from '../source/resource.ts';
import { inheritedPolicies } from './inherited-policies.ts';

/** dlt's default: as good as unlimited. */
const MAX_NESTING = 1000;

/** What was decided about a resource before its first row. */
export interface ResourcePlan {
  readonly name: string;
  /** How the tables are published; `replace` where a resource that appends is refreshed. */
  readonly write: WriteStrategy;
  /** Whether the tables are loaded anew: what they hold does not count, and their primary key may be another one. */
  readonly refresh: boolean;
  /** Whether rows of earlier loads go; then it must be read to its end, or nothing is published. */
  readonly replaces: boolean;
  readonly shape: ResourceShape;
  /** Validation and policies that rows pass first. */
  readonly guards: Guards;
  /** How its tables are published, once the columns are known. */
  publication(root: Table, children: readonly string[]): ManifestPublication;
}

/** What is known before resources are planned. */
export interface PlanContext {
  /** Name of the destination, for messages. */
  readonly destination: string;
  readonly capabilities: DestinationCapabilities;
  /** Contracts of the source and of the pipeline, the narrower first. */
  readonly contracts: readonly (SchemaContract | undefined)[];
  readonly policies: ColumnPolicies;
  /** Names of resources to load anew. */
  readonly refresh?: ReadonlySet<string>;
}

/**
 * Plans one resource for a destination.
 *
 * @throws ConfigError where the destination cannot write in the way the resource asks for, or a merge has no key.
 */
export function planResource(resource: AnyResource, context: PlanContext): ResourcePlan {
  const { destination, capabilities, contracts } = context;
  const { definition } = resource;
  const { name } = definition;
  const write = chooseStrategy(name, definition.write ?? 'append', destination, capabilities);
  const primaryKey = keysOf(definition.primaryKey);
  const mergeKey = keysOf(definition.mergeKey);
  const identity = chooseIdentity(name, write, { primaryKey, mergeKey, rowVersion: definition.rowVersion });
  if (isSnapshot(write, mergeKey) && definition.incremental !== undefined) throw partialSnapshot(name);
  const columns = Object.entries(definition.columns ?? {}).flatMap(([key, hint]) =>
    hint === undefined ? [] : [[key, hint] as const],
  );
  const contract = resolveContract(definition.contract, ...contracts);
  const policy = policyOf(definition, inheritedPolicies(resource, context.policies), primaryKey);
  const refresh = context.refresh?.has(name) === true;
  // A merge that is refreshed stays one: duplicates, deletions and versions inside the load are still its matter.
  const published =
    refresh && write.disposition === 'append' ? chooseStrategy(name, 'replace', destination, capabilities) : write;
  const merges = write.disposition === 'merge';
  return {
    name,
    write: published,
    refresh,
    replaces: refresh || write.disposition === 'replace' || isSnapshot(write, mergeKey),
    shape: {
      name,
      table: typeof definition.table === 'string' ? definition.table : name,
      ...(definition.description === undefined ? {} : { description: definition.description }),
      maxNesting: definition.maxNesting ?? MAX_NESTING,
      jsonPaths: new Set(Object.keys(definition.nested ?? {})),
      columns: Object.fromEntries(columns),
      primaryKey,
      merges,
      versions: merges && write.strategy === 'scd2',
      identity,
      contract,
      policies: policy?.applied ?? [],
    },
    guards: { schema: definition.schema, policy, invalid: contract.dataType },
    publication: (root, children) => {
      if (published.disposition !== 'merge') return { root: root.name, children, ...published };
      const rules = mergeRules(definition, root, primaryKey, mergeKey);
      return { root: root.name, children, ...published, merge: refresh ? { ...rules, fresh: true } : rules };
    },
  };
}

/** Without a natural key, scd2 ends every version that the load does not have: the load is a snapshot. */
function isSnapshot(write: WriteStrategy, mergeKey: readonly string[]): boolean {
  return write.disposition === 'merge' && write.strategy === 'scd2' && mergeKey.length === 0;
}

/** Keys of the source as columns of the table; hints about columns that no row had are left out. */
function mergeRules(
  definition: AnyResource['definition'],
  root: Table,
  primaryKey: readonly string[],
  mergeKey: readonly string[],
): MergeRules {
  const names = new Map(
    root.columns.flatMap(({ name, path, variantOf }) =>
      path?.length === 1 && variantOf === undefined ? [[path[0], name] as const] : [],
    ),
  );
  const columnsOf = (keys: readonly string[]): readonly string[] =>
    keys.map((key) => names.get(key)).filter((column) => column !== undefined);
  const { dedupSort, hardDelete } = definition;
  const [sortColumn] = dedupSort === undefined ? [] : columnsOf([dedupSort.column]);
  const [deleteColumn] = hardDelete === undefined ? [] : columnsOf([hardDelete]);
  return {
    primaryKey: columnsOf(primaryKey),
    mergeKey: columnsOf(mergeKey),
    ...(dedupSort === undefined || sortColumn === undefined
      ? {}
      : { dedupSort: { column: sortColumn, order: dedupSort.order } }),
    ...(deleteColumn === undefined ? {} : { hardDelete: deleteColumn }),
  };
}

function partialSnapshot(resource: string): ConfigError {
  return new ConfigError(
    `Resource "${resource}" reads only what is new, and scd2 without a mergeKey would end all the rest.`,
    {
      code: 'LEAT_MERGE_WITHOUT_KEY',
      recoverability: 'terminal',
      remedy: 'Declare the natural key as mergeKey, or read the resource whole (no incremental).',
      details: { resource, strategy: 'scd2' },
    },
  );
}

/** A sensitive resource lets pass what somebody has named: declared columns, keys, classed data. */
function policyOf(
  { name, columns, sensitive, dataClasses = {} }: AnyResource['definition'],
  policies: ColumnPolicies,
  primaryKey: readonly string[],
): RowPolicy | undefined {
  const named = new Set([...Object.keys(columns ?? {}), ...primaryKey]);
  return compilePolicies(name, policies, dataClasses, sensitive === true ? named : undefined);
}
