import type { ExitCode } from './exit-codes.ts';
import type { CommandContext } from './command-context.ts';

/** One flag of a command. */
export type OptionDefinition =
  | { readonly type: 'flag'; readonly summary: string }
  | { readonly type: 'text'; readonly value: string; readonly summary: string; readonly choices?: readonly string[] }
  /** Several names with commas between them. */
  | { readonly type: 'list'; readonly value: string; readonly summary: string }
  /** A whole number of at least one. */
  | { readonly type: 'count'; readonly value: string; readonly summary: string };

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

type ValueOf<D extends OptionDefinition> = D extends { readonly type: 'flag' }
  ? boolean
  : D extends { readonly type: 'list' }
    ? readonly string[] | undefined
    : D extends { readonly type: 'count' }
      ? number | undefined
      : D extends { readonly choices: readonly (infer Choice)[] }
        ? Choice | undefined
        : string | undefined;

/** Values of a command's flags, by name. */
export type OptionValues<D extends OptionDefinitions> = { readonly [Name in keyof D]: ValueOf<D[Name]> };

/** One argument without dashes. */
export interface ArgumentDefinition {
  readonly name: string;
  readonly summary: string;
  readonly required?: boolean;
}

/** A command of `leat`: what it takes, and what it does. */
export interface CommandDefinition<Options extends OptionDefinitions> {
  readonly name: string;
  readonly summary: string;
  readonly arguments: readonly ArgumentDefinition[];
  readonly options: Options;
  readonly examples: readonly string[];
  run(
    context: CommandContext,
    input: { readonly arguments: readonly string[]; readonly options: OptionValues<Options> },
  ): Promise<ExitCode>;
}

/** A command whatever its flags: the parser makes sure that `run` gets what it asks for. */
export type Command = CommandDefinition<OptionDefinitions>;

/** Declares a command; the types of its flags follow from their table. */
export function defineCommand<const Options extends OptionDefinitions>(
  definition: CommandDefinition<Options>,
): Command {
  // The parser fills in exactly the flags of `options`, each with the type its definition names; methods compare loosely.
  return definition;
}

type Flag = Extract<OptionDefinition, { readonly type: 'flag' }>;

/** Flags every command takes. */
export const GLOBAL_OPTIONS: Readonly<Record<'json' | 'verbose' | 'no-progress' | 'help', Flag>> = {
  json: { type: 'flag', summary: 'Print one JSON object instead of text' },
  verbose: { type: 'flag', summary: 'Say more on stderr; errors show their stack' },
  'no-progress': { type: 'flag', summary: 'Show no progress' },
  help: { type: 'flag', summary: 'Explain the command' },
};
