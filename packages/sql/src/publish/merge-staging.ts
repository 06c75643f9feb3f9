import { sql } from 'kysely';
import {
  isFlagged,
  nameOf,
  roleColumn,
  stagedChildren,
  stagedOf,
  step,
  R,
  S,
  type Fragment,
  type Merge,
} from './merge-plan.ts';
import type { Count, TablePlan } from './publish-plan.ts';

/**
 * Leaves one staged row per key, and what was unnested from it: the first in the order of `dedupSort`, nulls last, and among
 * equals the one read last. Works on staging itself, so that every later statement sees the same winner.
 */
export function dropDuplicates(merge: Merge, keys: readonly string[]): readonly TablePlan[] {
  const { root } = merge.chain;
  const staged = stagedOf(merge, root);
  if (staged === undefined || keys.length === 0) return [];
  const ordinal = sql.id(roleColumn(staged.table, 'ordinal'));
  const order = sql.join([...preference(merge), sql`${ordinal} desc`]);
  const table = nameOf(merge, staged.name);
  const places = sql`select ${ordinal}, row_number() over (partition by ${sql.join(keys.map((key) => sql.id(key)))} order by ${order}) as ${sql.id('place')} from ${table}`;
  const losers = sql`select ${ordinal} from (${places}) ${R} where ${sql.id('r', 'place')} > 1`;
  return [
    step(merge, root, sql`delete from ${table} where ${ordinal} in (${losers})`, 'duplicates'),
    ...dropUnrooted(merge, 'duplicates'),
  ];
}

/** Takes rows that only delete out of staging; whatever they delete must be gone by then. */
export function dropFlagged(merge: Merge): readonly TablePlan[] {
  const staged = stagedOf(merge, merge.chain.root);
  const flagged = staged && isFlagged(merge, staged);
  return flagged === undefined ? [] : dropStaged(merge, flagged);
}

/** Takes the staged root rows `s` that meet a condition, and what was unnested from them, out of staging. */
export function dropStaged(merge: Merge, condition: Fragment): readonly TablePlan[] {
  const staged = stagedOf(merge, merge.chain.root);
  if (staged === undefined) return [];
  const statement = sql`delete from ${nameOf(merge, staged.name)} ${S} where ${condition}`;
  return [step(merge, merge.chain.root, statement), ...dropUnrooted(merge)];
}

/** Rows of child tables know the number of their root row in the load. */
function dropUnrooted(merge: Merge, count?: Count): readonly TablePlan[] {
  const root = stagedOf(merge, merge.chain.root);
  if (root === undefined) return [];
  const roots = nameOf(merge, root.name);
  const rootOrdinal = sql.id('r', roleColumn(root.table, 'ordinal'));
  return stagedChildren(merge).map(([child, staged]) => {
    const ordinal = sql.id('s', roleColumn(staged.table, 'ordinal'));
    const isRooted = sql`exists (select 1 from ${roots} ${R} where ${rootOrdinal} = ${ordinal})`;
    return step(merge, child, sql`delete from ${nameOf(merge, staged.name)} ${S} where not ${isRooted}`, count);
  });
}

function preference(merge: Merge): readonly Fragment[] {
  const { dedupSort } = merge.rules;
  const staged = stagedOf(merge, merge.chain.root);
  // A column that no row of the load has decides nothing.
  if (dedupSort === undefined || !staged?.table.columns.some(({ name }) => name === dedupSort.column)) return [];
  const direction = dedupSort.order === 'asc' ? sql`asc` : sql`desc`;
  return [sql`${sql.id(dedupSort.column)} ${direction} nulls last`];
}
