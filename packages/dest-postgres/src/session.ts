import { isLeatError, type CallOptions, type Clock, type DatasetQuery, type LoadJob } from '@leat/core';
import { sqlError, type SqlResult, type SqlSession, type StagingTarget } from '@leat/sql';
import { bulkLoad } from './bulk-load.ts';
import type { PostgresConnection } from './connection.ts';
import { loadDriver } from './driver.ts';
import type { Target } from './environment.ts';
import { postgresError } from './errors.ts';
import { bindParameters } from './parameters.ts';
import { rowBuilder, typeParsers, type Temporal } from './values.ts';

/** Milliseconds a server gets to stop a statement that was cancelled, before the connection is cut. */
const CANCEL_PATIENCE = 2000;

/** Rows a reader fetches at once. */
const PAGE = 1000;

/** What a session needs to know of its engine. */
export interface SessionHost {
  readonly target: Target;
  readonly clock: Clock;
  readonly temporal: Temporal;
  /** Statements that begin a transaction in which values are printed as leat reads them. */
  readonly begin: string;
  /** The same for a transaction that publishes, and must not stay open behind a client that stalls. */
  readonly beginToPublish: string;
  /** Milliseconds after which the server stops a statement, 0 for never; the client waits no longer either. */
  readonly statementTimeoutMs: number;
  qualify(table: string): string;
  release(connection: PostgresConnection): Promise<void>;
}

/**
 * One connection to the server. Everything happens in transactions, also what is only read: a pooler may give each of them
 * to another connection of its own, so nothing is set or kept outside.
 */
export class PostgresSession implements SqlSession {
  readonly #host: SessionHost;
  readonly #connection: PostgresConnection;
  #inTransaction = false;

  constructor(host: SessionHost, connection: PostgresConnection) {
    this.#host = host;
    this.#connection = connection;
  }

  get lost(): boolean {
    return this.#connection.lost;
  }

