import type { Random } from './random.ts';

const ZERO = 0x30;
const COLON = 0x3a;
const DOT = 0x2e;

/** Texts of a pool, long enough that no two rows look the same. */
const POOL_BYTES = 1 << 16;

/** Letters, with the blanks and punctuation of ordinary text. */
const LETTERS = 'eeeeeeaaaaiiiioooouunnnnsssstttrrrllldddccmmppgghhbbffyyvvwwkkxzjq      ,.-';

/**
 * Makes texts the way a parser leaves them in memory: one flat sequence of bytes each. Strings joined in JavaScript would be ropes,
 * which are flattened by whoever reads them first, so one side of a comparison would pay for the other.
 */
export class TextMaker {
  readonly #random: Random;
  readonly #pool: Buffer;
  readonly #timestamp: Buffer = Buffer.from('2024-01-01T00:00:00.000000Z', 'latin1');
  readonly #decimal: Buffer = Buffer.alloc(16);

  constructor(random: Random) {
    this.#random = random;
    this.#pool = Buffer.alloc(POOL_BYTES);
    for (let at = 0; at < POOL_BYTES; at++) this.#pool[at] = LETTERS.charCodeAt(Math.floor(random() * LETTERS.length));
  }

  /** A piece of text of `shortest` to `longest` characters. */
  phrase(shortest: number, longest: number): string {
    const length = shortest + Math.floor(this.#random() * (longest - shortest + 1));
    const start = Math.floor(this.#random() * (POOL_BYTES - length));
    return this.#pool.toString('latin1', start, start + length);
  }

  /** A time of January 2024 in UTC with microseconds: `2024-01-17T08:41:05.120934Z`. */
  timestamp(): string {
    const bytes = this.#timestamp;
    const seconds = Math.floor(this.#random() * 2_678_400);
    twoDigits(bytes, 8, 1 + Math.floor(seconds / 86_400));
    twoDigits(bytes, 11, Math.floor(seconds / 3600) % 24);
    bytes[13] = COLON;
    twoDigits(bytes, 14, Math.floor(seconds / 60) % 60);
    twoDigits(bytes, 17, seconds % 60);
    const micros = Math.floor(this.#random() * 1_000_000);
    twoDigits(bytes, 20, Math.floor(micros / 10_000));
    twoDigits(bytes, 22, Math.floor(micros / 100) % 100);
    twoDigits(bytes, 24, micros % 100);
    return bytes.toString('latin1');
  }

  /** A decimal with four digits behind the point, as services send money: `8412.0750`. */
  decimal(): string {
    const bytes = this.#decimal;
    const integer = Math.floor(this.#random() * 10_000);
    const fraction = Math.floor(this.#random() * 10_000);
    twoDigits(bytes, 0, Math.floor(integer / 100));
    twoDigits(bytes, 2, integer % 100);
    bytes[4] = DOT;
    twoDigits(bytes, 5, Math.floor(fraction / 100));
    twoDigits(bytes, 7, fraction % 100);
    const start = integer >= 1000 ? 0 : integer >= 100 ? 1 : integer >= 10 ? 2 : 3;
    return bytes.toString('latin1', start, 9);
  }
}

function twoDigits(bytes: Buffer, at: number, value: number): void {
  bytes[at] = ZERO + Math.floor(value / 10);
  bytes[at + 1] = ZERO + (value % 10);
}
