import { setTimeout } from 'node:timers/promises';
import {
  SYSTEM_TABLES,
  type CallOptions,
  type CheckFinding,
  type DatasetQuery,
  type DestinationClient,
  type DestinationHost,
  type LoadHeader,
  type LoadReceipt,
  type LoadRow,
  type LoadSession,
  type Schema,
  type SchemaChange,
  type StateRow,
  type StoredSchema,
  type StoredTable,
} from '@leat/core';
import { sql, type RawBuilder } from 'kysely';
import { compileWhole } from './compile-change.ts';
import { describeTables } from './describe-tables.ts';
import { Lease } from './lease.ts';
import type { SqlEngine, SqlSession } from './sql-engine.ts';
import { reasonOf } from './sql-errors.ts';
import { SqlLoadSession } from './sql-load-session.ts';
import { epochOfStaging, stagingPrefix } from './staging-tables.ts';
import {
  parseReceipt,
  SystemRows,
  toLoadRow,
  toStateRow,
  toStoredSchema,
  type SelectedLoad,
  type SelectedSchema,
  type SelectedState,
} from './system-rows.ts';
import { createSystemTables } from './system-tables.ts';

/** Attempts of the short transaction that takes the lease, when others create the dataset or take it at the same instant. */
const LEASE_ATTEMPTS = 8;

/** Milliseconds before the second attempt; doubled before each further one. */
const LEASE_PAUSE = 5;

/** The client of every SQL destination; all that differs between engines comes from the `SqlEngine`. */
export class SqlClient implements DestinationClient {
  /** Marks a client as one of this package's, also across two installed copies of it. */
  readonly '~sqlClient': true = true;
  readonly engine: SqlEngine;
  readonly dataset: string;
  readonly #host: DestinationHost;
  readonly #rows: SystemRows;
  #systemTablesExist = false;

  constructor(engine: SqlEngine, host: DestinationHost) {
    this.engine = engine;
    this.dataset = host.dataset;
    this.#host = host;
    this.#rows = new SystemRows(engine.dialect, host.dataset);
  }

  async describeTables(names: readonly string[], call: CallOptions): Promise<ReadonlyMap<string, StoredTable>> {
    await using session = await this.engine.openSession(call);
    return await describeTables(session, this.engine.dialect, this.dataset, names, call);
  }

  async readSchema(name: string, call: CallOptions): Promise<StoredSchema | undefined> {
    const rows = await this.#select<SelectedSchema>(this.#rows.selectNewestSchema(name), call);
    return rows.map(toStoredSchema)[0];
  }

