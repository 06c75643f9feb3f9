import { JsonRowsReader, type MalformedLines } from './json-rows-reader.ts';

/** How rows are read out of a text. */
export interface JsonRowsOptions {
  /** Bytes of text that make a page. Default 1 MiB; a row is never cut. */
  readonly pageBytes?: number;
  /**
   * What a line is that cannot be read: the end of the reading (`fail`, the default), or a row that is text, which a pipeline
   * sets aside and counts (`set-aside`). A list that cannot be read always ends the reading.
   */
  readonly malformed?: MalformedLines;
}

const PAGE_BYTES = 1024 * 1024;

/**
 * Reads rows out of JSON text while it arrives: a row per line (NDJSON), or one list of rows. The first character says which.
 *
 * Yields pages, in order, with the numbers exact as `parseJson` reads them. `Row` is what the caller expects; nothing checks
 * it, and a pipeline sets aside what is no object. Takes UTF-8, with or without a byte order mark; empty lines are passed
 * over. Memory: one page, or the longest row.
 *
 * ```ts
 * const events = defineResource({ name: 'events', rows: () => readJsonRows(createReadStream('events.ndjson')) });
 * ```
 *
 * @throws SchemaError `LEAT_JSON_MALFORMED`, `LEAT_JSON_DEPTH` or `LEAT_JSON_NUMBER_RANGE`. Details give the number of the
 * line, or of the row in the list that is the first of the page (both from 1), never content. The pages before were given.
 */
export async function* readJsonRows<Row extends object = Record<string, unknown>>(
  chunks: AsyncIterable<Uint8Array>,
  { pageBytes = PAGE_BYTES, malformed = 'fail' }: JsonRowsOptions = {},
): AsyncGenerator<readonly Row[], void, undefined> {
  const reader = new JsonRowsReader(pageBytes, malformed);
  for await (const chunk of chunks) {
    // A text that comes as a whole is not read as a whole.
    for (let at = 0; at < chunk.byteLength; at += pageBytes) {
      const page = reader.take(chunk.subarray(at, at + pageBytes));
      if (page.length > 0) yield page as readonly Row[];
    }
  }
  const rest = reader.finish();
  if (rest.length > 0) yield rest as readonly Row[];
}
