import { isLeatError, type CallOptions, type LoadedFile, type LoadJob } from '@leat/core';
import { sql } from 'kysely';
import { Mutex } from './mutex.ts';
import type { StagedTable } from './publish/publish-plan.ts';
import type { SqlEngine, SqlSession } from './sql-engine.ts';
import { sqlError } from './sql-errors.ts';
import type { StagingTables } from './staging-tables.ts';

/** Where the files of a load wait for its commit. */
export interface StagingArea extends AsyncDisposable {
  readonly staged: ReadonlyMap<string, StagedTable>;
  loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile>;
  /** The session that publishes, with its transaction begun; the area keeps owning it. */
  publisher(call: CallOptions): Promise<SqlSession>;
}

/** Staging inside the load's one transaction: rolling back, or dying, leaves nothing. */
export class TransactionStaging implements StagingArea {
  readonly #engine: SqlEngine;
  readonly #tables: StagingTables;
  readonly #mutex = new Mutex();
  #session: SqlSession | undefined;
  #failure: unknown;
  #published = false;

  constructor(engine: SqlEngine, tables: StagingTables) {
    this.#engine = engine;
    this.#tables = tables;
  }

  get staged(): ReadonlyMap<string, StagedTable> {
    return this.#tables.staged;
  }

  loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile> {
    return this.#mutex.run(async () => {
      // The transaction ends with publishing; a file after that would be loaded outside of any.
      if (this.#published) throw broken(undefined);
      const session = await this.#open(call);
      try {
        return await this.#tables.load(session, job, call);
      } catch (error) {
        // A statement that failed took the transaction with it: the files before it are gone as well.
        this.#failure = error;
        await session.rollback();
        throw error;
      }
    });
  }

  publisher(call: CallOptions): Promise<SqlSession> {
    return this.#mutex.run(async () => {
      const session = await this.#open(call);
      this.#published = true;
      return session;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#mutex.run(async () => {
      await this.#session?.[Symbol.asyncDispose]();
      this.#session = undefined;
    });
  }

  async #open(call: CallOptions): Promise<SqlSession> {
    call.signal.throwIfAborted();
    if (this.#failure !== undefined) throw broken(this.#failure);
    if (this.#session === undefined) {
      const session = await this.#engine.openSession(call);
      await session.begin(call);
      this.#session = session;
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
  #publisher: SqlSession | undefined;

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
      this.#release(session);
    }
  }

  async publisher(call: CallOptions): Promise<SqlSession> {
    if (this.#failure !== undefined) throw broken(this.#failure);
    const session = await this.#engine.openSession(call);
    this.#publisher = session;
    await session.begin(call);
    return session;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#publisher?.[Symbol.asyncDispose]();
    const call: CallOptions = { signal: new AbortController().signal, logger: { log: () => {} } };
    const session = this.#idle.pop() ?? (this.staged.size > 0 ? await this.#engine.openSession(call) : undefined);
    for (const { name } of this.staged.values()) {
      const statement = sql`drop table if exists ${this.#engine.dialect.table(this.#dataset, name)}`;
      // oxlint-disable-next-line no-await-in-loop -- one connection
      await session?.execute(statement.compile(this.#engine.dialect.compiler), call);
    }
    await session?.[Symbol.asyncDispose]();
    await Promise.all(this.#idle.splice(0).map((idle) => idle[Symbol.asyncDispose]()));
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

  #release(session: SqlSession): void {
    this.#idle.push(session);
    this.#waiting.shift()?.();
  }
}

function broken(cause: unknown): Error {
  return sqlError({
    reason: 'unknown',
    code: 'LEAT_LOAD_BROKEN',
    message: cause === undefined ? 'The load is being published and takes no more files' : 'The load failed earlier and cannot go on',
    remedy: 'See the cause; run the same command again once it is gone. Nothing was published.',
    ...(cause === undefined ? {} : { cause }),
  });
}
