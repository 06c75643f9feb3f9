import { COMMANDS } from './commands.ts';
import { GLOBAL_OPTIONS, type Command, type OptionDefinition } from './command.ts';
import { EXIT_CODE_MEANINGS } from './exit-codes.ts';

/** The text of `leat --help`. */
export function globalHelp(): string {
  return [
    'leat loads data from sources into destinations, exactly once.',
    '',
    'Usage: leat <command> [arguments] [flags]',
    '',
    'Commands:',
    ...columns(COMMANDS.map(({ name, summary }) => [name, summary])),
    '',
    'Flags of every command:',
    ...optionLines(GLOBAL_OPTIONS),
    '',
    'Exit codes:',
    ...columns(Object.entries(EXIT_CODE_MEANINGS)),
    '',
    'leat <command> --help explains a command; leat --version prints the version.',
  ].join('\n');
}

/** The text of `leat <command> --help`. */
export function commandHelp(command: Command): string {
  const words = command.arguments.map(({ name, required }) => (required === true ? `<${name}>` : `[${name}]`));
  return [
    `${command.summary}.`,
    '',
    `Usage: ${['leat', command.name, ...words, '[flags]'].join(' ')}`,
    ...section('Arguments:', columns(command.arguments.map(({ name, summary }) => [name, summary]))),
    ...section('Flags:', optionLines({ ...command.options, ...GLOBAL_OPTIONS })),
    ...section(
      'Examples:',
      command.examples.map((example) => `  ${example}`),
    ),
  ].join('\n');
}

/** The same as data, for `--help --json`. */
export function helpObject(command?: Command): object {
  if (command === undefined)
    return {
      version: 1,
      commands: COMMANDS.map(({ name, summary }) => ({ name, summary })),
      exitCodes: EXIT_CODE_MEANINGS,
    };
  const { name, summary, arguments: words, options, examples } = command;
  return { version: 1, name, summary, arguments: words, options: { ...options, ...GLOBAL_OPTIONS }, examples };
}

function optionLines(options: Readonly<Record<string, OptionDefinition>>): readonly string[] {
  return columns(
    Object.entries(options).map(([name, option]) => {
      const value = valueText(option);
      const choices = option.type === 'text' && option.choices !== undefined ? ` (${option.choices.join(', ')})` : '';
      return [`--${name}${value}`, `${option.summary}${choices}`];
    }),
  );
}

function valueText(option: OptionDefinition): string {
  switch (option.type) {
    case 'flag':
      return '';
    case 'flag-or-count':
      return ` [${option.value}]`;
    case 'flag-or-list':
      return `[=${option.value}]`;
    default:
      return ` <${option.value}>`;
  }
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(...rows.map(([first = '']) => first.length));
  return rows.map(([first = '', second = '']) => `  ${first.padEnd(width)}  ${second}`);
}
