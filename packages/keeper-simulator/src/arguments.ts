import { ArgumentsRefused } from './command.ts';

/** One option of a command: a flag, or an option with a text, a list of texts (repeatable) or an integer. */
export interface OptionSpec {
  readonly flags: readonly string[];
  readonly kind: 'flag' | 'text' | 'list' | 'integer';
  readonly choices?: readonly string[];
}

/** What a command accepts behind its name; `--format` and `--output` belong to all. */
export interface ArgumentSpec {
  readonly options?: Readonly<Record<string, OptionSpec>>;
  /** Words behind the options: none, an optional one, a required one (or more) with this name, or any number. */
  readonly words?: 'none' | 'optional' | 'any' | { readonly required: string; readonly many?: boolean };
}

const common: Readonly<Record<string, OptionSpec>> = {
  format: { flags: ['--format'], kind: 'text', choices: ['table', 'csv', 'json', 'pdf'] },
};

/** A shorthand for a flag without value. */
export function flag(...flags: readonly string[]): OptionSpec {
  return { flags, kind: 'flag' };
}

/** A shorthand for an option with one text; `choices` limits it. */
export function text(flags: readonly string[], choices?: readonly string[]): OptionSpec {
  return choices === undefined ? { flags, kind: 'text' } : { flags, kind: 'text', choices };
}

/** The parsed words of one command line. */
export class Arguments {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  readonly words: readonly string[];

  constructor(values: ReadonlyMap<string, readonly string[]>, words: readonly string[]) {
    this.#values = values;
    this.words = words;
  }

  /** Whether the flag was given. */
  has(name: string): boolean {
    return this.#values.has(name);
  }

  /** The last text given for the option. */
  text(name: string): string | undefined {
    return this.#values.get(name)?.at(-1);
  }

  /** All texts given for the option. */
  list(name: string): readonly string[] {
    return this.#values.get(name) ?? [];
  }

  /** All texts given for the option, each split at commas. */
  names(name: string): readonly string[] {
    return this.list(name).flatMap((item) => item.split(',').map((part) => part.trim()));
  }

  /** The integer given for the option. */
  integer(name: string): number | undefined {
    const value = this.text(name);
    return value === undefined ? undefined : Number(value);
  }
}

/**
 * Parses words as Python's argparse does, as far as leat needs it: `--name value`, `--name=value`, `-n value`; no abbreviations.
 * @throws ArgumentsRefused with argparse's words
 */
export function parseArguments(spec: ArgumentSpec, tokens: readonly string[]): Arguments {
  const options = Object.entries({ ...common, ...spec.options });
  const values = new Map<string, string[]>();
  const words: string[] = [];
  const unknown: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] ?? '';
    if (token === '--') {
      words.push(...tokens.slice(index + 1));
      break;
    }
    if (!looksLikeOption(token)) {
      words.push(token);
      continue;
    }
    const equals = token.startsWith('--') ? token.indexOf('=') : -1;
    const name = equals === -1 ? token : token.slice(0, equals);
    const found = options.find(([, option]) => option.flags.includes(name));
    if (found === undefined) {
      unknown.push(token);
      continue;
    }
    const [key, option] = found;
    const given = values.get(key) ?? [];
    values.set(key, given);
    if (option.kind === 'flag') continue;
    if (equals === -1) {
      index += 1;
      given.push(checkedValue(option, followingWord(option, tokens[index])));
    } else given.push(checkedValue(option, token.slice(equals + 1)));
  }
  return new Arguments(values, checkedWords(spec, words, unknown));
}

/** A negative number is a value, anything else behind a dash is an option: so a uid beginning with `-` needs `--name=uid`. */
function looksLikeOption(token: string): boolean {
  return token.length > 1 && token.startsWith('-') && !/^-\d+(\.\d+)?$/.test(token);
}

function followingWord(option: OptionSpec, word: string | undefined): string {
  if (word !== undefined && !looksLikeOption(word)) return word;
  throw new ArgumentsRefused(`argument ${option.flags.join('/')}: expected one argument`);
}

function checkedValue(option: OptionSpec, value: string): string {
  const label = `argument ${option.flags.join('/')}`;
  if (option.kind === 'integer' && !/^\s*[+-]?\d+\s*$/.test(value)) {
    throw new ArgumentsRefused(`${label}: invalid int value: '${value}'`);
  }
  if (option.choices !== undefined && !option.choices.includes(value)) {
    const choices = option.choices.map((choice) => `'${choice}'`).join(', ');
    throw new ArgumentsRefused(`${label}: invalid choice: '${value}' (choose from ${choices})`);
  }
  return value;
}

function checkedWords(spec: ArgumentSpec, words: readonly string[], unknown: readonly string[]): readonly string[] {
  const allowed = spec.words ?? 'none';
  if (typeof allowed === 'object' && words.length === 0) {
    throw new ArgumentsRefused(`the following arguments are required: ${allowed.required}`);
  }
  const many = allowed === 'any' || (typeof allowed === 'object' && allowed.many === true);
  const limit = allowed === 'none' ? 0 : many ? words.length : 1;
  const surplus = [...words.slice(limit), ...unknown];
  if (surplus.length > 0) throw new ArgumentsRefused(`unrecognized arguments: ${surplus.join(' ')}`);
  return words;
}
