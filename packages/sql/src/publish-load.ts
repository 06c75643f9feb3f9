import {
  tablesOf,
  type CallOptions,
  type LoadCommit,
  type LoadReceipt,
  type PublishedCounts,
  type SchemaChange,
  type StoredTable,
  type Table,
  type TablePublication,
} from '@leat/core';
import { sql, type CompiledQuery } from 'kysely';
import { compileWhole } from './compile-change.ts';
import { describeTables } from './describe-tables.ts';
import { pendingChanges } from './pending-changes.ts';
import { planPublication } from './publish/plan-publication.ts';
import type { PublishContext, StagedTable, TablePlan } from './publish/publish-plan.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlSession } from './sql-engine.ts';
import { sqlError } from './sql-errors.ts';
import { SystemRows, toStoredSchema, type SelectedSchema } from './system-rows.ts';

const NOTHING: PublishedCounts = { loaded: 0, duplicates: 0, inserted: 0, updated: 0, deleted: 0 };

/** Runs everything of a commit but BEGIN and COMMIT: changes, publications, state, schema version and load row. */
export async function publishLoad(
  session: SqlSession,
  dialect: SqlDialect,
  dataset: string,
  commit: LoadCommit,
  staged: ReadonlyMap<string, StagedTable>,
  call: CallOptions,
): Promise<LoadReceipt> {
  const run = async (queries: readonly CompiledQuery[]): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- the statements of a transaction follow one another
    for (const query of queries) await session.execute(query, call);
  };
  const names = new Set([
    ...commit.publications.flatMap(({ chain }) => tablesOf(chain)).map((table) => table.name),
    ...commit.changes.map(tableOf),
  ]);
  const existing = await describeTables(session, dialect, dataset, [...names], call);

  // A table that its staging table becomes needs no creating. The root of scd2 has columns that staging lacks.
  const versioned = new Set(commit.publications.filter(keepsVersions).map(({ chain }) => chain.root.name));
  const merged = new Set(mergedTables(commit, staged).map(({ table }) => table.name));
  const adopted = (table: string): boolean =>
    (dialect.stagingBecomesTable || (staged.get(table)?.lasting === true && !merged.has(table))) &&
    staged.has(table) &&
    !existing.has(table) &&
    !versioned.has(table);
  const changes = pendingChanges(commit.changes, existing).filter(
    (change) => !(change.kind === 'create-table' && adopted(change.table.name)),
  );
  await run(changes.flatMap((change) => compileWhole(change, dialect, dataset)));

  const { startedAt } = commit;
  for (const table of mergedTables(commit, staged)) {
    await run(analysis(table, dialect, dataset));
    // oxlint-disable-next-line no-await-in-loop -- the statements of a transaction follow one another
    await countStaged(session, dialect, dataset, table, call);
  }
  const created = createdTables(changes);
  const stored = new Map<string, StoredTable>([...existing, ...created.map((table) => [table.name, table] as const)]);
  const context: PublishContext = {
    dialect,
    dataset,
    staged,
    stored,
    created: new Set(created.map(({ name }) => name)),
    startedAt,
  };
  const counts = new Map<string, PublishedCounts>();
  for (const publication of commit.publications) {
    for (const { name } of tablesOf(publication.chain)) {
      counts.set(name, { ...NOTHING, loaded: staged.get(name)?.rows ?? 0 });
    }
    for (const plan of planPublication(publication, context)) {
      // oxlint-disable-next-line no-await-in-loop -- the statements of a transaction follow one another
      counts.set(plan.table, await runPlan(session, plan, counts.get(plan.table) ?? NOTHING, call));
    }
    if (publication.disposition !== 'merge') expectAllInserted(publication, staged, counts);
  }

  const rows = new SystemRows(dialect, dataset);
  const receipt = commit.receipt(counts);
  await run(commit.state.flatMap((row) => rows.replaceState(row, commit.loadId, commit.committedAt)));
  const newest = await session.execute<SelectedSchema>(rows.selectNewestSchema(commit.schema.name), call);
  const known = newest.rows
    .map(toStoredSchema)
    .some(({ hash, version }) => hash === commit.schema.hash && version === commit.schema.version);
  if (!known) await run([rows.insertSchema(commit.schema, commit.committedAt)]);
  await run([rows.insertLoad(commit, receipt)]);
  return receipt;
}

async function runPlan(
  session: SqlSession,
  plan: TablePlan,
  before: PublishedCounts,
  call: CallOptions,
): Promise<PublishedCounts> {
  const counts = { ...before, ...plan.known };
  for (const { query, count, from, insteadOf } of plan.steps) {
    // oxlint-disable-next-line no-await-in-loop -- the statements of a transaction follow one another
    const { rows, affected } = await session.execute<{ count?: unknown }>(query, call);
    const counted = from === 'value' ? Number(rows[0]?.count ?? 0) : affected;
    if (count !== undefined) counts[count] += counted;
    if (insteadOf !== undefined) counts[insteadOf] -= counted;
  }
  return counts;
}

/** The staging tables that other tables will be joined with. */
function mergedTables({ publications }: LoadCommit, staged: ReadonlyMap<string, StagedTable>): readonly StagedTable[] {
  const merged = publications.filter(({ disposition }) => disposition === 'merge');
  return merged.flatMap(({ chain }) => tablesOf(chain)).flatMap(({ name }) => staged.get(name) ?? []);
}

/** Staging tables without a log are empty after a server's crash, and files that came later may be in them alone. */
async function countStaged(
  session: SqlSession,
  dialect: SqlDialect,
  dataset: string,
  { name, table, rows }: StagedTable,
  call: CallOptions,
): Promise<void> {
  if (dialect.createStaging === undefined) return;
  const query = sql`select count(*) as ${sql.id('count')} from ${dialect.table(dataset, name)}`;
  const found = await session.execute<{ count: unknown }>(query.compile(dialect.compiler), call);
  const counted = Number(found.rows[0]?.count ?? 0);
  if (counted !== rows) throw stagingLost(table.name, rows, counted);
}

/** The same for tables whose staged rows are all inserted, which count without another look at them. */
function expectAllInserted(
  { chain }: TablePublication,
  staged: ReadonlyMap<string, StagedTable>,
  counts: ReadonlyMap<string, PublishedCounts>,
): void {
  for (const { name } of tablesOf(chain)) {
    const rows = staged.get(name)?.rows ?? 0;
    const inserted = counts.get(name)?.inserted ?? 0;
    if (inserted !== rows) throw stagingLost(name, rows, inserted);
  }
}

function stagingLost(table: string, expected: number, counted: number): Error {
  return sqlError({
    reason: 'connection',
    code: 'LEAT_STAGING_LOST',
    message: `Of ${expected} rows staged for table "${table}", ${counted} arrived`,
    remedy:
      'Nothing was published. Run the same command again: the server crashed or was replaced meanwhile. If it stays, a trigger on the table leaves rows out.',
    details: { table, expected, counted },
  });
}

function analysis({ name }: StagedTable, dialect: SqlDialect, dataset: string): readonly CompiledQuery[] {
  const statement = dialect.analyzeStaging?.(dialect.table(dataset, name));
  return statement === undefined ? [] : [statement.compile(dialect.compiler)];
}

function keepsVersions(publication: TablePublication): boolean {
  return publication.disposition === 'merge' && publication.strategy === 'scd2';
}

function tableOf(change: SchemaChange): string {
  return change.kind === 'create-table' ? change.table.name : change.table;
}

function createdTables(changes: readonly SchemaChange[]): readonly Table[] {
  return changes.flatMap((change) => (change.kind === 'create-table' ? [change.table] : []));
}
