import { createHash } from 'node:crypto';

/** Characters of a tag; base64 turns its 4 bytes of hash into as many. */
const TAG_LENGTH = 6;

/**
 * Six characters of `a-z0-9` that tell texts apart which are cut to the same name: about 28 bits of SHAKE-128.
 *
 * The same characters that dlt puts into its shortened names, so that names stay the same for data that moves over.
 */
export function tagOf(text: string): string {
  const hash = createHash('shake128', { outputLength: 4 }).update(text, 'utf8').digest('base64');
  return hash.slice(0, TAG_LENGTH).replaceAll('/', 'a').replaceAll('+', 'b').toLowerCase();
}

/**
 * How a name is cut: `exact` where dlt cuts, `clean` moved by a character where the convention would change the cut
 * name.
 */
export type CutStyle = 'clean' | 'exact';

/**
 * Cuts the middle out of a name of more than `maxBytes` bytes of UTF-8 and puts a tag there; returns shorter ones as
 * they are.
 *
 * The tag is that of `source`, which the name was made of. No code point is cut in two; `maxBytes` must be at least
 * `TAG_LENGTH`.
 */
export function shorten(name: string, source: string, maxBytes: number, cut: CutStyle): string {
  if (!isLonger(name, maxBytes)) return name;
  const room = maxBytes - TAG_LENGTH;
  const head = startWithin(name, Math.ceil(room / 2));
  const tag = tagOf(source);
  const tail = endWithin(name, Math.floor(room / 2));
  if (cut === 'exact') return head + tag + tail;
  // Behind a separator a leading digit would get an underscore, and behind the tag a combining mark would join it.
  const cleanHead = /[^_]__$/.test(head) && /^[0-9]/.test(tag) ? head.slice(0, -1) : head;
  return cleanHead + tag + tail.replace(/^\p{M}+/u, '').replace(/^__(?=\p{Nd})/u, '_');
}

/**
 * Names shorter than this in characters cannot be longer in bytes: three bytes is the most that one UTF-16 unit takes.
 */
function isLonger(name: string, maxBytes: number): boolean {
  return name.length * 3 > maxBytes && Buffer.byteLength(name) > maxBytes;
}

/** The longest start of `name` that fits into `maxBytes` bytes of UTF-8 and ends between code points. */
export function startWithin(name: string, maxBytes: number): string {
  let end = 0;
  let bytes = 0;
  while (end < name.length) {
    const point = name.codePointAt(end) ?? 0;
    bytes += bytesOf(point);
    if (bytes > maxBytes) break;
    end += point > 0xffff ? 2 : 1;
  }
  return name.slice(0, end);
}

/** The longest end of `name` that fits into `maxBytes` bytes of UTF-8 and begins between code points. */
function endWithin(name: string, maxBytes: number): string {
  let start = name.length;
  let bytes = 0;
  while (start > 0) {
    const pair = start > 1 && (name.codePointAt(start - 2) ?? 0) > 0xffff;
    bytes += pair ? 4 : bytesOf(name.charCodeAt(start - 1));
    if (bytes > maxBytes) break;
    start -= pair ? 2 : 1;
  }
  return name.slice(start);
}

function bytesOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}

/** A loop, since `/_+$/` takes quadratic time on runs of underscores in the middle, and names come from anyone. */
export function withoutTrailingUnderscores(name: string): string {
  let end = name.length;
  while (end > 0 && name.charCodeAt(end - 1) === 95) end--;
  return name.slice(0, end);
}
