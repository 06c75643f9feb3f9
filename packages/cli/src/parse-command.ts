import { parseArgs } from 'node:util';
import { didYouMean } from '@leat/runtime';
import { GLOBAL_OPTIONS, type Command, type OptionDefinition, type OptionValues } from './command.ts';
import { usageError } from './usage-error.ts';

/** The command line of one command, checked. */
export interface ParsedCommand {
  readonly arguments: readonly string[];
  readonly options: OptionValues<Command['options']>;
  readonly globals: OptionValues<typeof GLOBAL_OPTIONS>;
}

/**
 * Reads the words behind a command's name.
 * @throws ConfigError `LEAT_USAGE` for an unknown flag, a missing or wrong value, or a wrong number of arguments.
 */
export function parseCommand(command: Command, words: readonly string[]): ParsedCommand {
  const definitions: Readonly<Record<string, OptionDefinition>> = { ...command.options, ...GLOBAL_OPTIONS };
  const { tokens, positionals } = parseArgs({
    args: withOptionalValues(words, definitions),
    options: {
      ...Object.fromEntries(
        Object.entries(definitions).map(
          ([name, { type }]) => [name, { type: type === 'flag' ? 'boolean' : 'string' }] as const,
        ),
      ),
      help: { type: 'boolean', short: 'h' },
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const values = new Map<string, boolean | string | number | readonly string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const definition = Object.hasOwn(definitions, token.name) ? definitions[token.name] : undefined;
    if (definition === undefined) throw unknownFlag(command, token.rawName, Object.keys(definitions));
    // `--limit --json` would take the second flag as the value of the first.
    const value = token.inlineValue === false && token.value.startsWith('-') ? undefined : token.value;
    const given = read(token.rawName, definition, value);
    const before = values.get(token.name);
    // `--resource a --resource b` means both; to forget the first one without a word would load less than was asked for.
    values.set(token.name, Array.isArray(before) && Array.isArray(given) ? [...before, ...given] : given);
  }
  const wantsHelp = values.get('help') === true;
  if (!wantsHelp) checkArguments(command, positionals);
  const flags = Object.entries(definitions).filter(([, { type }]) => type === 'flag');
  const all = { ...Object.fromEntries(flags.map(([name]) => [name, false])), ...Object.fromEntries(values) };
  // Every flag is there, and `read` gave each value the type of its definition.
  return { arguments: positionals, options: all, globals: all as unknown as ParsedCommand['globals'] };
}

/**
 * Gives flags that may stand alone an empty value, so that they do not take the next word for it. Only digits are taken from
 * the next word: nothing else there is sure not to be an argument.
 */
function withOptionalValues(
  words: readonly string[],
  definitions: Readonly<Record<string, OptionDefinition>>,
): string[] {
  const end = words.indexOf('--');
  const flags = end === -1 ? words : words.slice(0, end);
  const result: string[] = [];
  for (let index = 0; index < flags.length; index++) {
    const word = flags[index] ?? '';
    const name = word.startsWith('--') ? word.slice(2) : '';
    const type = Object.hasOwn(definitions, name) ? definitions[name]?.type : undefined;
    if (type === 'flag-or-count' && /^\d+$/.test(flags[index + 1] ?? '')) {
      result.push(`${word}=${flags[index + 1]}`);
      index += 1;
    } else result.push(type === 'flag-or-count' || type === 'flag-or-list' ? `${word}=` : word);
  }
  return [...result, ...words.slice(flags.length)];
}

function read(
  flag: string,
  definition: OptionDefinition,
  value: string | undefined,
): boolean | string | number | readonly string[] {
  if (definition.type === 'flag') {
    if (value !== undefined) throw usageError(`${flag} takes no value`, `Write ${flag} alone.`);
    return true;
  }
  if ((definition.type === 'flag-or-count' || definition.type === 'flag-or-list') && value === '') return true;
  if (value === undefined || value === '') {
    throw usageError(
      `${flag} needs a value`,
      `Write ${flag} <${definition.value}>, or ${flag}=<${definition.value}> where it starts with a dash.`,
    );
  }
  switch (definition.type) {
    case 'flag-or-count':
    case 'count':
      if (/^[1-9]\d{0,14}$/.test(value)) return Number(value);
      throw usageError(
        `${flag} must be a whole number above zero, not ${JSON.stringify(value)}`,
        `Write ${flag} <${definition.value}>.`,
      );
    case 'flag-or-list':
    case 'list':
      return value
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '');
    case 'text': {
      const { choices } = definition;
      if (choices === undefined || choices.includes(value)) return value;
      throw usageError(
        `${flag} cannot be ${JSON.stringify(value)}${didYouMean(value, choices)}`,
        `Take one of ${choices.join(', ')}.`,
      );
    }
  }
}

function checkArguments(command: Command, positionals: readonly string[]): void {
  const missing = command.arguments.find(
    (argument, index) => argument.required === true && positionals[index] === undefined,
  );
  if (missing !== undefined)
    throw usageError(`leat ${command.name} needs <${missing.name}>: ${missing.summary}`, seeHelp(command));
  const extra = positionals[command.arguments.length];
  if (extra === undefined) return;
  throw usageError(`leat ${command.name} does not know what to do with ${JSON.stringify(extra)}`, seeHelp(command));
}

function unknownFlag(command: Command, flag: string, known: readonly string[]): Error {
  const names = known.map((name) => `--${name}`);
  return usageError(
    `leat ${command.name} has no flag ${JSON.stringify(flag)}${didYouMean(flag, names)}`,
    seeHelp(command),
  );
}

function seeHelp(command: Command): string {
  return `See leat ${command.name} --help.`;
}
