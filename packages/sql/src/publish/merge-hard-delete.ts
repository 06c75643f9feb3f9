import { sql } from 'kysely';
import { all, isCurrent, isFlagged, isStaged, nameOf, stagedOf, step, T, type Merge } from './merge-plan.ts';
import { dropFlagged } from './merge-staging.ts';
import type { TablePlan } from './publish-plan.ts';

/**
 * Deletes the rows whose staged row is flagged by the hard-delete column, and takes the flagged rows out of staging.
 *
 * What was unnested from those rows must be gone by then.
 */
export function deleteFlagged(merge: Merge): readonly TablePlan[] {
  const { chain, rules, context } = merge;
  const staged = stagedOf(merge, chain.root);
  const flagged = staged && isFlagged(merge, staged);
  if (staged === undefined || flagged === undefined) return [];
  const condition = all([isStaged(merge, staged, rules.primaryKey, [flagged]), ...isCurrent(merge)]);
  const statement = sql`delete from ${nameOf(merge, chain.root.name)} ${T} where ${condition}`;
  const deletion = context.stored.has(chain.root.name) ? [step(merge, chain.root, statement, 'deleted')] : [];
  return [...deletion, ...dropFlagged(merge)];
}
