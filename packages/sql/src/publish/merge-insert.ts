import { tablesOf, type Table } from '@leat/core';
import { stagedOf, type Fragment, type Merge } from './merge-plan.ts';
import { adopt, copy, countRows, type TablePlan } from './publish-plan.ts';

/**
 * Moves what is left in staging into the tables of the chain; a staging table becomes the table where there is none yet.
 * `constants` fills columns of the root that staging lacks, and then the root's table must be there.
 */
export function insertStaged(merge: Merge, constants: ReadonlyMap<string, Fragment> = new Map()): readonly TablePlan[] {
  return tablesOf(merge.chain).flatMap((table) =>
    insertTable(merge, table, table.name === merge.chain.root.name ? constants : new Map()),
  );
}

function insertTable(merge: Merge, table: Table, constants: ReadonlyMap<string, Fragment>): readonly TablePlan[] {
  const { context } = merge;
  const staged = stagedOf(merge, table);
  if (staged === undefined) return [];
  const steps = becomesTable(merge, table)
    ? [...adopt(table, staged, context), countRows(table, 'inserted', context)]
    : copy(table, staged, context, constants);
  return [{ table: table.name, steps }];
}

function becomesTable({ context }: Merge, table: Table): boolean {
  return context.dialect.stagingBecomesTable && !context.stored.has(table.name);
}
