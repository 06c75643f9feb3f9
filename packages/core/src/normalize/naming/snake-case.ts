import type { NamingRule } from './naming-convention.ts';
import { withoutTrailingUnderscores } from './shorten.ts';

/** Characters that dlt spells out; what is not listed becomes an underscore. */
const SPELLED: ReadonlyMap<string, string> = new Map([
  ['+', 'x'],
  ['*', 'x'],
  ['@', 'a'],
  ['|', 'l'],
  ['-', '_'],
]);

/** What stays of a key and where case breaks words. */
interface Alphabet {
  /** Runs of characters that become one underscore. */
  readonly foreign: RegExp;
  /** A capital with small letters behind it begins a word, unless an underscore stands before it. */
  readonly wordStart: RegExp;
  /** So does a capital behind a small letter or a digit. */
  readonly caseChange: RegExp;
  readonly leadingDigit: RegExp;
}

const ASCII: Alphabet = {
  foreign: /[^a-zA-Z0-9_]+/g,
  wordStart: /([^_])([A-Z][a-z]+)/g,
  caseChange: /([a-z0-9])([A-Z])/g,
  leadingDigit: /^[0-9]/,
};

/** dlt's own: letters of ASCII, but decimal digits of every script. */
const DLT: Alphabet = { ...ASCII, foreign: /[^a-zA-Z\p{Nd}_]+/gu, leadingDigit: /^\p{Nd}/u };

/** Letters with their marks; capitals are those that have a small letter, so that a name in lower case has none. */
const UNICODE: Alphabet = {
  foreign: /[^\p{L}\p{M}\p{Nd}_]+/gu,
  wordStart: /([^_])(\p{Changes_When_Lowercased}\p{Ll}+)/gu,
  caseChange: /([\p{Ll}0-9])(\p{Changes_When_Lowercased})/gu,
  leadingDigit: /^\p{Nd}/u,
};

/**
 * `snake_case`: equal to dlt's on ASCII keys; letters outside ASCII stay, composed (NFC) and in lower case, if
 * `unicode`.
 */
export function snakeCaseRule(unicode: boolean): NamingRule {
  const alphabet = unicode ? UNICODE : ASCII;
  const clean = unicode
    ? (key: string): string => snakeCase(key.normalize('NFC'), alphabet).normalize('NFC')
    : (key: string): string => snakeCase(key, alphabet);
  return { separator: '__', cut: 'clean', clean };
}

/** `dlt`: dlt's `snake_case`, digits outside ASCII only where the destination takes them. */
export function dltRule(unicode: boolean): NamingRule {
  return { separator: '__', cut: 'exact', clean: (key) => snakeCase(key, unicode ? DLT : ASCII) };
}

function snakeCase(key: string, { foreign, wordStart, caseChange, leadingDigit }: Alphabet): string {
  const words = key
    .replace(/[-+*@|]/g, (character) => SPELLED.get(character) ?? '_')
    .replace(foreign, '_')
    .replace(wordStart, '$1_$2')
    .replace(caseChange, '$1_$2')
    .toLowerCase();
  const name = leadingDigit.test(words) ? `_${words}` : words;
  const stem = withoutTrailingUnderscores(name);
  return (stem + 'x'.repeat(name.length - stem.length)).replace(/__+/g, '_');
}
