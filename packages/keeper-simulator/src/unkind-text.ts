import type { Random } from './random.ts';

/** Names that people really type and that break careless software: the vault has them on purpose. */
export const unkindNames: readonly string[] = [
  'tab\there',
  "''",
  "=cmd|' /C calc'!A0",
  'NaN',
  'null',
  'line\nbreak',
  'quoted "name"',
  '\u202Egnp.exe',
  "Robert'); DROP TABLE records;--",
  '開発部',
  '0012',
  '<b>&amp;</b>',
  'back\\slash/and slash',
  ' leading and trailing ',
  'true',
  'emoji \u{1F469}\u200D\u{1F4BB}',
];

/** Titles cut in the middle of an emoji by some client: valid JSON, no valid Unicode. */
export const lonelySurrogates: readonly string[] = ['Cut \uD83D', '\uDE00 tail'];

const plainWords = 'alpha bravo charlie delta echo foxtrot golf hotel india juliet kilo lima mike november'.split(' ');

/** A harmless word. */
export function plainWord(random: Random): string {
  return random.pick(plainWords);
}

/** Mostly a harmless name, at times one of the unkind ones. */
export function someName(random: Random, prefix: string, number: number, unkind: number): string {
  return random.chance(unkind) ? random.pick(unkindNames) : `${prefix} ${plainWord(random)}-${number}`;
}
