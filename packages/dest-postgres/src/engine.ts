import type { CallOptions, CheckFinding, Clock, DestinationHost } from '@leat/core';
import { quoteIdentifier, type SqlDialect, type SqlEngine, type SqlSession } from '@leat/sql';
import { postgresCapabilities } from './capabilities.ts';
import { PostgresConnection } from './connection.ts';
import { postgresDialect } from './dialect.ts';
import { targetOf, type Target } from './environment.ts';
import type { PostgresOptions } from './options.ts';
import { judgeRights, RIGHTS_QUERY, type Rights } from './rights.ts';
import { PostgresSession, type SessionHost } from './session.ts';
import type { Temporal } from './values.ts';

/** Milliseconds of rest after which a connection is asked whether it still works before it is used again. */
const FRESH = 5000;

/** Milliseconds a transaction that publishes may wait for its client, which only a client that stalls makes it do. */
const STALL = 60_000;

/** Connections kept for the next session; a load that ends frees as many at once. */
const MOST_IDLE: number = postgresCapabilities.maxParallelLoads + 1;

/** How to talk to one database. Connections are kept open between sessions, since most sessions are short. */
export class PostgresEngine implements SqlEngine, SessionHost {
  readonly target: Target;
  readonly clock: Clock;
  readonly temporal: Temporal;
  readonly begin: string;
  readonly beginToPublish: string;
  readonly statementTimeoutMs: number;
  readonly dialect: SqlDialect;
  readonly staging = 'before-transaction';
  readonly maxParallelLoads: number = postgresCapabilities.maxParallelLoads;
  readonly #dataset: string;
  readonly #grantee: string;
  readonly #idle: PostgresConnection[] = [];
  #closed = false;

  private constructor(options: PostgresOptions, host: DestinationHost) {
    this.target = targetOf(options, process.env);
    this.clock = host.clock;
    this.temporal = options.temporal;
    this.statementTimeoutMs = options.statementTimeoutMs;
    this.#dataset = host.dataset;
    this.begin = beginning(options);
    this.beginToPublish = `${this.begin}; set local idle_in_transaction_session_timeout = ${STALL}`;
    this.#grantee = options.role ?? this.target.user;
    const { keys, indexes, comments } = options;
    const { database } = this.target;
    this.dialect = postgresDialect({ keys, indexes, comments, grantee: this.#grantee, database });
  }

  /** Connects once, so that a wrong address or password shows here and nowhere later. */
  static async open(options: PostgresOptions, host: DestinationHost): Promise<PostgresEngine> {
    const engine = new PostgresEngine(options, host);
    const call: CallOptions = { signal: new AbortController().signal, logger: host.logger };
    engine.#idle.push(await PostgresConnection.open(engine.target, call));
    return engine;
  }

  async openSession(call: CallOptions): Promise<SqlSession> {
    call.signal.throwIfAborted();
    return new PostgresSession(this, (await this.#rested()) ?? (await PostgresConnection.open(this.target, call)));
  }

  async *check(dataset: string, call: CallOptions): AsyncIterable<CheckFinding> {
    await using session = await this.openSession(call);
    const { rows } = await session.execute<Rights>({ sql: RIGHTS_QUERY, parameters: [dataset] }, call);
    const context = { grantee: this.#grantee, database: this.target.database, dataset };
    for (const rights of rows) yield* judgeRights(rights, context);
  }

  /** A table of the dataset, ready to be put into a statement. */
  qualify(table: string): string {
    return `${quoteIdentifier(this.#dataset)}.${quoteIdentifier(table)}`;
  }

  async release(connection: PostgresConnection): Promise<void> {
    if (connection.lost || this.#closed || this.#idle.length >= MOST_IDLE) return await connection.close();
    connection.restedAt = performance.now();
    this.#idle.push(connection);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()));
  }

  /** The connection that rested least, if one of them still works. */
  async #rested(): Promise<PostgresConnection | undefined> {
    for (let connection = this.#idle.pop(); connection !== undefined; connection = this.#idle.pop()) {
      if (connection.lost) continue;
      if (performance.now() - connection.restedAt < FRESH) return connection;
      // oxlint-disable-next-line no-await-in-loop -- the next one only if this one is gone
      if (await connection.answers(FRESH)) return connection;
    }
    return undefined;
  }
}

/**
 * Values are printed in one form whatever the server, the database or the role are set to. The search path stays as it
 * is: every name leat writes is qualified, and people's queries find what they find elsewhere.
 */
function beginning({ role, statementTimeoutMs, lockTimeoutMs }: PostgresOptions): string {
  return [
    'begin',
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'postgres'",
    "set local bytea_output = 'hex'",
    'set local extra_float_digits = 1',
    `set local statement_timeout = ${statementTimeoutMs}`,
    `set local lock_timeout = ${lockTimeoutMs}`,
    ...(role === undefined ? [] : [`set local role ${quoteIdentifier(role)}`]),
  ].join('; ');
}
