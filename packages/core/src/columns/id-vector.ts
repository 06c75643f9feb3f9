import { BytesVector } from './bytes-vector.ts';
import type { Misfit } from './vector.ts';

const ALPHABET = Buffer.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_', 'latin1');
/** 96 bits as base64url. */
const ID_LENGTH = 16;
/** Length prefix and characters. */
const STRIDE = 4 + ID_LENGTH;

/** Row ids of 96 bits, spelled as 16 characters of base64url. */
export class IdVector extends BytesVector {
  override readonly dataType = 'text';

  /** Ids come as words, never as values. */
  override appendRun(_values: readonly unknown[], count: number, _misfit: Misfit): void {
    this.appendNulls(count);
  }

  /** Appends the ids whose three words begin at `words[3 * i]`, for `i` below `count`. */
  appendWords(words: Uint32Array, count: number): void {
    this.reserveRows(count);
    this.reserveBytes(STRIDE * count);
    const { data } = this;
    let at = this.size;
    for (let index = 0; index < count; index++, at += STRIDE) {
      writeId(data, at, words[3 * index] ?? 0, words[3 * index + 1] ?? 0, words[3 * index + 2] ?? 0);
    }
    this.size = at;
    this.validity.fill(1, this.length, this.length + count);
    this.length += count;
    this.count += count;
  }
}

/** Spreads 96 bits over sixteen characters, six bits each, behind their length. */
function writeId(data: Buffer, at: number, a: number, b: number, c: number): void {
  data[at] = ID_LENGTH;
  data[at + 1] = 0;
  data[at + 2] = 0;
  data[at + 3] = 0;
  data[at + 4] = letter(a >>> 26);
  data[at + 5] = letter(a >>> 20);
  data[at + 6] = letter(a >>> 14);
  data[at + 7] = letter(a >>> 8);
  data[at + 8] = letter(a >>> 2);
  data[at + 9] = letter((a << 4) | (b >>> 28));
  data[at + 10] = letter(b >>> 22);
  data[at + 11] = letter(b >>> 16);
  data[at + 12] = letter(b >>> 10);
  data[at + 13] = letter(b >>> 4);
  data[at + 14] = letter((b << 2) | (c >>> 30));
  data[at + 15] = letter(c >>> 24);
  data[at + 16] = letter(c >>> 18);
  data[at + 17] = letter(c >>> 12);
  data[at + 18] = letter(c >>> 6);
  data[at + 19] = letter(c);
}

function letter(bits: number): number {
  return ALPHABET[bits & 63] ?? 0;
}
