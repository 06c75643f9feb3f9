import { tablesOf, type Table, type TableChain } from '@leat/core';
import { adoption, copy, isAdopted, type PublishContext, type TablePlan } from './publish-plan.ts';

/** Adds the staged rows to the tables; a staging table becomes the table where there is none yet. */
export function publishAppend(chain: TableChain, context: PublishContext): readonly TablePlan[] {
  return tablesOf(chain).map((table) => appendTable(table, context));
}

function appendTable(table: Table, context: PublishContext): TablePlan {
  const staged = context.staged.get(table.name);
  if (staged === undefined) return { table: table.name, steps: [] };
  if (isAdopted(table, staged, context)) return adoption(table, staged, context);
  return { table: table.name, steps: copy(table, staged, context) };
}
