import { tablesOf, type Table, type TableChain } from '@leat/core';
import { adopt, copy, type PublishContext, type TablePlan } from './publish-plan.ts';

/** Adds the staged rows to the tables; a staging table becomes the table where there is none yet. */
export function publishAppend(chain: TableChain, context: PublishContext): readonly TablePlan[] {
  return tablesOf(chain).map((table) => appendTable(table, context));
}

function appendTable(table: Table, context: PublishContext): TablePlan {
  const staged = context.staged.get(table.name);
  if (staged === undefined) return { table: table.name, steps: [] };
  const adoptable = context.dialect.stagingBecomesTable && !context.stored.has(table.name);
  if (!adoptable) return { table: table.name, steps: copy(table, staged, context) };
  return { table: table.name, steps: adopt(table, staged, context), known: { inserted: staged.rows } };
}
