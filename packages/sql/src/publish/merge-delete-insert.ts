import { sql } from 'kysely';
import { insertStaged } from './merge-insert.ts';
import { all, isCurrent, isStaged, nameOf, stagedOf, step, T, type Merge } from './merge-plan.ts';
import { dropDuplicates, dropFlagged } from './merge-staging.ts';
import { uproot } from './merge-uproot.ts';
import type { TablePlan } from './publish-plan.ts';

/**
 * Deletes the rows that have the primary key, or the merge key, of a staged row, and inserts the staged ones.
 *
 * The merge key names groups: all rows of a group go, however many take their place.
 */
export function mergeByDeleteInsert(merge: Merge): readonly TablePlan[] {
  const { primaryKey } = merge.rules;
  return [
    ...dropDuplicates(merge, primaryKey),
    ...deleteMatching(merge),
    ...dropFlagged(merge),
    ...insertStaged(merge),
  ];
}

function deleteMatching(merge: Merge): readonly TablePlan[] {
  const { chain, rules, context } = merge;
  const staged = stagedOf(merge, chain.root);
  if (staged === undefined || !context.stored.has(chain.root.name)) return [];
  const conditions = [rules.primaryKey, rules.mergeKey]
    .filter((keys) => keys.length > 0)
    .map((keys) => isStaged(merge, staged, keys));
  const root = nameOf(merge, chain.root.name);
  // One statement per key: engines turn a single EXISTS into a hash join, and not every one does so with two of them ORed.
  const deletions = conditions.map((condition) =>
    step(merge, chain.root, sql`delete from ${root} ${T} where ${all([condition, ...isCurrent(merge)])}`, 'deleted'),
  );
  return [...uproot(merge, conditions), ...deletions];
}
