import { tablesOf, type ReplaceStrategy, type Table, type TableChain } from '@leat/core';
import { sql } from 'kysely';
import {
  adopt,
  adoption,
  copy,
  countRows,
  isAdopted,
  statements,
  type PublishContext,
  type PublishStep,
  type StagedTable,
  type TablePlan,
} from './publish-plan.ts';

/**
 * Puts the staged rows in the place of the old ones; a table without staged rows ends empty.
 *
 * `swap` makes the staging table the table and drops the old one, with whatever people attached to it (indexes,
 * columns of their own). Where a staging table cannot become a table, `swap` fills a new one like the old one, or, where the
 * engine has no such thing either, does as the other two do: they keep the table and change its rows. To readers, one
 * transaction looks the same.
 */
export function publishReplace(
  chain: TableChain,
  strategy: ReplaceStrategy,
  context: PublishContext,
): readonly TablePlan[] {
  return tablesOf(chain).map((table) => replaceTable(table, strategy, context));
}

function replaceTable(table: Table, strategy: ReplaceStrategy, context: PublishContext): TablePlan {
  const staged = context.staged.get(table.name);
  const exists = context.stored.has(table.name);
  if (staged === undefined) return { table: table.name, steps: exists ? [clear(table, context)] : [] };
  if (isAdopted(table, staged, context)) return adoption(table, staged, context);
  if (!context.dialect.stagingBecomesTable) {
    if (strategy === 'swap' && exists && context.dialect.createLike !== undefined)
      return { table: table.name, steps: fillAnother(table, staged, context) };
    return { table: table.name, steps: [...empty(table, strategy, context), ...copy(table, staged, context)] };
  }
  if (strategy === 'swap') {
    return {
      table: table.name,
      steps: [...drop(table, context), ...adopt(table, staged, context)],
      known: { inserted: staged.rows },
    };
  }
  return { table: table.name, steps: [...empty(table, strategy, context), ...copy(table, staged, context)] };
}

/** Fills a table like the old one, which readers go on reading, and puts it in the old one's place at the end. */
function fillAnother(table: Table, staged: StagedTable, context: PublishContext): readonly PublishStep[] {
  const { compile, table: named } = statements(context);
  const fresh = `${staged.name}_new`;
  const create = context.dialect.createLike?.(named(fresh), named(table.name));
  return [
    countRows(table, 'deleted', context),
    ...(create === undefined ? [] : [{ query: compile(create) }]),
    ...copy({ ...table, name: fresh }, staged, context),
    { query: compile(sql`drop table ${named(table.name)}`) },
    { query: compile(sql`alter table ${named(fresh)} rename to ${sql.id(table.name)}`) },
  ];
}

function drop(table: Table, context: PublishContext): readonly PublishStep[] {
  const { compile, table: named } = statements(context);
  return [countRows(table, 'deleted', context), { query: compile(sql`drop table ${named(table.name)}`) }];
}

function empty(table: Table, strategy: ReplaceStrategy, context: PublishContext): readonly PublishStep[] {
  if (strategy !== 'truncate-and-insert') return [clear(table, context)];
  const { compile, table: named } = statements(context);
  return [countRows(table, 'deleted', context), { query: compile(sql`truncate table ${named(table.name)}`) }];
}

function clear(table: Table, context: PublishContext): PublishStep {
  const { compile, table: named } = statements(context);
  return { query: compile(sql`delete from ${named(table.name)}`), count: 'deleted', from: 'affected' };
}
