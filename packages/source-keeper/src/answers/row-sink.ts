import { isLeatError, parseJson } from '@leat/core';
import { CUT_BODY, TransportFailure } from '../errors/transport-failure.ts';
import { isJsonObject, type JsonObject } from './decoded-answer.ts';
import { RowScanner } from './row-scanner.ts';

/** Bytes of rows that are parsed in one go. */
const BATCH_BYTES = 256 * 1024;

/** Takes the rows of one command while its answer arrives, over as many attempts as that takes. */
export class RowSink {
  readonly #deliver: (rows: readonly JsonObject[]) => Promise<void>;
  #delivered = 0;
  #seen = 0;
  #scanner = new RowScanner(BATCH_BYTES);

  /** @param deliver takes a page; resolves when there is room for the next */
  constructor(deliver: (rows: readonly JsonObject[]) => Promise<void>) {
    this.#deliver = deliver;
  }

  /** Rows handed on. The result of a command stays the same on the service, so another attempt begins behind them. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Bytes held of what is no row. */
  get heldBytes(): number {
    return this.#scanner.envelopeBytes;
  }

  /** A new answer begins. */
  begin(): void {
    this.#seen = 0;
    this.#scanner = new RowScanner(BATCH_BYTES);
  }

  /** @throws TransportFailure for rows that are no JSON objects: the answer is broken, another one may not be */
  async take(chunk: Buffer): Promise<void> {
    for (const batch of this.#scanner.feed(chunk)) {
      const rows = parseRows(batch);
      const fresh = rows.slice(Math.max(0, this.#delivered - this.#seen));
      this.#seen += rows.length;
      if (fresh.length === 0) continue;
      this.#delivered += fresh.length;
      // oxlint-disable-next-line no-await-in-loop -- the reader of the rows sets the pace
      await this.#deliver(fresh);
    }
  }

  /** The answer without its rows, to be judged. */
  envelope(): Buffer {
    return this.#scanner.envelope();
  }
}

function parseRows(batch: Buffer): readonly JsonObject[] {
  let rows: unknown;
  try {
    rows = parseJson(`[${new TextDecoder('utf-8', { fatal: true }).decode(batch)}]`);
  } catch (error) {
    const code = isLeatError(error) ? error.code : 'no UTF-8';
    throw new TransportFailure(CUT_BODY, `The rows of an answer cannot be read (${code}, ${batch.byteLength} bytes).`);
  }
  if (Array.isArray(rows) && rows.every((row) => isJsonObject(row))) return rows;
  throw new TransportFailure(CUT_BODY, 'An answer holds a list in which not everything is an object.');
}
