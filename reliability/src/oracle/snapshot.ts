import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { silentLogger, type CallOptions, type Dataset, type LoadReceipt } from '@leat/core';
import { generatedTables, type ExpectedTable } from '@leat/testkit';
import { isServed, nameIn, pipelineAt, TemporaryFolder, type Place } from '../place.ts';
import { othersGone } from '../site.ts';
import { selectAll } from './select-all.ts';
import { specialResource } from '../workload/special-source.ts';
import { WORKLOAD_RESOURCE, type WorkloadOptions } from '../workload/workload-source.ts';

/** What a table holds, in so few numbers that two tables can be compared after every crash. */
export interface TableFacts {
  readonly rows: number;
  /** Different keys. */
  readonly keys: number;
  /** Changes with every value of every row, whatever the order of rows. */
  readonly print: string;
  /** Rows whose parent row is not there. */
  readonly orphans: number;
}

/** Everything a reader sees of a dataset at one instant. */
export interface Snapshot {
  readonly tables: Readonly<Record<string, TableFacts>>;
  /** State of the workload's resource, as JSON; undefined before the first load. */
  readonly state: string | undefined;
  readonly receipts: readonly LoadReceipt[];
  /** Names of staging tables. */
  readonly staging: readonly string[];
  /** Rows of root tables whose load has no row in `_leat_loads`. */
  readonly unlisted: number;
}

const call: CallOptions = { signal: new AbortController().signal, logger: silentLogger };

const NO_FACTS: TableFacts = { rows: 0, keys: 0, print: '', orphans: 0 };

/** Reads the facts about the tables of a workload. */
export async function takeSnapshot(place: Place, workload: WorkloadOptions): Promise<Snapshot> {
  if (!isServed(place) && !existsSync(place.database)) return emptySnapshot(workload);
  // The folder of the place itself stays as the crash left it.
  using scratch = new TemporaryFolder();
  const reader = pipelineAt({ ...place, workDir: scratch.path }, specialResource({ special: 'nothing', size: 0 }));
  await using dataset = await reader.open();
  const expected = generatedTables({ rows: 0, shape: workload.shape, resources: [WORKLOAD_RESOURCE] });
  const columns = await columnsOf(dataset, place);
  const tables: Record<string, TableFacts> = {};
  for (const table of expected) tables[table.name] = await factsOf(dataset, place, table, columns.get(table.name));
  const [state] = await dataset.client.readState(place.pipeline, call);
  const loads = await dataset.client.readLoads({}, call);
  const known = columns.has(WORKLOAD_RESOURCE);
  return {
    tables,
    state: state?.state,
    receipts: loads.map(({ receipt }) => receipt).toReversed(),
    staging: [...columns.keys()].filter((name) => name.startsWith('_leat_staging')),
    unlisted: known
      ? await count(
          dataset,
          `select count(*) as n from ${nameIn(place, 'rows')} where _leat_load_id not in (select load_id from ${nameIn(place, '_leat_loads')})`,
        )
      : 0,
  };
}

/** What a reader sees right now, read from a copy: opening a database after a crash changes its files. */
export async function peek(place: Place, workload: WorkloadOptions): Promise<Snapshot> {
  if (isServed(place)) return await peekServed(place, workload);
  using copy = new TemporaryFolder();
  mkdirSync(copy.path, { recursive: true });
  for (const file of [place.database, `${place.database}.wal`]) {
    if (existsSync(file)) copyFileSync(file, join(copy.path, basename(file)));
  }
  return await takeSnapshot({ ...place, database: join(copy.path, basename(place.database)) }, workload);
}

/**
 * Once the server has noticed that the loader is gone, since what it was sent may still be under way. Staging tables of a
 * load that died are committed there, each by itself, and go with the next load.
 */
async function peekServed(place: Place, workload: WorkloadOptions): Promise<Snapshot> {
  await othersGone(place.database);
  return { ...(await takeSnapshot(place, workload)), staging: [] };
}

/** What a reader sees before anything was loaded. */
export function emptySnapshot({ shape }: WorkloadOptions): Snapshot {
  const tables = generatedTables({ rows: 0, shape, resources: [WORKLOAD_RESOURCE] });
  return {
    tables: Object.fromEntries(tables.map(({ name }) => [name, NO_FACTS])),
    state: undefined,
    receipts: [],
    staging: [],
    unlisted: 0,
  };
}

/** Columns of the source, by table; and whether rows of old versions are kept. */
async function columnsOf(dataset: Dataset, place: Place): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  const query = `select table_name as name, column_name as "column" from information_schema.columns where table_schema = '${place.dataset}' order by 1, 2`;
  for (const { name, column } of await selectAll<{ readonly name: string; readonly column: string }>(dataset, query)) {
    found.set(name, [...(found.get(name) ?? []), column]);
  }
  return found;
}

async function factsOf(
  dataset: Dataset,
  place: Place,
  { name, key, parent }: Pick<ExpectedTable, 'name' | 'key' | 'parent'>,
  columns: readonly string[] | undefined,
): Promise<TableFacts> {
  if (columns === undefined) return NO_FACTS;
  const table = nameIn(place, name);
  const own = columns.filter((column) => !column.startsWith('_leat_')).map((column) => `"${column}"`);
  // Of versions of a row it matters which one is current, not since when.
  if (columns.includes('_leat_valid_to')) own.push('_leat_valid_to is null');
  const orphans =
    parent === undefined
      ? '0'
      : `(select count(*) from ${table} child where not exists (select 1 from ${nameIn(place, parent)} parent where child._leat_parent_id = parent._leat_id))`;
  const hash = isServed(place)
    ? `hashtextextended(row(${own.join(', ')})::text, 0)::numeric`
    : `hash(${own.join(', ')})::hugeint`;
  const query =
    `select count(*) as rows, count(distinct "${key}") as keys, ` +
    `coalesce(sum(${hash}), 0)::text as print, ${orphans} as orphans from ${table}`;
  const [row] = await selectAll<Record<'rows' | 'keys' | 'orphans', bigint> & { readonly print: string }>(
    dataset,
    query,
  );
  // A table that exists without rows is the same to a reader as one that was never made.
  if (row === undefined || row.rows === 0n) return NO_FACTS;
  return { rows: Number(row.rows), keys: Number(row.keys), print: row.print, orphans: Number(row.orphans) };
}

async function count(dataset: Dataset, query: string): Promise<number> {
  const [row] = await selectAll<{ readonly n: bigint }>(dataset, query);
  return Number(row?.n ?? 0);
}
