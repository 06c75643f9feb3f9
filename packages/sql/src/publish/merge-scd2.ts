import { sql } from 'kysely';
import { insertStaged } from './merge-insert.ts';
import {
  all,
  isCurrent,
  isFlagged,
  isStaged,
  nameOf,
  roleColumn,
  stagedChildren,
  stagedOf,
  step,
  S,
  T,
  type Fragment,
  type Merge,
} from './merge-plan.ts';
import { dropDuplicates, dropFlagged, dropStaged } from './merge-staging.ts';
import type { TablePlan } from './publish-plan.ts';

/**
 * Keeps versions of rows: a version holds from the load that brought it (inclusive) to the one that no longer did
 * (exclusive), both by the time the load began; one that still holds has no end.
 *
 * The id of a row follows from its content, so a row that did not change is left alone. A version that ended and comes
 * back gets another row with the same id; its lists are there already and are shared. Without a merge key a load is the
 * whole: what it lacks ends, and a load without rows ends everything. With one (the natural key) only rows that have the
 * key of a staged row end. Flagged rows end the version that holds and begin none.
 *
 * Rows of other strategies have no beginning, which says that nobody knows it, and ids that say nothing about their
 * content: the first load by scd2 ends them.
 */
export function mergeByScd2(merge: Merge): readonly TablePlan[] {
  const { chain, rules, context } = merge;
  const id = roleColumn(chain.root, 'row-id');
  const { name } = chain.root;
  const isStored = context.stored.has(name) && !context.created.has(name);
  return [
    ...dropDuplicates(merge, rules.mergeKey.length > 0 ? rules.mergeKey : [id]),
    ...(isStored ? [...endFlagged(merge), ...dropFlagged(merge), ...endReplaced(merge, id)] : dropFlagged(merge)),
    ...(isStored ? [...dropUnchanged(merge, id), ...dropSharedLists(merge)] : []),
    ...insertStaged(merge, beginning(merge)),
  ];
}

/** Ends the versions whose natural key a flagged row has. Without a natural key they end by their absence. */
function endFlagged(merge: Merge): readonly TablePlan[] {
  const { mergeKey } = merge.rules;
  const staged = stagedOf(merge, merge.chain.root);
  const flagged = staged && isFlagged(merge, staged);
  if (staged === undefined || flagged === undefined || mergeKey.length === 0) return [];
  return [end(merge, [isStaged(merge, staged, mergeKey, [flagged])])];
}

/** Ends the versions that the load has other content for, or, where a load is the whole, no content. */
function endReplaced(merge: Merge, id: string): readonly TablePlan[] {
  const { mergeKey } = merge.rules;
  const staged = stagedOf(merge, merge.chain.root);
  if (staged === undefined) return mergeKey.length > 0 ? [] : [end(merge, [])];
  const isReplaced = sql`not ${isStaged(merge, staged, [id])}`;
  return [end(merge, mergeKey.length > 0 ? [isStaged(merge, staged, mergeKey), isReplaced] : [isReplaced])];
}

/** Counts as updates. A clock that went back never lets a version end before it began. */
function end(merge: Merge, conditions: readonly Fragment[]): TablePlan {
  const { chain, context } = merge;
  const from = sql.id('t', roleColumn(chain.root, 'valid-from'));
  const moment = instant(merge);
  const at = sql`case when ${from} > ${moment} then ${from} else ${moment} end`;
  const assignment = sql`${sql.id(roleColumn(chain.root, 'valid-to'))} = ${at}`;
  const statement = sql`update ${context.dialect.table(context.dataset, chain.root.name)} ${T} set ${assignment} where ${all([...isCurrent(merge), ...conditions])}`;
  return step(merge, chain.root, statement, 'updated');
}

function dropUnchanged(merge: Merge, id: string): readonly TablePlan[] {
  const condition = all([sql`${sql.id('t', id)} = ${sql.id('s', id)}`, ...isCurrent(merge)]);
  return dropStaged(merge, sql`exists (select 1 from ${nameOf(merge, merge.chain.root.name)} ${T} where ${condition})`);
}

/** Lists of versions that came back are there: their rows have ids that follow from the content of the root row. */
function dropSharedLists(merge: Merge): readonly TablePlan[] {
  return stagedChildren(merge)
    .filter(([child]) => merge.context.stored.has(child.name))
    .map(([child, staged]) => {
      const id = roleColumn(child, 'row-id');
      const isThere = sql`exists (select 1 from ${nameOf(merge, child.name)} ${T} where ${sql.id('t', id)} = ${sql.id('s', id)})`;
      return step(merge, child, sql`delete from ${nameOf(merge, staged.name)} ${S} where ${isThere}`);
    });
}

function beginning(merge: Merge): ReadonlyMap<string, Fragment> {
  return new Map([[roleColumn(merge.chain.root, 'valid-from'), instant(merge)]]);
}

function instant({ context }: Merge): Fragment {
  const type = context.dialect.types.toDestination({ name: '', dataType: 'timestamp', nullable: true });
  return sql`cast(${context.startedAt} as ${sql.raw(type)})`;
}
