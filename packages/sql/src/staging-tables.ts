import { createHash } from 'node:crypto';
import {
  planSchemaChanges,
  SYSTEM_PREFIX,
  type CallOptions,
  type Column,
  type LoadedFile,
  type LoadHeader,
  type LoadJob,
  type StoredTable,
  type Table,
} from '@leat/core';
import { compileChange } from './compile-change.ts';
import { describeTables } from './describe-tables.ts';
import { Mutex } from './mutex.ts';
import type { StagedTable } from './publish/publish-plan.ts';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlSession } from './sql-engine.ts';
import { sqlError } from './sql-errors.ts';

interface Entry {
  readonly name: string;
  readonly growth: Mutex;
  table: Table;
  rows: number;
  /** Whether it is made as tables are, to become the table. Unknown before the first file. */
  lasting: boolean | undefined;
}

/** What the names of a pipeline's staging tables begin with, whatever the load: 8 hex digits tell pipelines apart. */
export function stagingPrefix(pipeline: string): string {
  return `${SYSTEM_PREFIX}staging_${createHash('sha256').update(pipeline).digest('hex').slice(0, 8)}_`;
}

/** The epoch in the name of a staging table, or of a table that publishing makes beside it. */
export function epochOfStaging(name: string): number {
  return Number(/_(\d+)_\d+(?:_[a-z]+)?$/.exec(name)?.[1] ?? 0);
}

/** The staging tables of one load: created with its first file, grown when a later file has more columns. */
export class StagingTables {
  readonly #dialect: SqlDialect;
  readonly #dataset: string;
  readonly #prefix: string;
  readonly #entries = new Map<string, Entry>();

  constructor(dialect: SqlDialect, dataset: string, load: LoadHeader, epoch: number) {
    this.#dialect = dialect;
    this.#dataset = dataset;
    // Load ids are short; the bound keeps names within the 63 bytes of the strictest engine.
    const loadId = load.loadId.replaceAll(/[^A-Za-z0-9]/g, '_').slice(0, 24);
    // The epoch keeps a second session of the same load apart from a first one that nobody has noticed to be dead.
    this.#prefix = `${stagingPrefix(load.pipeline)}${loadId}_${epoch}_`;
  }

  /** By name of the table they are for. */
  get staged(): ReadonlyMap<string, StagedTable> {
    return new Map(
      [...this.#entries].map(([name, { name: staging, table, rows, lasting = false }]) => [
        name,
        { name: staging, table, rows, lasting },
      ]),
    );
  }

  /**
   * Brings one file in and counts it.
   * @throws DestinationError `LEAT_ROW_COUNT_MISMATCH` when the engine read another number of rows than the file has;
   * they are in the staging table then, so the load cannot be published any more.
   */
  async load(session: SqlSession, job: LoadJob, call: CallOptions): Promise<LoadedFile> {
    const entry = this.#entryFor(job.table);
    await entry.growth.run(() => this.#grow(session, entry, job.table, call));
    const rows = await session.bulkLoad(job, { name: entry.name, columns: job.table.columns }, call);
    if (rows !== job.file.rows) throw mismatch(job, rows);
    entry.rows += rows;
    return { rows };
  }

  #entryFor(table: Table): Entry {
    const known = this.#entries.get(table.name);
    if (known !== undefined) return known;
    const name = `${this.#prefix}${this.#entries.size + 1}`;
    const entry: Entry = { name, growth: new Mutex(), table: { ...table, columns: [] }, rows: 0, lasting: undefined };
    this.#entries.set(table.name, entry);
    return entry;
  }

  /**
   * Whether the staging table is made so that it can become the table, and no row is written twice: there is none yet, and
   * the rows are not merged, which takes the rows into a table one by one.
   */
  async #mayBecome(session: SqlSession, incoming: Table, call: CallOptions): Promise<boolean> {
    if (this.#dialect.createStaging === undefined) return false;
    if (incoming.columns.some(({ role }) => role === 'ordinal' || role === 'root-id')) return false;
    return (await describeTables(session, this.#dialect, this.#dataset, [incoming.name], call)).size === 0;
  }

  async #grow(session: SqlSession, entry: Entry, incoming: Table, call: CallOptions): Promise<void> {
    const wanted: Table = {
      ...incoming,
      name: entry.name,
      columns: incoming.columns.map((column) => ({ ...column, nullable: true })),
    };
    entry.lasting ??= await this.#mayBecome(session, incoming, call);
    const stored: StoredTable = { name: entry.name, columns: entry.table.columns };
    const existing =
      entry.table.columns.length === 0 ? new Map<string, StoredTable>() : new Map([[entry.name, stored]]);
    for (const change of planSchemaChanges([wanted], existing)) {
      for (const statement of compileChange(
        change,
        this.#dialect,
        this.#dataset,
        entry.lasting ? 'table' : 'staging',
      )) {
        // One statement at a time: they share a connection.
        // oxlint-disable-next-line no-await-in-loop
        await session.execute(statement, call);
      }
    }
    entry.table = { ...incoming, columns: mergeColumns(entry.table.columns, wanted.columns) };
  }
}

/** Columns keep the place they came in; a later definition of the same column counts. */
function mergeColumns(known: readonly Column[], incoming: readonly Column[]): readonly Column[] {
  const merged = new Map(known.map((column) => [column.name, column]));
  for (const column of incoming) merged.set(column.name, column);
  return [...merged.values()];
}

function mismatch(job: LoadJob, counted: number): Error {
  return sqlError({
    reason: 'unknown',
    code: 'LEAT_ROW_COUNT_MISMATCH',
    message: `File ${job.file.name} holds ${job.file.rows} rows, the destination counted ${counted}`,
    remedy: 'Nothing was published. Verify the package; extract again if the file is damaged.',
    details: { file: job.file.name, table: job.table.name, expected: job.file.rows, counted },
  });
}
