import type { CallOptions, DestinationClient } from '../destination/client.ts';

/**
 * Reads back what was loaded, through one connection that stays open until the dataset is disposed.
 *
 * `Tables` maps table names to row types; unknown names read plain records.
 */
export class Dataset<Tables extends object = Record<string, Record<string, unknown>>> implements AsyncDisposable {
  /** The open connection; `kyselyOf` in `@leat/sql` builds typed queries on it. */
  readonly client: DestinationClient;
  readonly #call: CallOptions;

  constructor(client: DestinationClient, call: CallOptions) {
    this.client = client;
    this.#call = call;
  }

  /** Streams the rows of a table, in no particular order. */
  rows<Name extends Extract<keyof Tables, string>>(table: Name): AsyncIterable<Tables[Name] & object>;
  rows(table: string): AsyncIterable<Record<string, unknown>>;
  rows(table: string): AsyncIterable<object> {
    return this.client.readTable(table, this.#call);
  }

  /** Streams the answer to a query in the destination's language. */
  query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): AsyncIterable<Row> {
    return this.client.query<Row>({ sql, parameters }, this.#call);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.client[Symbol.asyncDispose]();
  }
}
