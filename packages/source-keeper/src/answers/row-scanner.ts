/** What came of a piece of a body: encoded rows, joined with commas, each batch whole. */
export type RowBatch = Buffer;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Depth of what stands directly in the body's object. */
const TOP = 1;
const KEY = 'data';

/**
 * Cuts the rows out of an answer while it arrives: `{"command": …, "data": [row, row, …], "status": …}`.
 *
 * Works on bytes and knows no more of JSON than strings and nesting; batches and the rest are parsed by core's exact reader. What
 * is left when the rows are out is the answer with an empty list, and is judged like any other. Memory: one batch.
 */
export class RowScanner {
  readonly #batchBytes: number;
  #depth = 0;
  #inString = false;
  #escaped = false;
  /** The string at depth 1 that ended last, if it is short enough to be the key. */
  #token: string | undefined = '';
  #key: string | undefined;
  #state: 'before' | 'inside' | 'behind' = 'before';
  #parts: Buffer[] = [];
  #partBytes = 0;
  readonly #envelope: Buffer[] = [];
  #envelopeBytes = 0;

  /** @param batchBytes bytes after which a batch ends, at the end of a row */
  constructor(batchBytes: number) {
    this.#batchBytes = batchBytes;
  }

  /** Bytes kept of what is no row. */
  get envelopeBytes(): number {
    return this.#envelopeBytes;
  }

  /** Takes the next bytes; the buffer must not be changed afterwards. */
  feed(chunk: Buffer): readonly RowBatch[] {
    const batches: RowBatch[] = [];
    let start = 0;
    for (let index = 0; index < chunk.length; index += 1) {
      const byte = chunk[index] ?? 0;
      if (this.#inString) {
        this.#takeInString(byte);
        continue;
      }
      if (byte === QUOTE) this.#beginString();
      else if (byte === OPEN_LIST && this.#isRows()) {
        this.#depth += 1;
        this.#state = 'inside';
        this.#keep(chunk.subarray(start, index + 1));
        start = index + 1;
      } else if (byte === OPEN_LIST || byte === OPEN_OBJECT) this.#depth += 1;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        this.#depth -= 1;
        if (this.#state === 'inside' && this.#depth === TOP) {
          this.#collect(chunk.subarray(start, index));
          if (this.#partBytes > 0) batches.push(this.#takeBatch());
          this.#state = 'behind';
          start = index;
        }
      } else if (byte === COLON && this.#depth === TOP && this.#state === 'before') this.#key = this.#token;
      else if (byte === COMMA && this.#endsRow() && this.#partBytes + index - start >= this.#batchBytes) {
        this.#collect(chunk.subarray(start, index));
        batches.push(this.#takeBatch());
        start = index + 1;
      }
    }
    const rest = chunk.subarray(start);
    if (this.#state === 'inside') this.#collect(rest);
    else this.#keep(rest);
    return batches;
  }

  /** The answer without its rows. */
  envelope(): Buffer {
    // A body that was cut inside of a row: the half row makes it the malformed answer that it is.
    return Buffer.concat([...this.#envelope, ...this.#parts]);
  }

  #takeInString(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) {
      this.#escaped = true;
      this.#token = undefined;
    } else if (byte === QUOTE) this.#inString = false;
    else if (this.#token !== undefined && this.#depth === TOP && this.#state === 'before')
      this.#token = this.#token.length < KEY.length ? this.#token + String.fromCharCode(byte) : undefined;
  }

  #beginString(): void {
    this.#inString = true;
    this.#token = '';
  }

  #isRows(): boolean {
    return this.#state === 'before' && this.#depth === TOP && this.#key === KEY;
  }

  #endsRow(): boolean {
    return this.#state === 'inside' && this.#depth === TOP + 1;
  }

  #collect(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#parts.push(bytes);
    this.#partBytes += bytes.length;
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#envelope.push(bytes);
    this.#envelopeBytes += bytes.length;
  }

  #takeBatch(): RowBatch {
    const batch = Buffer.concat(this.#parts, this.#partBytes);
    this.#parts = [];
    this.#partBytes = 0;
    return batch;
  }
}