  async readState(pipeline: string, call: CallOptions): Promise<readonly StateRow[]> {
    return (await this.#select<SelectedState>(this.#rows.selectState(pipeline), call)).map(toStateRow);
  }

  async readLoads(
    filter: { readonly loadId?: string; readonly limit?: number },
    call: CallOptions,
  ): Promise<readonly LoadRow[]> {
    return (await this.#select<SelectedLoad>(this.#rows.selectLoads(filter), call)).map(toLoadRow);
  }

  /** The statements of the changes, and, where there are any, those that give the rights they need. */
  explainChanges(changes: readonly SchemaChange[]): readonly string[] {
    const { dialect } = this.engine;
    const statements = changes
      .flatMap((change) => compileWhole(change, dialect, this.dataset))
      .map(({ sql: text }) => text);
    return statements.length === 0 ? [] : [...(dialect.explainRights?.(this.dataset) ?? []), ...statements];
  }

  async *check(call: CallOptions): AsyncIterable<CheckFinding> {
    if (this.engine.check !== undefined) yield* this.engine.check(this.dataset, call);
  }

  async beginLoad(load: LoadHeader, call: CallOptions): Promise<LoadSession> {
    await using session = await this.engine.openSession(call);
    const { epoch, committed } = await this.#takeLease(session, load, call);
    this.#systemTablesExist = true;
    if (this.engine.staging === 'before-transaction') await this.#dropStaleStaging(session, load.pipeline, epoch, call);
    return new SqlLoadSession(this.engine, this.dataset, load, epoch, committed);
  }

  readTable<Row extends object>(name: string, call: CallOptions): AsyncIterable<Row> {
    return this.#read<Row>(
      () => this.#compile(sql`select * from ${this.engine.dialect.table(this.dataset, name)}`),
      call,
    );
  }

  query<Row extends object>(query: DatasetQuery, call: CallOptions): AsyncIterable<Row> {
    return this.#read<Row>(() => query, call);
  }

  async dropDataset(call: CallOptions): Promise<void> {
    const { dialect } = this.engine;
    await using session = await this.engine.openSession(call);
    if (dialect.permanentDatasets.has(this.dataset)) {
      const tables = [...(await this.#loadedTables(call)), ...SYSTEM_TABLES.map((table) => table.name)];
      for (const table of tables) {
        // oxlint-disable-next-line no-await-in-loop -- one connection
        await session.execute(this.#compile(sql`drop table if exists ${dialect.table(this.dataset, table)}`), call);
      }
    } else {
      await session.execute(this.#compile(sql`drop schema if exists ${dialect.dataset(this.dataset)} cascade`), call);
    }
    this.#systemTablesExist = false;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.engine[Symbol.asyncDispose]();
  }

  async *#read<Row extends object>(query: () => DatasetQuery, call: CallOptions): AsyncIterable<Row> {
    await using session = await this.engine.openSession(call);
    yield* session.stream<Row>(query(), call);
  }

  /** Selects from leat's own tables; there is nothing to select before the first load. */
  async #select<Row extends object>(query: DatasetQuery, call: CallOptions): Promise<readonly Row[]> {
    await using session = await this.engine.openSession(call);
    if (!this.#systemTablesExist) {
      const names = SYSTEM_TABLES.map((table) => table.name);
      const tables = await describeTables(session, this.engine.dialect, this.dataset, names, call);
      if (tables.size < names.length) return [];
      this.#systemTablesExist = true;
    }
    return (await session.execute<Row>(query, call)).rows;
  }

  async #takeLease(
    session: SqlSession,
    load: LoadHeader,
    call: CallOptions,
  ): Promise<{ epoch: number; committed: LoadReceipt | undefined }> {
    const { dialect } = this.engine;
    for (let attempt = 1; ; attempt += 1) {
      try {
        // oxlint-disable no-await-in-loop -- an attempt follows the failure of the one before
        await session.begin(call);
        if (dialect.lockPipeline)
          await session.execute(this.#compile(dialect.lockPipeline(this.dataset, load.pipeline)), call);
        await createSystemTables(session, dialect, this.dataset, call);
        const epoch = await new Lease(dialect, this.dataset).raise(session, load, this.#host.clock.now(), call);
        const found = await session.execute<SelectedLoad>(this.#rows.selectLoads({ loadId: load.loadId }), call);
        await session.commit(call);
        return { epoch, committed: found.rows[0] && parseReceipt(found.rows[0].receipt) };
      } catch (error) {
        await session.rollback();
        // The other one inserted the lease's row first: its key is taken.
        const lost = reasonOf(error) === 'conflict' || reasonOf(error) === 'constraint';
        if (!lost || attempt === LEASE_ATTEMPTS) throw error;
        await setTimeout(LEASE_PAUSE * 2 ** (attempt - 1), undefined, { signal: call.signal });
        // oxlint-enable no-await-in-loop
      }
    }
  }

  /** Loads of this pipeline that died left their staging tables; the epoch just raised keeps them from committing. */
  async #dropStaleStaging(session: SqlSession, pipeline: string, epoch: number, call: CallOptions): Promise<void> {
    const { dialect } = this.engine;
    const query = dialect.listTables(this.dataset, stagingPrefix(pipeline)).compile(dialect.compiler);
    const { rows } = await session.execute<{ name: string }>(query, call);
    // Those of a load that has overtaken this one meanwhile are its own.
    const stale = rows.filter(({ name }) => epochOfStaging(name) < epoch);
    for (const { name } of stale) await this.#dropStaging(session, name, call);
  }

  /** A process that stalls while it fills the table keeps it locked; a later load drops it then. */
  async #dropStaging(session: SqlSession, name: string, call: CallOptions): Promise<void> {
    const { dialect } = this.engine;
    try {
      await session.begin(call);
      if (dialect.giveUpSoon !== undefined) await session.execute(this.#compile(dialect.giveUpSoon), call);
      await session.execute(this.#compile(sql`drop table if exists ${dialect.table(this.dataset, name)}`), call);
      await session.commit(call);
    } catch (error) {
      await session.rollback();
      if (reasonOf(error) !== 'conflict') throw error;
      call.logger.log('warn', 'A staging table of an earlier load is still in use and was left', { table: name });
    }
  }

  async #loadedTables(call: CallOptions): Promise<ReadonlySet<string>> {
    const names = await this.#select<{ schema_name: string }>(this.#rows.selectSchemaNames(), call);
    const schemas = await Promise.all(names.map((row) => this.readSchema(row.schema_name, call)));
    // Stored by the commit of a load: the document of a `Schema`.
    return new Set(
      schemas.flatMap((schema) =>
        schema ? (JSON.parse(schema.json) as Schema).tables.map((table) => table.name) : [],
      ),
    );
  }

  #compile(statement: RawBuilder<unknown>): DatasetQuery {
    return statement.compile(this.engine.dialect.compiler);
  }
}

/** Tells whether a client is a SQL client, so that Kysely can speak through it. */
export function isSqlClient(client: DestinationClient): client is SqlClient {
  return '~sqlClient' in client;
}
