import { tablesOf, type MergeStrategy, type TablePublication } from '@leat/core';
import { sql } from 'kysely';
import { mergeByDeleteInsert } from './merge-delete-insert.ts';
import { mergeByInsertOnly } from './merge-insert-only.ts';
import { nameOf, step, type Merge } from './merge-plan.ts';
import { mergeByScd2 } from './merge-scd2.ts';
import { mergeByUpsert } from './merge-upsert.ts';
import { publishAppend } from './publish-append.ts';
import type { PublishContext, TablePlan } from './publish-plan.ts';
import { publishReplace } from './publish-replace.ts';

const MERGES: Readonly<Record<MergeStrategy, (merge: Merge) => readonly TablePlan[]>> = {
  'delete-insert': mergeByDeleteInsert,
  upsert: mergeByUpsert,
  'insert-only': mergeByInsertOnly,
  scd2: mergeByScd2,
};

/** Chooses the strategy's statements for one chain. Pure: nothing runs here. */
export function planPublication(publication: TablePublication, context: PublishContext): readonly TablePlan[] {
  const { chain } = publication;
  switch (publication.disposition) {
    case 'append':
      return publishAppend(chain, context);
    case 'replace':
      return publishReplace(chain, publication.strategy, context);
    case 'merge':
      return planMerge(publication.strategy, { chain, rules: publication.merge, context });
  }
}

/** A full refresh deletes what is there, children first, and then merges into empty tables. */
function planMerge(strategy: MergeStrategy, merge: Merge): readonly TablePlan[] {
  const merged = MERGES[strategy](merge);
  if (merge.rules.fresh !== true) return merged;
  const there = tablesOf(merge.chain).filter(({ name }) => merge.context.stored.has(name));
  const emptied = there
    .toReversed()
    .map((table) => step(merge, table, sql`delete from ${nameOf(merge, table.name)}`, 'deleted'));
  return [...emptied, ...merged];
}
