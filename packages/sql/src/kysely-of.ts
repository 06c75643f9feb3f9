import { DestinationError, type Dataset } from '@leat/core';
import {
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely';
import { isSqlClient } from './sql-client.ts';

/**
 * Typed queries over a dataset: a Kysely whose statements run through the dataset's own connection.
 *
 * Tables without a schema are those of the dataset. `stream()` reads row by row. Transactions belong to loads: asking for
 * one throws.
 * @throws DestinationError `LEAT_NOT_SQL` when the destination does not speak SQL.
 */
export function kyselyOf<DB>(dataset: Dataset<object>): Kysely<DB> {
  const { client } = dataset;
  if (!isSqlClient(client)) {
    throw new DestinationError('The destination of this dataset does not speak SQL', {
      code: 'LEAT_NOT_SQL',
      recoverability: 'terminal',
      remedy: "Read it with `dataset.rows(table)`, or with `dataset.query` in the destination's own language.",
    });
  }
  const kysely = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DatasetDriver(dataset),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => client.engine.dialect.createQueryCompiler(),
    },
  });
  return kysely.withSchema(client.dataset);
}

class DatasetDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(dataset: Dataset<object>) {
    this.#connection = new DatasetConnection(dataset);
  }

  async init(): Promise<void> {}

  acquireConnection(): Promise<DatabaseConnection> {
    return Promise.resolve(this.#connection);
  }

  beginTransaction(): Promise<void> {
    return Promise.reject(noTransactions());
  }

  commitTransaction(): Promise<void> {
    return Promise.reject(noTransactions());
  }

  rollbackTransaction(): Promise<void> {
    return Promise.reject(noTransactions());
  }

  async releaseConnection(): Promise<void> {}

  /** The dataset is disposed by whoever opened it. */
  async destroy(): Promise<void> {}
}

class DatasetConnection implements DatabaseConnection {
  readonly #dataset: Dataset<object>;

  constructor(dataset: Dataset<object>) {
    this.#dataset = dataset;
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const rows: R[] = [];
    for await (const { rows: chunk } of this.streamQuery<R>(query)) rows.push(...chunk);
    return { rows };
  }

  async *streamQuery<R>(query: CompiledQuery): AsyncIterableIterator<QueryResult<R>> {
    for await (const row of this.#dataset.query(query.sql, query.parameters)) {
      yield { rows: [row as R] }; // Kysely derived R from the query it compiled
    }
  }
}

function noTransactions(): DestinationError {
  return new DestinationError('A dataset is read without transactions', {
    code: 'LEAT_STRATEGY_UNSUPPORTED',
    recoverability: 'terminal',
    remedy: 'Run the statements one by one; use the driver of the database for transactions of your own.',
  });
}
