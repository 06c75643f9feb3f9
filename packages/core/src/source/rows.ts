import type { ResourceContext } from './resource.ts';

/** Everything rows can come from: one row or one page at a time, pushed or pulled. */
export type RowStream<Row extends object> =
  | AsyncIterable<Row | readonly Row[]>
  | Iterable<Row | readonly Row[]>
  | ReadableStream<Row | readonly Row[]>;

/** Where the rows of a resource come from: a stream, or a function that is called once per run (and once per partition). */
export type RowSource<Row extends object, Arguments extends readonly unknown[] = readonly [context: ResourceContext]> =
  | RowStream<Row>
  | ((...input: Arguments) => RowStream<Row> | Promise<RowStream<Row> | readonly Row[]>);

/** The keys of a row that columns can be named by. */
export type RowKey<Row extends object> = Extract<keyof Row, string>;

/** Opens a source of rows. */
export async function openRows<Arguments extends readonly unknown[]>(
  source: RowSource<object, Arguments>,
  ...input: Arguments
): Promise<RowStream<object> | readonly object[]> {
  return typeof source === 'function' ? source(...input) : source;
}
