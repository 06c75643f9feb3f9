import type { ExitCode } from './exit-codes.ts';
import type { CommandContext } from './command-context.ts';

/** One flag of a command. */
export type OptionDefinition =
  | { readonly type: 'flag'; readonly summary: string }
  | { readonly type: 'text'; readonly value: string; readonly summary: string; readonly choices?: readonly string[] }
  /** Several names with commas between them. */
  | { readonly type: 'list'; readonly value: string; readonly summary: string }
  /** A whole number of at least one. */
  | { readonly type: 'count'; readonly value: string; readonly summary: string }
  /** A flag that may have a whole number behind it: `--wait`, `--wait 60`, `--wait=60`. */
  | { readonly type: 'flag-or-count'; readonly value: string; readonly summary: string }
  /** A flag that may have names behind an equals sign: `--full-refresh`, `--full-refresh=a,b`. */
  | { readonly type: 'flag-or-list'; readonly value: string; readonly summary: string };

export type OptionDefinitions = Readonly<Record<string, OptionDefinition>>;

type ValueOf<D extends OptionDefinition> = D extends { readonly type: 'flag' }
  ? boolean
  : D extends { readonly type: 'list' }
    ? readonly string[] | undefined
    : D extends { readonly type: 'count' }
      ? number | undefined
      : D extends { readonly type: 'flag-or-count' }
        ? number | true | undefined
        : D extends { readonly type: 'flag-or-list' }
          ? readonly string[] | true | undefined
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

/** How things are said on stderr. */
export const LOG_FORMATS = ['text', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

type Flag = Extract<OptionDefinition, { readonly type: 'flag' }>;

/** Flags every command takes. */
export const GLOBAL_OPTIONS: Readonly<Record<'json' | 'verbose' | 'no-progress' | 'help', Flag>> & {
  readonly 'log-format': TextOption & { readonly choices: typeof LOG_FORMATS };
} = {
  json: { type: 'flag', summary: 'Print one JSON object instead of text' },
  verbose: { type: 'flag', summary: 'Say more on stderr; errors show their stack' },
  'no-progress': { type: 'flag', summary: 'Show no progress' },
  'log-format': {
    type: 'text',
    value: 'format',
    choices: LOG_FORMATS,
    summary: 'json: one JSON object per line on stderr, events of runs among them',
  },
  help: { type: 'flag', summary: 'Explain the command' },
};

/** A flag with any text behind it. */
interface TextOption {
  readonly type: 'text';
  readonly value: string;
  readonly summary: string;
}

/** Flags of commands about one dataset. */
export const DATASET_OPTIONS: Readonly<Record<'destination' | 'dataset', TextOption>> = {
  destination: { type: 'text', value: 'name', summary: 'Where the pipeline was loaded to, if not as configured' },
  dataset: { type: 'text', value: 'name', summary: 'Which dataset (schema), if not as configured' },
};

/** The flag of commands whose arguments are something else. */
export const PIPELINE_OPTION: Readonly<Record<'pipeline', TextOption>> = {
  pipeline: { type: 'text', value: 'name', summary: 'Which pipeline; the only one when left out' },
};

/** The argument of commands about one pipeline. */
export const PIPELINE_ARGUMENT: ArgumentDefinition = {
  name: 'pipeline',
  summary: 'A pipeline of the project, or a source; the only pipeline when left out',
};
