import { tablesOf, type ReplaceStrategy, type Table, type TableChain } from '@leat/core';
import { sql } from 'kysely';
import {
  adopt,
  copy,
  countRows,
  statements,
  type PublishContext,
  type PublishStep,
  type TablePlan,
} from './publish-plan.ts';

/**
 * Puts the staged rows in the place of the old ones; a table without staged rows ends empty.
 *
 * `swap` makes the staging table the table and drops the old one, with whatever people attached to it (indexes,
 * columns of their own). The other two keep the table and change its rows, and so does `swap` where a staging table
 * cannot become a table: to readers, one transaction looks the same.
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
  if (!context.dialect.stagingBecomesTable) {
    return { table: table.name, steps: [...empty(table, strategy, context), ...copy(table, staged, context)] };
  }
  if (!exists) return { table: table.name, steps: adopt(table, staged, context), known: { inserted: staged.rows } };
  if (strategy === 'swap') {
    return {
      table: table.name,
      steps: [...drop(table, context), ...adopt(table, staged, context)],
      known: { inserted: staged.rows },
    };
  }
  return { table: table.name, steps: [...empty(table, strategy, context), ...copy(table, staged, context)] };
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
