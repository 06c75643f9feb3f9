import type { CommandError, CommandOutput } from './command.ts';
import { printPythonJson } from './json.ts';
import type { JsonObject } from './json.ts';
import { resultOfText } from './text-result.ts';
import { printTable } from './text-table.ts';

/** What `/result` answers when a command is done. */
export interface CommandResult {
  readonly status: number;
  readonly body: JsonObject;
  /** Exceptions are never encrypted. */
  readonly neverEncrypted?: true;
}

/** Whether the service takes the command's output for JSON: exactly one space or `=` counts. */
export function asksForJson(command: string): boolean {
  return command.includes('--format=json') || command.includes('--format json');
}

/** The result of a command that threw. */
export function resultOfException(error: CommandError): CommandResult {
  return {
    status: 500,
    body: { status: 'error', error: `Unexpected error: ${error.message}` },
    neverEncrypted: true,
  };
}

/** The result of a command whose output is no JSON although JSON was asked for. */
export function resultOfInvalidJson(command: string): CommandResult {
  return {
    status: 400,
    body: { status: 'error', command: echoOf(command), error: 'Invalid JSON response', data: null },
  };
}

/** The result of what a command handed back; `log` is what it logged besides. */
export function resultOfOutput(command: string, output: CommandOutput, log: readonly string[]): CommandResult {
  switch (output.kind) {
    case 'rows':
    case 'document': {
      const data = output.kind === 'rows' ? output.rows : output.data;
      if (asksForJson(command)) return successful(echoOf(command), data);
      const printed =
        wantsJsonText(command) || output.kind === 'document' ? printPythonJson(data, 2) : printTable(output.rows);
      return resultOfText(command, printed);
    }
    case 'reply':
      return successful(command.split(' ').slice(0, 2).join(' '), output.data);
    case 'parsed':
      return successful(command.split(' ')[0] ?? '', output.data);
    case 'text':
      return asksForJson(command) ? resultOfInvalidJson(command) : resultOfText(command, output.text);
    case 'log':
      return resultOfText(command, [...log, output.text].join('\n'));
    case 'silent':
    default:
      return log.length > 0 ? resultOfText(command, log.join('\n')) : resultOfSilence(command);
  }
}

function successful(command: string, data: CommandData): CommandResult {
  return { status: 200, body: { status: 'success', command, data } };
}

type CommandData = Extract<CommandOutput, { kind: 'document' }>['data'];

function resultOfSilence(command: string): CommandResult {
  const [first = ''] = command.split(' ');
  const message = command.includes('sync-down')
    ? 'Vault synchronized successfully'
    : 'Command executed successfully but produced no output';
  return { status: 200, body: { status: 'success', command: first, message, data: null } };
}

/** `--format  json` (more than one space) prints JSON, which the service then reads as text. */
function wantsJsonText(command: string): boolean {
  return /--format\s+["']?json/.test(command);
}

/** The echoed command: the text before the format option. */
function echoOf(command: string): string {
  const at = command.search(/\s--format[= ]json/);
  return at === -1 ? command : command.slice(0, at);
}