  async execute<Row extends object>(query: DatasetQuery, call: CallOptions): Promise<SqlResult<Row>> {
    const values = bindParameters(query.parameters);
    return await this.#within(call, async () => {
      const result = await this.#connection.client.query<unknown[]>({
        text: query.sql,
        values,
        rowMode: 'array',
        // leat's own statements read timestamps as Date, whatever the user chose for reading.
        types: typeParsers('date'),
      });
      const row = rowBuilder(result.fields.map(({ name }) => name));
      // The caller knows what it selected.
      return { rows: result.rows.map((each) => row(each)) as Row[], affected: result.rowCount ?? 0 };
    });
  }

  async *stream<Row extends object>(query: DatasetQuery, call: CallOptions): AsyncIterable<Row> {
    const { Cursor } = await loadDriver();
    const types = typeParsers(this.#host.temporal);
    const cursor = new Cursor<unknown[]>(query.sql, bindParameters(query.parameters), { rowMode: 'array', types });
    if (query.sql.trim() === '') throw sqlError({ reason: 'syntax', message: 'There is no statement in the query' });
    await this.#start(this.#host.begin, call);
    let end: 'read' | 'stopped' | 'failed' = 'stopped';
    try {
      this.#connection.client.query(cursor);
      let row: ((values: readonly unknown[]) => object) | undefined;
      for (;;) {
        // oxlint-disable-next-line no-await-in-loop -- a stream
        const rows = await this.#guard(call, () => cursor.read(PAGE));
        if (rows.length === 0) break;
        row ??= rowBuilder(fieldNames(cursor));
        for (const values of rows) yield row(values) as Row; // the caller knows what it selected
        if (rows.length < PAGE) break;
      }
      end = 'read';
    } catch (error) {
      end = 'failed';
      throw error;
    } finally {
      if (end === 'failed') await this.rollback();
      else await this.#endReading(cursor, end === 'stopped' ? { ...call, signal: new AbortController().signal } : call);
    }
  }

  async begin(call: CallOptions): Promise<void> {
    await this.#start(this.#host.beginToPublish, call);
  }

  async commit(call: CallOptions): Promise<void> {
    await this.#end(call);
  }

  async rollback(): Promise<void> {
    if (!this.#inTransaction) return;
    this.#inTransaction = false;
    if (this.lost) return;
    try {
      await this.#connection.client.query('rollback');
    } catch {
      // The connection is gone, and the server undoes what a connection leaves open.
      this.#connection.destroy();
    }
  }

  async bulkLoad(job: LoadJob, target: StagingTarget, call: CallOptions): Promise<number> {
    const { copyFrom } = await loadDriver();
    const table = this.#host.qualify(target.name);
    return await this.#within(call, () => bulkLoad(this.#connection.client, copyFrom, job, target, table));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.rollback();
    await this.#host.release(this.#connection);
  }

  /** Runs a task in the transaction that is open, or in one of its own. */
  async #within<T>(call: CallOptions, task: () => Promise<T>): Promise<T> {
    if (this.#inTransaction) return await this.#guard(call, task);
    await this.#start(this.#host.begin, call);
    try {
      const result = await this.#guard(call, task);
      await this.#end(call);
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  /** A reader that stopped early has seen no error: what its statement did is kept, as after the last row. */
  async #endReading(cursor: { close(): Promise<void> }, call: CallOptions): Promise<void> {
    if (this.lost) return;
    await cursor.close().catch(() => this.#connection.destroy());
    await this.#end(call);
  }

  async #start(statements: string, call: CallOptions): Promise<void> {
    // Set before, so that a transaction whose settings failed is rolled back.
    this.#inTransaction = true;
    await this.#guard(call, () => this.#connection.client.query(statements)).catch(async (error: unknown) => {
      await this.rollback();
      throw error;
    });
  }

  async #end(call: CallOptions): Promise<void> {
    const { command } = await this.#guard(call, () => this.#connection.client.query('commit'));
    this.#inTransaction = false;
    // What COMMIT answers when an earlier statement of the transaction has failed.
    if (command === 'ROLLBACK') throw sqlError({ reason: 'conflict', message: 'The transaction was rolled back' });
  }

  /** Runs one call of the driver so that it ends when the caller gives up, and throws only typed errors. */
  async #guard<T>(call: CallOptions, task: () => Promise<T>): Promise<T> {
    const { signal } = call;
    signal.throwIfAborted();
    const left = this.#timeLeft(call);
    if (left !== undefined && left <= 0) throw timedOut();
    let late = false;
    let cut: NodeJS.Timeout | undefined;
    const stop = (): void => {
      this.#connection.cancel();
      cut ??= setTimeout(() => this.#connection.destroy(), CANCEL_PATIENCE);
    };
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
      throw late ? timedOut(error) : postgresError(error, this.#host.target);
    } finally {
      signal.removeEventListener('abort', stop);
      clearTimeout(timer);
      clearTimeout(cut);
    }
  }

  /** Milliseconds until the caller gives up, or until the server should have given up and is given no more. */
  #timeLeft({ deadline }: CallOptions): number | undefined {
    const { clock, statementTimeoutMs } = this.#host;
    const limits = [
      ...(deadline === undefined ? [] : [deadline - clock.now()]),
      ...(statementTimeoutMs === 0 ? [] : [statementTimeoutMs + CANCEL_PATIENCE]),
    ];
    return limits.length === 0 ? undefined : Math.min(...limits);
  }
}

/** The driver keeps the description of the columns to itself. */
function fieldNames(cursor: object): readonly string[] {
  const result: unknown = Reflect.get(cursor, '_result');
  const fields: unknown = typeof result === 'object' && result !== null ? Reflect.get(result, 'fields') : undefined;
  // pg-cursor 2.22: `_result.fields` is a list of `{ name }`.
  return Array.isArray(fields) ? fields.map((field: { readonly name: string }) => field.name) : [];
}

function timedOut(cause?: unknown): Error {
  return sqlError({
    reason: 'timeout',
    message: 'Postgres did not finish before the deadline',
    ...(cause === undefined ? {} : { cause: new Error('cancelled') }),
  });
}
