import { isLeatError, type LeatError } from '@leat/core';
import { keeperError } from '../errors/keeper-error.ts';
import { cleanLine } from '../errors/server-text.ts';
import type { KeeperCommand } from './keeper-command.ts';
import { ALIASES, DENIED_FLAGS, READING_COMMANDS, type ReadingCommand } from './reading-commands.ts';
import { quoteWord, splitWords } from './shell-words.ts';

const MAX_LENGTH = 4096;

/**
 * Turns a command of the options into one that can only read: checked against the list of reading commands, every word quoted
 * again so that none can become a flag's value or another command, `--format json` at the end.
 *
 * @param command a line as typed in Commander, or its words
 * @param allowUnsafe roots whose secret-revealing forms the user asked for by name
 * @throws ConfigError LEAT_KEEPER_UNSAFE_COMMAND, LEAT_KEEPER_INVALID_COMMAND
 */
export function safeCommand(command: string | readonly string[], allowUnsafe: readonly string[] = []): KeeperCommand {
  const words = withoutFormat(wordsOf(command));
  const [root = '', ...rest] = words;
  if (root === '') throw invalid('is empty');
  const known = Object.hasOwn(READING_COMMANDS, root) ? READING_COMMANDS[root] : undefined;
  if (known === undefined) throw unknownCommand(root);
  const unsafe = allowUnsafe.includes(root);
  if (known.secret === true && !unsafe) throw reveals(root, root);
  const verb = checkVerb(root, known, rest, unsafe);
  checkFlags(root, known, rest, unsafe);
  const line = [...words.map((word) => quoteWord(word)), '--format', 'json'].join(' ');
  if (line.length > MAX_LENGTH) throw invalid(`is longer than ${MAX_LENGTH} characters`);
  const label = verb === '' ? root : `${root} ${verb}`;
  return unsafe ? { line, root, label, unquotable: true } : { line, root, label };
}

/** Whether a command can only read, and reveals no secret: whether it may be sent without `allowUnsafeCommands`. */
export function isSafeCommand(command: string | readonly string[]): boolean {
  try {
    safeCommand(command);
    return true;
  } catch (error) {
    if (isLeatError(error)) return false;
    throw error;
  }
}

function wordsOf(command: string | readonly string[]): readonly string[] {
  const text = typeof command === 'string' ? command : command.join(' ');
  // oxlint-disable-next-line no-control-regex -- the service refuses them, and a line break would begin another command
  if (/[\u0000-\u0008\u000A-\u001F\u007F\u2028\u2029]/.test(text))
    throw invalid('holds a line break or another control character');
  // Commander replaces it with a variable of its host's environment.
  if (text.includes('${')) throw invalid('holds ${…}');
  return typeof command === 'string' ? splitWords(command) : command;
}

/** `--format json` is added by leat, always last and with one space: elsewhere the service prints text. */
function withoutFormat(words: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [flag = '', value = words[index + 1] ?? ''] = word.split('=', 2);
    if (!isLongFlag(flag, 'format')) {
      kept.push(word);
      continue;
    }
    if (value !== 'json')
      throw refused(words[0] ?? '', '--format with anything but json', 'leat reads JSON only; leave --format out.');
    if (!word.includes('=')) index += 1;
  }
  return kept;
}

/** Whether the word is the long flag, or an abbreviation that Python's argparse would take for it. */
function isLongFlag(word: string, flag: string): boolean {
  return word.length > 2 && word.startsWith('--') && flag.startsWith(word.slice(2));
}

function checkVerb(root: string, known: ReadingCommand, rest: readonly string[], unsafe: boolean): string {
  if (known.verbs === undefined) return '';
  const allowed = [...known.verbs, ...(unsafe ? (known.reveals?.verbs ?? []) : [])];
  const verb = allowed.find((candidate) => candidate.split(' ').every((word, index) => rest[index] === word));
  if (verb !== undefined) return verb;
  const secret = known.reveals?.verbs?.find((candidate) => rest[0] === candidate);
  if (secret !== undefined) throw reveals(root, `${root} ${secret}`);
  throw refused(root, `${root} without one of: ${known.verbs.join(', ')}`, `Write "${root} ${known.verbs[0] ?? ''}".`);
}

function checkFlags(root: string, known: ReadingCommand, rest: readonly string[], unsafe: boolean): void {
  const secretFlags = known.reveals?.flags ?? [];
  const secretLetters = known.reveals?.letters ?? '';
  const lifted = unsafe ? secretFlags : [];
  const denied = [...DENIED_FLAGS, ...(known.deniedFlags ?? [])].filter((flag) => !lifted.includes(flag));
  for (const word of rest) {
    if (word === '--') throw refused(root, '-- as a word', 'Write --name=value for values that begin with a dash.');
    if (word.startsWith('--')) {
      const flag = word.split('=', 1)[0] ?? '';
      if (!unsafe && secretFlags.some((name) => isLongFlag(flag, name))) throw reveals(root, `${root} ${flag}`);
      if (denied.some((name) => isLongFlag(flag, name))) throw refused(root, `the flag ${cleanLine(flag)}`);
    } else if (/^-[A-Za-z]/.test(word)) {
      // argparse takes `-Rv` for `-R -v`, so every letter counts; a value glued to a flag is refused rather than guessed.
      const letters = word.slice(1).split('');
      const secret = letters.find((letter) => secretLetters.includes(letter));
      if (secret !== undefined && !unsafe) throw reveals(root, `${root} -${secret}`);
      const harm = letters.find((letter) => (known.deniedLetters ?? '').includes(letter) && letter !== secret);
      if (harm !== undefined) throw refused(root, `the flag -${harm}`);
    }
  }
}

function unknownCommand(root: string): LeatError {
  const name = cleanLine(root);
  const long = Object.hasOwn(ALIASES, root) ? ALIASES[root] : undefined;
  if (long !== undefined)
    return refused(root, `the alias ${name}`, `Write ${long}; keys are granted for the long name.`);
  return refused(root, `${name}, which is not on the list of reading commands`);
}

function reveals(root: string, what: string): LeatError {
  return keeperError('LEAT_KEEPER_UNSAFE_COMMAND', `"${what}" reveals secrets and is not sent.`, {
    remedy: `Use a report instead. If secrets belong in your warehouse, set allowUnsafeCommands: ['${root}'].`,
    details: { root },
  });
}

function refused(root: string, what: string, remedy?: string): LeatError {
  return keeperError('LEAT_KEEPER_UNSAFE_COMMAND', `A configured command is refused: ${what}.`, {
    details: { root: cleanLine(root) },
    ...(remedy === undefined ? {} : { remedy }),
  });
}

function invalid(problem: string): LeatError {
  return keeperError('LEAT_KEEPER_INVALID_COMMAND', `A command in the options ${problem}.`);
}
