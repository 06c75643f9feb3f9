import { exactNumber, type ExactNumber } from './exact-number.ts';
import { endOfNumber, endOfString } from './number-probe.ts';

const BACKSLASH = '\\';
const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/** What `JSON.parse` would change inside one container: numbers to put in their places, and containers that have such. */
export interface Patches {
  readonly isList: boolean;
  /** Places, in the order of the text: keys of an object, indexes of a list. */
  readonly places: (string | number)[];
  /** What belongs there. */
  readonly values: (ExactNumber | Patches)[];
  /** Members of the container as its text has them, equal keys counted again. */
  members: number;
}

/** Said of a text that `JSON.parse` changes nothing of. */
export const NO_PATCHES: Patches = { isList: false, places: [], values: [], members: 0 };

/** A container that is being looked through. */
interface Level {
  isList: boolean;
  members: number;
  /** What is to be changed in it; undefined where nothing is yet. */
  patches: Patches | undefined;
  /** Where the container stands in the one around it: the offset of its key, or its index. */
  place: number;
}

/**
 * Finds the numbers of a JSON text that `JSON.parse` would change, and where it would put them, in one pass.
 *
 * The natively parsed value and a few exact numbers in it are several times as fast as a parser of our own. Undefined for
 * texts where that is not safe: deeper than `maxDepth`, malformed, a number alone, keys with escapes, exponents
 * out of range. What it says of a malformed text means nothing; `JSON.parse` refuses that.
 */
export function findPatches(text: string, maxDepth: number): Patches | undefined {
  const { length } = text;
  const levels: Level[] = [];
  let depth = -1;
  let root: Patches | undefined;
  // The last string: a key, where a value is expected.
  let key = 0;
  let at = 0;
  while (at < length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      key = at;
      at = endOfString(text, at + 1);
    } else if (code <= NINE && (code >= ZERO || code === MINUS)) {
      const end = endOfNumber(text, at);
      if (end < 0 && !addPatch(text, levels, depth, key, text.slice(at, -end))) return undefined;
      at = Math.abs(end);
    } else {
      at++;
      if (code === COMMA) {
        const level = levels[depth];
        if (level?.isList === true) level.members++;
      } else if (code === COLON) {
        const level = levels[depth];
        if (level !== undefined) level.members++;
      } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
        const around = levels[depth];
        const place = around?.isList === true ? around.members : key;
        if (++depth >= maxDepth) return undefined;
        enter((levels[depth] ??= newLevel()), code === OPEN_BRACKET, place);
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        const level = levels[depth];
        if (level === undefined) return undefined;
        if (level.patches !== undefined) {
          level.patches.members = level.members;
          if (depth === 0) root = level.patches;
        }
        depth--;
      }
    }
  }
  return depth === -1 ? (root ?? NO_PATCHES) : undefined;
}

/** Notes a number of the innermost container; false where that cannot be done. */
function addPatch(text: string, levels: readonly Level[], depth: number, key: number, token: string): boolean {
  const level = levels[depth];
  const value = exactNumber(token);
  if (level === undefined || value === undefined) return false;
  const place = level.isList ? level.members : keyAt(text, key);
  const patches = place === undefined ? undefined : patchesOf(text, levels, depth);
  if (place === undefined || patches === undefined) return false;
  patches.places.push(place);
  patches.values.push(value);
  return true;
}

/**
 * Puts numbers in their places in a value that was parsed natively. False, with the value half done, where a key stands
 * twice in an object: which of the two a number belongs to is not known then.
 */
export function applyPatches(value: unknown, { isList, places, values, members }: Patches): boolean {
  // What the text says is a container there, the parser made one.
  const container = value as Record<string | number, unknown>;
  if (!isList && Object.keys(container).length !== members) return false;
  for (let index = 0; index < places.length; index++) {
    const place = places[index] ?? 0;
    const exact = values[index];
    if (isPatches(exact)) {
      if (!applyPatches(container[place], exact)) return false;
    } else if (place === '__proto__') return false;
    else container[place] = exact;
  }
  return true;
}

function isPatches(value: ExactNumber | Patches | undefined): value is Patches {
  return typeof value === 'object' && 'places' in value;
}

/** The list for the innermost container, tied to those around it; undefined where a key on the way has escapes. */
function patchesOf(text: string, levels: readonly Level[], depth: number): Patches | undefined {
  let inner: Patches | undefined;
  let place: string | number = 0;
  for (let number = depth; number >= 0; number--) {
    const level = levels[number];
    if (level === undefined) return undefined;
    const known = level.patches;
    const patches = (level.patches ??= { isList: level.isList, places: [], values: [], members: 0 });
    if (number < depth && inner !== undefined) {
      patches.places.push(place);
      patches.values.push(inner);
    }
    if (known !== undefined) break;
    const around = levels[number - 1];
    if (number === 0 || around === undefined) break;
    const found = around.isList ? level.place : keyAt(text, level.place);
    if (found === undefined) return undefined;
    inner = patches;
    place = found;
  }
  return levels[depth]?.patches;
}

/** The key whose first quote stands at an offset; undefined where it has escapes. */
function keyAt(text: string, offset: number): string | undefined {
  const key = text.slice(offset + 1, endOfString(text, offset + 1) - 1);
  return key.includes(BACKSLASH) ? undefined : key;
}

function newLevel(): Level {
  return { isList: false, members: 0, patches: undefined, place: 0 };
}

/** Levels are used again: most texts have thousands of objects at the same depth. */
function enter(level: Level, isList: boolean, place: number): void {
  level.isList = isList;
  level.members = 0;
  level.patches = undefined;
  level.place = place;
}
