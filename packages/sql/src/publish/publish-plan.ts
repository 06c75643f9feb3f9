import { planSchemaChanges, type StoredTable, type Table } from '@leat/core';
import { sql, type CompiledQuery, type RawBuilder } from 'kysely';
import { compileChange } from '../compile-change.ts';
import type { SqlDialect } from '../sql-dialect.ts';

/** What a step of publishing adds to the receipt. */
export type Count = 'duplicates' | 'inserted' | 'updated' | 'deleted';

/** One statement, and what it counts: the rows it changed, or the number in the column `count` of its one row. */
export interface PublishStep {
  readonly query: CompiledQuery;
  readonly count?: Count;
  readonly from?: 'affected' | 'value';
  /** A count that another step of the plan makes too high by as much. */
  readonly insteadOf?: Count;
}

/** Statements about one table, in order. A table may have several plans in one publication; their counts add up. */
export interface TablePlan {
  readonly table: string;
  readonly steps: readonly PublishStep[];
  /** Counted without a statement: a staging table that becomes the table brings the rows it holds. */
  readonly known?: Partial<Readonly<Record<Count, number>>>;
}

/** A table of this load's staging area. */
export interface StagedTable {
  /** Name of the staging table. */
  readonly name: string;
  readonly table: Table;
  /** Rows the engine counted while loading. */
  readonly rows: number;
  /** Made as tables are, because there was no table yet: it becomes the table where the others cannot. */
  readonly lasting?: boolean;
}

/** Whether a staging table becomes the table by its name alone: there is none yet. */
export function isAdopted(target: Table, staged: StagedTable, context: PublishContext): boolean {
  const { dialect, stored } = context;
  return (dialect.stagingBecomesTable || staged.lasting === true) && !stored.has(target.name);
}

/** The same as a plan. What a server may have lost meanwhile is counted again. */
export function adoption(target: Table, staged: StagedTable, context: PublishContext): TablePlan {
  const steps = adopt(target, staged, context);
  const { dialect, dataset } = context;
  if (dialect.stagingBecomesTable) return { table: target.name, steps, known: { inserted: staged.rows } };
  const { compile } = statements(context);
  const more = dialect.completeChange?.({ kind: 'create-table', table: target }, dataset) ?? [];
  const completion = more.map((statement) => ({ query: compile(statement) }));
  return { table: target.name, steps: [...steps, countRows(target, 'inserted', context), ...completion] };
}

/** What a strategy may know when it plans; all of it is data. */
export interface PublishContext {
  readonly dialect: SqlDialect;
  readonly dataset: string;
  /** By name of the table they are for; a table without files has none. */
  readonly staged: ReadonlyMap<string, StagedTable>;
  /** Tables of the dataset as they are once the changes of the load have been applied. */
  readonly stored: ReadonlyMap<string, StoredTable>;
  /** Those of them that these changes create: nothing is in them yet. */
  readonly created: ReadonlySet<string>;
  /** When the load began: from then on its versions of rows hold (scd2). */
  readonly startedAt: Date;
}

/** Compiles with the context's dialect; tables are written as `table(name)`. */
export function statements(context: PublishContext): {
  readonly compile: (statement: RawBuilder<unknown>) => CompiledQuery;
  readonly table: (name: string) => RawBuilder<unknown>;
} {
  const { dialect, dataset } = context;
  return {
    compile: (statement) => statement.compile(dialect.compiler),
    table: (name) => dialect.table(dataset, name),
  };
}

/**
 * Makes a staging table the table: free in engines that rename in a transaction. Columns no file brought are added, and
 * those that belong to staging alone are dropped.
 */
export function adopt(target: Table, staged: StagedTable, context: PublishContext): readonly PublishStep[] {
  const { dialect, dataset } = context;
  const { compile, table } = statements(context);
  const rename = compile(sql`alter table ${table(staged.name)} rename to ${sql.id(target.name)}`);
  const stored: StoredTable = { name: target.name, columns: staged.table.columns };
  const growth = planSchemaChanges([target], new Map([[target.name, stored]])).flatMap((change) =>
    compileChange(change, dialect, dataset),
  );
  const kept = new Set(target.columns.map((column) => column.name));
  const extra = staged.table.columns.filter((column) => !kept.has(column.name));
  const trim = extra.map((column) =>
    compile(sql`alter table ${table(target.name)} drop column ${sql.id(column.name)}`),
  );
  // Staging tables take nulls everywhere, since a later file may lack a column an earlier one had.
  const required = target.columns.filter((column) => !column.nullable);
  const strictly = required.map((column) => sql`alter column ${sql.id(column.name)} set not null`);
  // All at once where that is possible: the engine looks at every row for each statement.
  const together = dialect.alterAddsManyColumns && strictly.length > 0 ? [sql.join(strictly)] : strictly;
  const tighten = together.map((change) => compile(sql`alter table ${table(target.name)} ${change}`));
  return [rename, ...growth, ...trim, ...tighten].map((query) => ({ query }));
}

/**
 * Copies those columns of a staging table that the table has, and drops the staging table. `constants` fills columns that
 * staging lacks.
 */
export function copy(
  target: Table,
  staged: StagedTable,
  context: PublishContext,
  constants: ReadonlyMap<string, RawBuilder<unknown>> = new Map(),
): readonly PublishStep[] {
  const { compile, table } = statements(context);
  const kept = new Set(target.columns.map((column) => column.name));
  const columns = staged.table.columns.filter((column) => kept.has(column.name)).map((column) => sql.id(column.name));
  const names = sql.join([...columns, ...[...constants.keys()].map((name) => sql.id(name))]);
  const values = sql.join([...columns, ...constants.values()]);
  return [
    {
      query: compile(sql`insert into ${table(target.name)} (${names}) select ${values} from ${table(staged.name)}`),
      count: 'inserted',
      from: 'affected',
    },
    { query: compile(sql`drop table ${table(staged.name)}`) },
  ];
}

/** Counts the rows of a table as one of the counts of a publication. */
export function countRows(table: Table, count: Count, context: PublishContext): PublishStep {
  const { compile, table: named } = statements(context);
  const query = compile(sql`select count(*) as ${sql.id('count')} from ${named(table.name)}`);
  return { query, count, from: 'value' };
}
