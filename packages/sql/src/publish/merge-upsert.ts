import { sql } from 'kysely';
import { insertStaged } from './merge-insert.ts';
import {
  all,
  isCurrent,
  isStaged,
  isStored,
  nameOf,
  roleColumn,
  sameKey,
  stagedOf,
  step,
  R,
  S,
  T,
  VALID_FROM,
  type Merge,
} from './merge-plan.ts';
import { deleteFlagged } from './merge-hard-delete.ts';
import { dropDuplicates } from './merge-staging.ts';
import { uproot } from './merge-uproot.ts';
import { statements, type StagedTable, type TablePlan } from './publish-plan.ts';

/**
 * Updates the rows that have the primary key of a staged row, and inserts the others; lists are replaced as a whole.
 *
 * A staged row replaces all columns leat knows: what it lacks becomes null, whatever other rows of the load have. Columns
 * that people added to the table keep their values, which sets the strategy apart from delete-insert.
 *
 * Two statements instead of one MERGE: both counts are exact, and every engine has them.
 */
export function mergeByUpsert(merge: Merge): readonly TablePlan[] {
  const { chain, rules } = merge;
  const staged = stagedOf(merge, chain.root);
  if (staged === undefined) return [];
  return [
    ...dropDuplicates(merge, rules.primaryKey),
    ...uproot(merge, [isStaged(merge, staged, rules.primaryKey)]),
    ...deleteFlagged(merge),
    ...deleteSurplus(merge, staged),
    ...(isReplaced(merge) ? clear(merge, staged) : [...update(merge, staged), ...dropUpdates(merge, staged)]),
    ...insertStaged(merge),
  ];
}

/** Whether the staged row brings all that the stored one has, so that it can take its place. */
function isReplaced({ chain, context }: Merge): boolean {
  const known = new Set(chain.root.columns.map(({ name }) => name));
  const stored = context.stored.get(chain.root.name)?.columns ?? [];
  return context.dialect.replacesRows === true && stored.every(({ name }) => known.has(name));
}

/** Deletes the rows that a staged row takes the place of; inserting it makes the update. */
function clear(merge: Merge, staged: StagedTable): readonly TablePlan[] {
  const { chain, rules, context } = merge;
  const condition = all([isStaged(merge, staged, rules.primaryKey), ...isCurrent(merge)]);
  const statement = sql`delete from ${nameOf(merge, chain.root.name)} ${T} where ${condition}`;
  const query = statements(context).compile(statement);
  return ifStored(merge, [
    { table: chain.root.name, steps: [{ query, count: 'updated', from: 'affected', insteadOf: 'inserted' }] },
  ]);
}

/** Where the table was appended to before, a key may be there several times; one row of them is updated, the others go. */
function deleteSurplus(merge: Merge, staged: StagedTable): readonly TablePlan[] {
  const { chain, rules } = merge;
  const root = nameOf(merge, chain.root.name);
  const id = roleColumn(chain.root, 'row-id');
  const keys = sql.join(rules.primaryKey.map((key) => sql.id('t', key)));
  const condition = all([isStaged(merge, staged, rules.primaryKey), ...isCurrent(merge)]);
  const places = sql`select ${sql.id('t', id)}, row_number() over (partition by ${keys} order by ${sql.id('t', id)}) as ${sql.id('place')} from ${root} ${T} where ${condition}`;
  const surplus = sql`select ${sql.id('r', id)} from (${places}) ${R} where ${sql.id('r', 'place')} > 1`;
  return ifStored(merge, [
    step(
      merge,
      chain.root,
      sql`delete from ${root} ${T} where ${all([sql`${sql.id('t', id)} in (${surplus})`, ...isCurrent(merge)])}`,
      'deleted',
    ),
  ]);
}

function update(merge: Merge, staged: StagedTable): readonly TablePlan[] {
  const { chain, rules, context } = merge;
  const brought = new Set(staged.table.columns.map(({ name }) => name));
  const assignments = chain.root.columns.map(
    ({ name }) => sql`${sql.id(name)} = ${brought.has(name) ? sql.id('s', name) : sql`null`}`,
  );
  // What comes now is not the version that began then.
  if (context.stored.get(chain.root.name)?.columns.some(({ name }) => name === VALID_FROM))
    assignments.push(sql`${sql.id(VALID_FROM)} = null`);
  const condition = all([sameKey(rules.primaryKey, 's', 't'), ...isCurrent(merge)]);
  const statement = sql`update ${nameOf(merge, chain.root.name)} ${T} set ${sql.join(assignments)} from ${nameOf(merge, staged.name)} ${S} where ${condition}`;
  return ifStored(merge, [step(merge, chain.root, statement, 'updated')]);
}

/** Takes the staged rows that were updates out of staging, and leaves what was unnested from them. */
function dropUpdates(merge: Merge, staged: StagedTable): readonly TablePlan[] {
  const statement = sql`delete from ${nameOf(merge, staged.name)} ${S} where ${isStored(merge, merge.rules.primaryKey)}`;
  return ifStored(merge, [step(merge, merge.chain.root, statement)]);
}

function ifStored({ chain, context }: Merge, plans: readonly TablePlan[]): readonly TablePlan[] {
  return context.stored.has(chain.root.name) ? plans : [];
}
