import { CommandError } from './command.ts';

/**
 * Splits a command line into words by the rules of a POSIX shell: single quotes keep everything, double quotes keep all but
 * `\"` and `\\`, a backslash outside of quotes keeps the next character.
 * @throws CommandError when a quote stays open
 */
export function splitCommandLine(line: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    const escapes = character === '\\' && (quote === '' || (quote === '"' && /["\\]/.test(line.charAt(index + 1))));
    if (escapes) {
      index += 1;
      if (index >= line.length) throw new CommandError('No escaped character');
      word = (word ?? '') + line.charAt(index);
    } else if (character === quote) quote = '';
    else if (quote !== '') word = (word ?? '') + character;
    else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') throw new CommandError('No closing quotation');
  if (word !== null) words.push(word);
  return words;
}
