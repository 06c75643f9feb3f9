/** A small deterministic random source (sfc32): the same seed gives the same sequence on every machine. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** @param seed any integer @param stream keeps sequences apart that share a seed, so that one can grow without moving others */
  constructor(seed: number, stream = '') {
    this.#a = seed | 0;
    this.#b = Math.floor(seed / 0x1_0000_0000) | 0;
    this.#c = 0x9e3779b9 | 0;
    for (let index = 0; index < stream.length; index += 1) {
      this.#c = Math.imul(this.#c ^ stream.charCodeAt(index), 0x01000193);
    }
    for (let round = 0; round < 12; round += 1) this.next();
  }

  /** A number in [0, 1). */
  next(): number {
    return this.bits() / 0x1_0000_0000;
  }

  /** 32 random bits as an unsigned integer. */
  bits(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    this.#c |= 0;
    return sum >>> 0;
  }

  /** An integer from `low` up to but without `high`. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.next() * (high - low));
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the items. @throws RangeError when there is none */
  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.next() * items.length)];
    if (item === undefined) throw new RangeError('There is nothing to pick from an empty list.');
    return item;
  }

  /** A Keeper uid: 16 bytes as 22 characters of url-safe base64; it may begin with `-` or `_`. */
  uid(): string {
    return this.urlSafe(16);
  }

  /** Random bytes as url-safe base64 without padding. */
  urlSafe(bytes: number): string {
    const buffer = Buffer.allocUnsafe(bytes);
    for (let offset = 0; offset < bytes; offset += 4) {
      const word = this.bits();
      for (let index = 0; index < 4 && offset + index < bytes; index += 1) {
        buffer[offset + index] = (word >>> (8 * index)) & 0xff;
      }
    }
    return buffer.toString('base64url');
  }
}
