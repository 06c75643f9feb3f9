import { createHash } from 'node:crypto';
import { mix } from './random.ts';

/** Values are drawn from a pool: hashing and formatting a million of them would cost more than loading them. */
const POOL_SIZE = 1024;

/**
 * Text that encoders get wrong: quotes, separators, line ends, escapes, letters outside ASCII, things that look like
 * null.
 */
const AWKWARD = ['"', "'", ',', '\n', '\r\n', '\t', '\\', '\\N', 'null', 'é', '漢字', '👩‍🚀', ' ', '{}', '--'] as const;
const WORDS = ['amber', 'basin', 'canal', 'delta', 'ember', 'fjord', 'gully', 'haven', 'inlet', 'jetty'] as const;

/** What rows are made of, decided by a seed. Every list has the same length, a power of two. */
export interface ValuePool {
  readonly payloads: readonly string[];
  /** SHA-256 of the payload at the same index, in hex. */
  readonly hashes: readonly string[];
  /** ISO timestamps in UTC with milliseconds. */
  readonly timestamps: readonly string[];
  /** Decimals with two fraction digits, as text. */
  readonly amounts: readonly string[];
  /** Null, empty or text. */
  readonly notes: readonly (string | null)[];
  /** Index of a random number in any list. */
  pick(random: number): number;
}

/** Makes the pool of a seed. */
export function valuePool(seed: number): ValuePool {
  const indexes = Array.from({ length: POOL_SIZE }, (_, index) => index);
  const payloads = indexes.map((index) => payload(seed, index));
  return {
    payloads,
    hashes: payloads.map(sha256),
    timestamps: indexes.map((index) => new Date(1_704_067_200_000 + 7 * mix(seed + 1, index)).toISOString()),
    amounts: indexes.map((index) => (mix(seed + 2, index) / 100).toFixed(2)),
    notes: indexes.map((index) => note(mix(seed + 3, index))),
    pick: (random) => random & (POOL_SIZE - 1),
  };
}

/** SHA-256 of a text's UTF-8 bytes, in hex: how `payload_sha` follows from `payload`. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

function payload(seed: number, index: number): string {
  const length = 2 + (mix(seed, index) % 7);
  const words = Array.from({ length }, (_, word) => {
    const random = mix(seed + 11, index * 16 + word);
    return random % 5 === 0 ? element(AWKWARD, random >>> 4) : element(WORDS, random >>> 4);
  });
  return `${index.toString(36)} ${words.join(' ')}`;
}

function note(random: number): string | null {
  if (random % 4 === 0) return null;
  return random % 8 === 1 ? '' : element(WORDS, random >>> 4);
}

function element<T>(list: readonly [T, ...T[]], random: number): T {
  return list[random % list.length] ?? list[0];
}
