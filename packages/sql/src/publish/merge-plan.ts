import {
  columnWithRole,
  DestinationError,
  SYSTEM_PREFIX,
  type ColumnRole,
  type MergeRules,
  type Table,
  type TableChain,
} from '@leat/core';
import { sql, type RawBuilder } from 'kysely';
import { statements, type Count, type PublishContext, type StagedTable, type TablePlan } from './publish-plan.ts';

/** A chain about to be merged; everything the strategies' statements are made from. */
export interface Merge {
  readonly chain: TableChain;
  readonly rules: MergeRules;
  readonly context: PublishContext;
}

/** A part of a statement. In all of them `t` is a row that is there and `s` a staged row. */
export type Fragment = RawBuilder<unknown>;

/** Aliases are quoted like the names behind them: bare ones are turned to upper case by some engines. */
export const T: Fragment = sql.id('t');
export const S: Fragment = sql.id('s');
export const R: Fragment = sql.id('r');
export const H: Fragment = sql.id('h');

/** Tables that were merged by scd2 before keep these columns, though the schema knows them no more. */
export const VALID_FROM: string = `${SYSTEM_PREFIX}valid_from`;
const VALID_TO = `${SYSTEM_PREFIX}valid_to`;

/** One statement of the plan, and what the rows it changes count as. */
export function step({ context }: Merge, table: Table, statement: Fragment, count?: Count): TablePlan {
  const query = statements(context).compile(statement);
  return { table: table.name, steps: [count === undefined ? { query } : { query, count, from: 'affected' }] };
}

export function nameOf({ context }: Merge, table: string): Fragment {
  return statements(context).table(table);
}

/** The table's staging table; undefined where the load has no row for it. */
export function stagedOf({ context }: Merge, table: Table): StagedTable | undefined {
  return context.staged.get(table.name);
}

/** Those tables unnested from the root that the dataset has, parents before children. */
export function storedChildren({ chain, context }: Merge): readonly Table[] {
  return chain.children.filter(({ name }) => context.stored.has(name));
}

/** Those tables unnested from the root that the load has rows for. */
export function stagedChildren(merge: Merge): readonly (readonly [Table, StagedTable])[] {
  return merge.chain.children.flatMap((child) => {
    const staged = stagedOf(merge, child);
    return staged === undefined ? [] : [[child, staged] as const];
  });
}

/**
 * The column of a table that has the role.
 * @throws DestinationError `LEAT_MERGE_COLUMN` where the table has none: it was not made for a merge.
 */
export function roleColumn(table: Table, role: ColumnRole): string {
  const name = columnWithRole(table, role);
  if (name !== undefined) return name;
  throw new DestinationError(`Table "${table.name}" has no column with the role "${role}", which a merge needs`, {
    code: 'LEAT_MERGE_COLUMN',
    recoverability: 'terminal',
    remedy: 'Load the table once with replace, or report this if leat made it.',
    details: { table: table.name, role },
  });
}

export function all(conditions: readonly Fragment[]): Fragment {
  return sql.join(conditions, sql` and `);
}

/** Compares keys column by column; a null is equal to nothing. */
export function sameKey(keys: readonly string[], left: string, right: string): Fragment {
  return all(keys.map((key) => sql`${sql.id(left, key)} = ${sql.id(right, key)}`));
}

/** True for staged rows that delete; undefined where none can, since no row of the load has the column. */
export function isFlagged({ rules }: Merge, staged: StagedTable): Fragment | undefined {
  const column = staged.table.columns.find(({ name }) => name === rules.hardDelete);
  if (column === undefined) return undefined;
  const value = sql.id('s', column.name);
  return column.dataType === 'bool' ? sql`${value} = true` : sql`${value} is not null`;
}

/**
 * The column that ends versions of rows; undefined where the root's table never kept any. Ended versions are history to
 * every strategy: no merge touches them, scd2 or not.
 */
export function endOfVersion({ chain, context }: Merge): string | undefined {
  return (
    columnWithRole(chain.root, 'valid-to') ??
    context.stored.get(chain.root.name)?.columns.find(({ name }) => name === VALID_TO)?.name
  );
}

/** Holds for rows `t` that may be touched. */
export function isCurrent(merge: Merge): readonly Fragment[] {
  const end = endOfVersion(merge);
  return end === undefined ? [] : [sql`${sql.id('t', end)} is null`];
}

/** Whether the load has a staged row with the key of `t` that meets the conditions. */
export function isStaged(
  merge: Merge,
  staged: StagedTable,
  keys: readonly string[],
  conditions: readonly Fragment[] = [],
): Fragment {
  return sql`exists (select 1 from ${nameOf(merge, staged.name)} ${S} where ${all([sameKey(keys, 's', 't'), ...conditions])})`;
}

/** Whether a row that may be touched has the key of the staged row `s`. */
export function isStored(merge: Merge, keys: readonly string[]): Fragment {
  const conditions = all([sameKey(keys, 't', 's'), ...isCurrent(merge)]);
  return sql`exists (select 1 from ${nameOf(merge, merge.chain.root.name)} ${T} where ${conditions})`;
}
