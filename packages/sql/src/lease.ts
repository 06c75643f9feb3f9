import { DestinationError, LEASE_TABLE, type CallOptions, type LoadHeader } from '@leat/core';
import { sql } from 'kysely';
import type { SqlDialect } from './sql-dialect.ts';
import type { SqlSession } from './sql-engine.ts';
import { reasonOf } from './sql-errors.ts';

/** How long a lease is shown as held; whoever comes later fences it all the same. */
const LEASE_MILLISECONDS = 60 * 60 * 1000;

/** Who may commit in one dataset: a load raises the epoch when it begins and compares it inside its commit. */
export class Lease {
  readonly #dialect: SqlDialect;
  readonly #dataset: string;

  constructor(dialect: SqlDialect, dataset: string) {
    this.#dialect = dialect;
    this.#dataset = dataset;
  }

  /** Raises the epoch and gives the new one; runs in the transaction of the caller, which must be short. */
  async raise(session: SqlSession, load: LoadHeader, now: number, call: CallOptions): Promise<number> {
    const { compiler } = this.#dialect;
    const table = this.#dialect.table(this.#dataset, LEASE_TABLE.name);
    const found = await session.execute<{ epoch: bigint | number | string }>(
      sql`select epoch from ${table} where pipeline = ${load.pipeline}`.compile(compiler),
      call,
    );
    const epoch = Number(found.rows[0]?.epoch ?? 0) + 1;
    const expires = new Date(now + LEASE_MILLISECONDS);
    const statement =
      found.rows.length === 0
        ? sql`insert into ${table} (pipeline, epoch, holder, expires_at) values (${load.pipeline}, ${epoch}, ${load.holder}, ${expires})`
        : sql`update ${table} set epoch = ${epoch}, holder = ${load.holder}, expires_at = ${expires} where pipeline = ${load.pipeline} and epoch = ${epoch - 1}`;
    const { affected } = await session.execute(statement.compile(compiler), call);
    if (affected !== 1) throw fenced(load.pipeline);
    return epoch;
  }

  /**
   * Compares the epoch without a lock: for a load that wonders who took its staging tables away.
   * @throws DestinationError `LEAT_FENCED`.
   */
  async check(session: SqlSession, pipeline: string, epoch: number, call: CallOptions): Promise<void> {
    const table = this.#dialect.table(this.#dataset, LEASE_TABLE.name);
    const query = sql`select epoch from ${table} where pipeline = ${pipeline} and epoch = ${epoch}`;
    const { rows } = await session.execute(query.compile(this.#dialect.compiler), call);
    if (rows.length === 0) throw fenced(pipeline);
  }

  /**
   * Compares the epoch by writing the row, so that a raise that came after this transaction's snapshot collides with it.
   * @throws DestinationError `LEAT_FENCED`.
   */
  async release(session: SqlSession, pipeline: string, epoch: number, at: Date, call: CallOptions): Promise<void> {
    const table = this.#dialect.table(this.#dataset, LEASE_TABLE.name);
    const statement = sql`update ${table} set expires_at = ${at} where pipeline = ${pipeline} and epoch = ${epoch}`;
    const affected = await session.execute(statement.compile(this.#dialect.compiler), call).then(
      (result) => result.affected,
      (error: unknown) => {
        if (reasonOf(error) === 'conflict') throw fenced(pipeline, error);
        throw error;
      },
    );
    if (affected !== 1) throw fenced(pipeline);
  }
}

function fenced(pipeline: string, cause?: unknown): DestinationError {
  return new DestinationError(`A later load of pipeline "${pipeline}" has begun; this one may not commit`, {
    code: 'LEAT_FENCED',
    recoverability: 'terminal',
    remedy: 'Nothing of this load was published. Let the other run end; run again if rows are missing.',
    details: { pipeline },
    ...(cause === undefined ? {} : { cause }),
  });
}
