import type { ExtractResult } from '../extract/extractor.ts';
import type { ManifestPublication, TableAccount } from '../package/manifest.ts';
import type { Table } from '../schema/table.ts';
import type { ResourcePlan } from './resource-plan.ts';

/** What is known when a package is about to be sealed. */
export interface Harvest {
  readonly results: readonly ExtractResult[];
  readonly plans: ReadonlyMap<string, ResourcePlan>;
  /** Resource → its root table, for resources that were read. */
  readonly roots: ReadonlyMap<string, string>;
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
  const came = new Set(
    results.filter((result) => !isHeldBack(result, plans)).map(({ resource }) => resource.definition.name),
  );
  const heldRoots = new Set([...roots].filter(([resource]) => !came.has(resource)).map(([, root]) => root));
  const publications: ManifestPublication[] = [];
  const published = new Set<string>();
  const heldBack = new Set<string>(
    results.map(({ resource }) => resource.definition.name).filter((name) => !came.has(name)),
  );
  for (const [resource, root] of roots) {
    if (heldRoots.has(root)) heldBack.add(resource);
    const plan = plans.get(resource);
    const table = tables.find(({ name }) => name === root);
    if (plan === undefined || table === undefined || heldRoots.has(root) || published.has(root)) continue;
    if (!hasContent(table, accounts[root])) continue;
    published.add(root);
    publications.push(plan.publication(table, descendants(root, tables)));
  }
  const left = [...roots.values()].filter((root) => !published.has(root));
  return { publications, heldBack, excluded: new Set(left.flatMap((root) => [root, ...descendants(root, tables)])) };
}

function isHeldBack({ resource, status }: ExtractResult, plans: ReadonlyMap<string, ResourcePlan>): boolean {
  if (status === 'failed') return true;
  return status === 'stopped' && plans.get(resource.definition.name)?.write.disposition === 'replace';
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
