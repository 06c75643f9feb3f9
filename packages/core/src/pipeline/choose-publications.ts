import type { ExtractResult } from '../extract/extract-result.ts';
import type { ManifestPublication, TableAccount } from '../package/manifest.ts';
import type { Table } from '../schema/table.ts';
import type { ResourcePlan } from './resource-plan.ts';

/** What is known when a package is about to be sealed. */
export interface Harvest {
  readonly results: readonly ExtractResult[];
  readonly plans: ReadonlyMap<string, ResourcePlan>;
  /** Resource → its root tables, for resources that were read. */
  readonly roots: ReadonlyMap<string, ReadonlySet<string>>;
  /** All tables, those of earlier loads included; parents before children. */
  readonly tables: readonly Table[];
  readonly accounts: Readonly<Record<string, TableAccount>>;
}

/** What is published, and what is not. */
export interface Choice {
  readonly publications: readonly ManifestPublication[];
  /** Resources of which nothing is loaded, state included. */
  readonly heldBack: ReadonlySet<string>;
  /** Their tables, and tables about which nothing is known but a name. */
  readonly excluded: ReadonlySet<string>;
}

/**
 * Chooses the chains to publish: those of the resources that came through. A replacement that was not read to its end is
 * held back, since it would throw away rows the source still has; so is whatever shares a table with a held-back resource.
 */
export function choosePublications({ results, plans, roots, tables, accounts }: Harvest): Choice {
  const names = new Set(results.map(({ resource }) => resource.definition.name));
  const held = results.filter((result) => isHeldBack(result, plans)).map(({ resource }) => resource.definition.name);
  const withoutResult = [...roots.keys()].filter((resource) => !names.has(resource));
  const heldBack = withSharers(new Set([...held, ...withoutResult]), roots);
  const publications: ManifestPublication[] = [];
  const published = new Set<string>();
  for (const [resource, ours] of roots) {
    const plan = plans.get(resource);
    if (plan === undefined || heldBack.has(resource)) continue;
    for (const root of ours) {
      const table = tables.find(({ name }) => name === root);
      if (table === undefined || published.has(root) || !hasContent(table, accounts[root])) continue;
      published.add(root);
      publications.push(plan.publication(table, descendants(root, tables)));
    }
  }
  const left = [...roots.values()].flatMap((ours) => [...ours]).filter((root) => !published.has(root));
  return { publications, heldBack, excluded: new Set(left.flatMap((root) => [root, ...descendants(root, tables)])) };
}

/** Adds what shares a table with a held-back resource, and what shares one with that. */
function withSharers(held: ReadonlySet<string>, roots: Harvest['roots']): ReadonlySet<string> {
  const heldRoots = new Set([...held].flatMap((resource) => [...(roots.get(resource) ?? [])]));
  const sharers = [...roots].filter(([, names]) => [...names].some((root) => heldRoots.has(root)));
  const more = new Set([...held, ...sharers.map(([resource]) => resource)]);
  return more.size === held.size ? held : withSharers(more, roots);
}

function isHeldBack({ resource, status, held }: ExtractResult, plans: Harvest['plans']): boolean {
  if (status === 'failed' || status === 'skipped' || held) return true;
  return status === 'stopped' && plans.get(resource.definition.name)?.replaces === true;
}

/** A table about which nothing is known but its name is not created. */
function hasContent(table: Table, account: TableAccount | undefined): boolean {
  return (account?.written ?? 0) > 0 || table.columns.some(({ role }) => role === undefined);
}

/** All tables unnested from a root, parents before children. */
function descendants(root: string, tables: readonly Table[]): readonly string[] {
  const found = [root];
  for (const table of tables) if (table.parent !== undefined && found.includes(table.parent)) found.push(table.name);
  return found.slice(1);
}
