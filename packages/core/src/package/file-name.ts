import { createHash } from 'node:crypto';

/** Bytes of a file name that every file system takes, with room for a suffix. */
const LONGEST = 80;

/**
 * Turns any name into one path segment: letters, digits, `_` and `-` stay, everything else is spelled `%XX`. Names that would be too
 * long end in a hash instead. Different names give different segments.
 */
export function fileNameOf(name: string): string {
  const safe = [...Buffer.from(name)].map((byte) => segmentByte(byte)).join('');
  if (safe.length <= LONGEST && safe !== '') return safe;
  const tag = createHash('sha256').update(name).digest('hex').slice(0, 16);
  return `${safe.slice(0, LONGEST - 17)}~${tag}`;
}

function segmentByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9_-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
