import { deleteFlagged } from './merge-hard-delete.ts';
import { insertStaged } from './merge-insert.ts';
import { isFlagged, isStaged, isStored, stagedOf, type Merge } from './merge-plan.ts';
import { dropDuplicates, dropStaged } from './merge-staging.ts';
import { uproot } from './merge-uproot.ts';
import type { TablePlan } from './publish-plan.ts';

/** Inserts the rows whose primary key is not there yet. Rows that are there stay as they are, but for hard deletes. */
export function mergeByInsertOnly(merge: Merge): readonly TablePlan[] {
  const { chain, rules, context } = merge;
  const staged = stagedOf(merge, chain.root);
  if (staged === undefined) return [];
  const flagged = isFlagged(merge, staged);
  return [
    ...dropDuplicates(merge, rules.primaryKey),
    ...(flagged === undefined ? [] : uproot(merge, [isStaged(merge, staged, rules.primaryKey, [flagged])])),
    ...deleteFlagged(merge),
    ...(context.stored.has(chain.root.name) ? dropStaged(merge, isStored(merge, rules.primaryKey)) : []),
    ...insertStaged(merge),
  ];
}
