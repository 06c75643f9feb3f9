import { isLeatError, type CallOptions, type LoadedFile, type LoadJob } from '@leat/core';
import { sql } from 'kysely';
import { Mutex } from './mutex.ts';
import type { StagedTable } from './publish/publish-plan.ts';
import type { SqlEngine, SqlSession } from './sql-engine.ts';
import { sqlError } from './sql-errors.ts';
import type { StagingTables } from './staging-tables.ts';

/** Time for dropping the staging tables of a load that was given up. */
const CLEANING_MILLISECONDS = 10_000;

/** Where the files of a load wait for its commit. */
export interface StagingArea extends AsyncDisposable {
  readonly staged: ReadonlyMap<string, StagedTable>;
  loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile>;
  /** Runs the task in the transaction that publishes, which is left open: the task commits, a failure rolls back. */
  publish<T>(task: (session: SqlSession) => Promise<T>, call: CallOptions): Promise<T>;
}

/** Staging inside the load's one transaction: rolling back, or dying, leaves nothing. */
export class TransactionStaging implements StagingArea {
  readonly #engine: SqlEngine;
  readonly #createTables: () => StagingTables;
  readonly #mutex = new Mutex();
  readonly #loaded: LoadJob[] = [];
  #tables: StagingTables;
  #session: SqlSession | undefined;
  #failure: unknown;
  #published = false;

  constructor(engine: SqlEngine, createTables: () => StagingTables) {
    this.#engine = engine;
    this.#createTables = createTables;
    this.#tables = createTables();
  }

  get staged(): ReadonlyMap<string, StagedTable> {
    return this.#tables.staged;
  }

  loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile> {
    return this.#mutex.run(async () => {
      // The transaction ends with publishing; a file after that would be loaded outside of any.
      if (this.#published) throw broken(undefined);
      const session = await this.#open(call);
      const rows = await this.#retrying(session, call, () => this.#tables.load(session, job, call));
      this.#loaded.push(job);
      return rows;
    });
  }

  publish<T>(task: (session: SqlSession) => Promise<T>, call: CallOptions): Promise<T> {
    return this.#mutex.run(async () => {
      const session = await this.#open(call);
      this.#published = true;
      return await this.#retrying(session, call, () => task(session));
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#mutex.run(async () => {
      await this.#session?.[Symbol.asyncDispose]();
      this.#session = undefined;
    });
  }

  /**
   * A statement that failed takes the transaction with it, and the files before it are gone as well. Where the engine
   * was short of something and gets it, the transaction is done again from its first file.
   */
  async #retrying<T>(session: SqlSession, call: CallOptions, task: () => Promise<T>): Promise<T> {
    for (let again = false; ; again = true) {
      try {
        // oxlint-disable no-await-in-loop -- an attempt follows the failure of the one before
        if (again) await this.#replay(session, call);
        return await task();
      } catch (error) {
        await session.rollback();
        if ((await this.#engine.relieve?.(error)) === true) continue;
        // oxlint-enable no-await-in-loop
        this.#failure = error;
        throw error;
      }
    }
  }

  async #replay(session: SqlSession, call: CallOptions): Promise<void> {
    this.#tables = this.#createTables();
    await session.begin(call);
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    for (const job of this.#loaded) await this.#tables.load(session, job, call);
  }

  async #open(call: CallOptions): Promise<SqlSession> {
    call.signal.throwIfAborted();
    if (this.#failure !== undefined) throw broken(this.#failure);
    if (this.#session === undefined) {
      const session = await this.#engine.openSession(call);
      // Kept before it begins, so that it is closed whatever happens.
      this.#session = session;
      await session.begin(call);
    }
    return this.#session;
  }
}

/** Staging in real tables, filled by several sessions; they go when the load is published or given up. */
export class TableStaging implements StagingArea {
  readonly #engine: SqlEngine;
  readonly #tables: StagingTables;
  readonly #dataset: string;
  readonly #idle: SqlSession[] = [];
  readonly #waiting: (() => void)[] = [];
  #open = 0;
  #failure: unknown;

  constructor(engine: SqlEngine, tables: StagingTables, dataset: string) {
    this.#engine = engine;
    this.#tables = tables;
    this.#dataset = dataset;
  }

  get staged(): ReadonlyMap<string, StagedTable> {
    return this.#tables.staged;
  }

  async loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile> {
    if (this.#failure !== undefined) throw broken(this.#failure);
    const session = await this.#acquire(call);
    try {
      return await this.#tables.load(session, job, call);
    } catch (error) {
      // A failed bulk load leaves no rows, so the file may come again. Rows miscounted are there, and taint the load.
      if (isLeatError(error) && error.code === 'LEAT_ROW_COUNT_MISMATCH') this.#failure = error;
      throw error;
    } finally {
      await this.#release(session);
    }
  }

  async publish<T>(task: (session: SqlSession) => Promise<T>, call: CallOptions): Promise<T> {
    if (this.#failure !== undefined) throw broken(this.#failure);
    await using session = await this.#engine.openSession(call);
    await session.begin(call);
    try {
      return await task(session);
    } catch (error) {
      await session.rollback();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#dropTables();
    } catch {
      // A server that is away or too busy must not hide why the load ended; the pipeline's next load drops what is left.
    } finally {
      await Promise.all(this.#idle.splice(0).map((idle) => idle[Symbol.asyncDispose]()));
    }
  }

  async #dropTables(): Promise<void> {
    if (this.staged.size === 0) return;
    const { dialect } = this.#engine;
    const call: CallOptions = { signal: AbortSignal.timeout(CLEANING_MILLISECONDS), logger: { log: () => {} } };
    await using session = this.#idle.pop() ?? (await this.#engine.openSession(call));
    await session.begin(call);
    for (const { name } of this.staged.values()) {
      const statement = sql`drop table if exists ${dialect.table(this.#dataset, name)}`;
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await session.execute(statement.compile(dialect.compiler), call);
    }
    await session.commit(call);
  }

  async #acquire(call: CallOptions): Promise<SqlSession> {
    call.signal.throwIfAborted();
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#open < this.#engine.maxParallelLoads) {
      this.#open += 1;
      try {
        return await this.#engine.openSession(call);
      } catch (error) {
        this.#open -= 1;
        this.#waiting.shift()?.();
        throw error;
      }
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    await promise;
    return this.#acquire(call);
  }

  async #release(session: SqlSession): Promise<void> {
    if (session.lost === true) {
      this.#open -= 1;
      await session[Symbol.asyncDispose]();
    } else this.#idle.push(session);
    this.#waiting.shift()?.();
  }
}

function broken(cause: unknown): Error {
  return sqlError({
    reason: 'unknown',
    code: 'LEAT_LOAD_BROKEN',
    message:
      cause === undefined
        ? 'The load is being published and takes no more files'
        : 'The load failed earlier and cannot go on',
    remedy: 'See the cause; run the same command again once it is gone. Nothing was published.',
    ...(cause === undefined ? {} : { cause }),
  });
}
