import type { RowStream } from './rows.ts';

/** Rows that are handed on together when a source yields them one by one. */
const PAGE_ROWS = 2048;

/**
 * Brings anything rows can come from into pages: a yielded array is a page, single rows are collected.
 *
 * A plain array of rows is one page. Elements keep their order; nothing is copied but single rows.
 */
export async function* rowPages(
  stream: RowStream<object> | readonly object[],
): AsyncGenerator<readonly unknown[], void, undefined> {
  if (Array.isArray(stream)) {
    yield* arrayPages(stream);
    return;
  }
  let rows: unknown[] = [];
  // ReadableStream is async iterable in Node (documentation of Web Streams), though its type in lib.dom is not.
  for await (const item of stream as AsyncIterable<unknown> | Iterable<unknown>) {
    if (Array.isArray(item)) {
      if (rows.length > 0) {
        yield rows;
        rows = [];
      }
      yield item;
    } else {
      rows.push(item);
      if (rows.length >= PAGE_ROWS) {
        yield rows;
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield rows;
}

function* arrayPages(array: readonly unknown[]): Generator<readonly unknown[], void, undefined> {
  let start = 0;
  for (let index = 0; index <= array.length; index++) {
    const item = array[index];
    if (index < array.length && !Array.isArray(item)) continue;
    if (index > start) yield array.slice(start, index);
    if (Array.isArray(item)) yield item;
    start = index + 1;
  }
}
