/**
 * A well-spread 32-bit number that depends on nothing but its arguments, so that any row can be generated on its own.
 *
 * The steps are the public-domain finalizer of MurmurHash3, which sends different inputs to different outputs.
 */
export function mix(seed: number, index: number): number {
  let h = Math.imul(index, 0x9e3779b1) ^ seed;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A seed for one named part of something that has a seed. */
export function seedOf(seed: number, name: string): number {
  let h = mix(seed | 0, Math.floor(seed / 2 ** 32));
  for (let index = 0; index < name.length; index += 1) h = mix(h, name.charCodeAt(index));
  return h;
}
