import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { isLeatError, type CallOptions, type DatasetQuery, type LoadJob } from '@leat/core';
import { sqlError, type SqlResult, type SqlSession, type StagingTarget } from '@leat/sql';
import { bulkLoad } from './bulk-load.ts';
import type { DuckDbDatabase } from './database.ts';
import { duckDbError, type PathNames } from './errors.ts';
import { bindParameters, type Bound } from './parameters.ts';
import { rowReader, type Temporal } from './values.ts';

/** Milliseconds between two interrupts of a statement that was told to stop: one sent before it started is lost. */
const INTERRUPT_INTERVAL = 20;

/** One connection to the database. */
export class DuckDbSession implements SqlSession {
  readonly #database: DuckDbDatabase;
  readonly #connection: DuckDBConnection;
  #inTransaction = false;
  #loading = false;

  constructor(database: DuckDbDatabase, connection: DuckDBConnection) {
    this.#database = database;
    this.#connection = connection;
  }

  async execute<Row extends object>(query: DatasetQuery, call: CallOptions): Promise<SqlResult<Row>> {
    const { values, types } = this.#bind(query);
    return await this.#guard(call, async () => {
      const result = await this.#connection.run(query.sql, values, types);
      // leat's own statements read timestamps as Date, whatever the user chose for reading.
      const read = rowReader(result, this.#database.driver, 'date');
      const rows = (await result.fetchAllChunks()).flatMap(read);
      return { rows: rows as Row[], affected: result.rowsChanged }; // the caller knows what it selected
    });
  }

  async *stream<Row extends object>(query: DatasetQuery, call: CallOptions): AsyncIterable<Row> {
    const { values, types } = this.#bind(query);
    const result = await this.#guard(call, () => this.#connection.stream(query.sql, values, types));
    const read = rowReader(result, this.#database.driver, this.#temporal());
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- a stream
      const chunk: DuckDBDataChunk | null = await this.#guard(call, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      yield* read(chunk) as readonly Row[]; // the caller knows what it selected
    }
  }

  async begin(call: CallOptions): Promise<void> {
    await this.#run('BEGIN', call);
    this.#inTransaction = true;
  }

  async commit(call: CallOptions): Promise<void> {
    await this.#run('COMMIT', call);
    this.#inTransaction = false;
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    try {
      await this.#connection.run('ROLLBACK');
    } catch {
      // A failed COMMIT has ended the transaction, and so has a database that was invalidated: nothing is left to undo.
    }
  }

  async bulkLoad(job: LoadJob, target: StagingTarget, call: CallOptions): Promise<number> {
    const names: PathNames = [[job.path, job.file.name], ...this.#database.pathNames];
    if (!this.#loading) await this.#guard(call, () => this.#database.profile.enter(this.#connection));
    this.#loading = true;
    return await this.#guard(call, () => bulkLoad(this.#connection, this.#database, job, target), names);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rollback();
    try {
      if (this.#loading) await this.#database.profile.leave(this.#connection);
    } catch {
      // Only a database that was invalidated refuses settings, and it refuses every later call with its reason.
    } finally {
      this.#connection.closeSync();
    }
  }

  #temporal(): Temporal {
    return this.#database.options.temporal;
  }

  #bind(query: DatasetQuery): Bound | { readonly values?: never; readonly types?: never } {
    return query.parameters.length === 0 ? {} : bindParameters(query.parameters, this.#database.driver);
  }

  async #run(statement: string, call: CallOptions): Promise<void> {
    await this.#guard(call, () => this.#connection.run(statement));
  }

  /** Runs one call of the driver so that it ends when the caller gives up, and throws only typed errors. */
  async #guard<T>(call: CallOptions, task: () => Promise<T>, names: PathNames = this.#database.pathNames): Promise<T> {
    const { signal, deadline } = call;
    signal.throwIfAborted();
    let late = false;
    let again: NodeJS.Timeout | undefined;
    const stop = (): void => {
      this.#connection.interrupt();
      again ??= setInterval(() => this.#connection.interrupt(), INTERRUPT_INTERVAL);
    };
    const left = deadline === undefined ? undefined : deadline - this.#database.clock.now();
    if (left !== undefined && left <= 0) throw timedOut();
    const timer =
      left === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            stop();
          }, left);
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await task();
    } catch (error) {
      signal.throwIfAborted();
      if (isLeatError(error)) throw error;
      if (late) throw timedOut(error);
      throw duckDbError(error, this.#database.options.path, names);
    } finally {
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      clearInterval(again);
    }
  }
}

function timedOut(cause?: unknown): Error {
  return sqlError({
    reason: 'timeout',
    message: 'DuckDB did not finish before the deadline',
    ...(cause === undefined ? {} : { cause }),
  });
}
