import { keeperError } from '../errors/keeper-error.ts';

/** Words that Commander's tokenizer takes as they are. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** Quotes one word for Commander, which splits lines as Python's `shlex` does in POSIX mode. */
export function quoteWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`;
}

/**
 * Splits a line into words by the POSIX rules of Python's `shlex`: white space separates, `'…'` is literal, in `"…"` a backslash
 * escapes `"` and `\`, outside it escapes anything.
 *
 * @throws ConfigError LEAT_KEEPER_INVALID_COMMAND when a quote stays open or the line ends in a backslash
 */
export function splitWords(line: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let started = false;
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote === "'") {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '\\' && (quote === '' || /["\\]/.test(line.charAt(index + 1)))) {
      index += 1;
      if (index >= line.length) throw open('ends in a backslash');
      word += line.charAt(index);
      started = true;
    } else if (quote === '"') {
      if (character === quote) quote = '';
      else word += character;
    } else if (character === '"' || character === "'") {
      quote = character;
      started = true;
    } else if (/\s/.test(character)) {
      if (started) words.push(word);
      word = '';
      started = false;
    } else {
      word += character;
      started = true;
    }
  }
  if (quote !== '') throw open('has an open quote');
  if (started) words.push(word);
  return words;
}

function open(problem: string): Error {
  return keeperError('LEAT_KEEPER_INVALID_COMMAND', `A command in the options ${problem}.`);
}
