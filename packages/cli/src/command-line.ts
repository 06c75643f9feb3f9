import { GLOBAL_OPTIONS, LOG_FORMATS, type Command, type LogFormat } from './command.ts';
import { createContext, type CommandProcess } from './command-context.ts';
import { COMMANDS } from './commands.ts';
import { EXIT_CODES, exitCodeOf, type ExitCode } from './exit-codes.ts';
import { commandHelp, globalHelp, helpObject } from './help.ts';
import { Output } from './terminal/output.ts';
import { readVersion } from './version.ts';

/** Runs one command line and ends the process with its exit code. */
export async function runCommandLine(words: readonly string[], process: CommandProcess): Promise<void> {
  const output = new Output(process, { json: words.includes('--json'), logFormat: logFormatOf(words) });
  let code: ExitCode;
  try {
    code = await dispatch(words, process, output);
  } catch (error) {
    const { reportError } = await import('./error-report.ts');
    await reportError(output, error, words.includes('--verbose'));
    code = exitCodeOf(error);
  }
  await output.flush();
  // A plugin may have left a socket or a thread open; the work is done, so nothing is waited for.
  process.exit(code);
}

async function dispatch(words: readonly string[], process: CommandProcess, output: Output): Promise<ExitCode> {
  const [name, ...rest] = commandFirst(words);
  if (name === undefined || name.startsWith('-')) return withoutCommand([name ?? '--help', ...rest], output);
  const entry = COMMANDS.find((command) => command.name === name);
  if (entry === undefined) throw await unknownCommand(name);
  const command = await entry.load();
  const [{ parseCommand }, { systemClock }] = await Promise.all([import('./parse-command.ts'), import('@leat/core')]);
  const { arguments: args, options, globals } = parseCommand(command, rest);
  if (globals.help) return help(output, command);
  const flags = { verbose: globals.verbose, showProgress: !globals['no-progress'] };
  return command.run(createContext(process, output, systemClock, flags), { arguments: args, options });
}

/** `leat --json run` and `leat help run` mean `leat run --json` and `leat run --help`. */
function commandFirst(words: readonly string[]): readonly string[] {
  let start = 0;
  while (ANYWHERE.has((words[start] ?? '').split('=', 1)[0] ?? '')) start += words[start] === LOG_FORMAT ? 2 : 1;
  const flags = words.slice(0, start);
  const [first, ...rest] = words.slice(start);
  return first === 'help'
    ? [...rest, '--help', ...flags]
    : [...(first === undefined ? [] : [first]), ...rest, ...flags];
}

const LOG_FORMAT = '--log-format';

/** Flags that may stand before a command, too. */
const ANYWHERE: ReadonlySet<string> = new Set(
  Object.keys(GLOBAL_OPTIONS)
    .filter((name) => name !== 'help')
    .map((name) => `--${name}`),
);

/** Read before everything else, so that mistakes in the other words are told in this format; a wrong one is told later. */
function logFormatOf(words: readonly string[]): LogFormat {
  const at = words.findLastIndex((word) => word === LOG_FORMAT || word.startsWith(`${LOG_FORMAT}=`));
  const value = words[at] === LOG_FORMAT ? words[at + 1] : words[at]?.slice(LOG_FORMAT.length + 1);
  return LOG_FORMATS.find((format) => format === value) ?? 'text';
}

/** Help and version, and every mistake that starts with a dash. */
async function withoutCommand(words: readonly string[], output: Output): Promise<ExitCode> {
  const flag = words.find((word, index) => !ANYWHERE.has(word) && words[index - 1] !== LOG_FORMAT);
  if (flag === '--version' || flag === '-V') {
    await output.line(readVersion());
    await output.object({ version: 1, leat: readVersion(), node: process.versions.node });
    return EXIT_CODES.done;
  }
  if (flag === undefined || flag === '--help' || flag === '-h') return help(output);
  const { didYouMean } = await import('@leat/runtime');
  const { usageError } = await import('./usage-error.ts');
  const known = ['--help', '--version', ...ANYWHERE];
  throw usageError(
    `there is no flag ${JSON.stringify(flag)}${didYouMean(flag, known)}`,
    'Name a command first; see leat --help.',
  );
}

async function help(output: Output, command?: Command): Promise<ExitCode> {
  await output.line(command === undefined ? globalHelp() : commandHelp(command));
  await output.object(helpObject(command));
  return EXIT_CODES.done;
}

async function unknownCommand(name: string): Promise<Error> {
  const { didYouMean } = await import('@leat/runtime');
  const { usageError } = await import('./usage-error.ts');
  return usageError(
    `there is no command ${JSON.stringify(name)}${didYouMean(
      name,
      COMMANDS.map((command) => command.name),
    )}`,
    'See leat --help.',
  );
}
