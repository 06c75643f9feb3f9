import { Vector } from './vector.ts';

const INITIAL_BYTES = 1024;
/** Bytes of the length in front of every value. */
const PREFIX = 4;
/** Above this length the native encoder beats a loop over char codes; measured with bench/ on Node 24. */
const SHORT_TEXT = 28;

/**
 * Values of any length, one after the other, each behind its length as four little-endian bytes: the layout of a
 * plain Parquet page, from which other formats read forward.
 */
export abstract class BytesVector extends Vector {
  data: Buffer = Buffer.allocUnsafe(INITIAL_BYTES);
  /** Bytes used in `data`, prefixes included. */
  size = 0;
  /** Lone surrogates that became U+FFFD, since the last reset. */
  repairedSurrogates = 0;

  override get byteLength(): number {
    return this.size;
  }

  override reset(): void {
    super.reset();
    this.size = 0;
    this.repairedSurrogates = 0;
    // One huge value must not pin its buffer for the rest of the run.
    if (this.data.length > MAX_KEPT_BYTES) this.data = Buffer.allocUnsafe(INITIAL_BYTES);
  }

  /** The values with their prefixes. */
  valueBytes(): Uint8Array {
    return this.data.subarray(0, this.size);
  }

  /** Calls `visit` with the byte range of every value, in order. */
  forEachValue(visit: (start: number, end: number) => void): void {
    let at = 0;
    while (at < this.size) {
      const start = at + PREFIX;
      at = start + this.data.readUInt32LE(at);
      visit(start, at);
    }
  }

  override compact(keep: Uint8Array): void {
    const ranges: [number, number][] = [];
    this.forEachValue((start, end) => ranges.push([start - PREFIX, end]));
    let size = 0;
    this.forEachKeptValue(keep, (from) => {
      const [start, end] = ranges[from] ?? [0, 0];
      this.data.copyWithin(size, start, end);
      size += end - start;
    });
    this.size = size;
    this.compactValidity(keep);
  }

  protected pushText(text: string): void {
    const { length } = text;
    // A UTF-16 unit takes three bytes of UTF-8 at the most.
    this.reserveBytes(PREFIX + 3 * length);
    const start = this.size + PREFIX;
    if (length <= SHORT_TEXT && this.#pushAscii(text, start)) return;
    const written = this.data.write(text, start);
    // More bytes than characters: not ASCII, so it may hold a lone surrogate, which the encoder has replaced.
    if (written !== length && !text.isWellFormed()) this.repairedSurrogates += countLoneSurrogates(text);
    this.#finish(start, written);
  }

  protected pushBytes(bytes: Uint8Array): void {
    this.reserveBytes(PREFIX + bytes.length);
    const start = this.size + PREFIX;
    this.data.set(bytes, start);
    this.#finish(start, bytes.length);
  }

  protected reserveBytes(bytes: number): void {
    const wanted = this.size + bytes;
    if (wanted <= this.data.length) return;
    const grown = Buffer.allocUnsafe(Math.max(wanted, this.data.length * 2));
    this.data.copy(grown, 0, 0, this.size);
    this.data = grown;
  }

  #pushAscii(text: string, start: number): boolean {
    const { data } = this;
    const { length } = text;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code > 0x7f) return false;
      data[start + index] = code;
    }
    this.#finish(start, length);
    return true;
  }

  #finish(start: number, length: number): void {
    const { data } = this;
    const at = start - PREFIX;
    data[at] = length;
    data[at + 1] = length >>> 8;
    data[at + 2] = length >>> 16;
    data[at + 3] = length >>> 24;
    this.size = start + length;
    this.count++;
  }
}

const MAX_KEPT_BYTES = 32 * 1024 * 1024;

function countLoneSurrogates(text: string): number {
  let count = 0;
  // Iterating a string gives whole characters; only a lone surrogate comes as a single unit in its range.
  for (const character of text) if (character.length === 1 && !character.isWellFormed()) count++;
  return count;
}
