import type { LeatError, Logger } from '@leat/core';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { isJsonObject, type JsonObject } from './decoded-answer.ts';
import { quoteServer } from './subject.ts';
import type { CommandOutput } from './verdict.ts';

/** Keys under which commands put their list when they print an object. */
const LIST_KEYS = ['devices', 'gateways', 'configurations', 'applications'] as const;

/** argparse complains in a message with status 200 when a command is called without what it needs. */
const COMPLAINT = /arguments are required|^usage: /im;

/**
 * Finds the rows in what a command printed. "No rows" has several spellings: `[]`, an object with only a message, an object with an
 * empty list, null with a message.
 *
 * @param path keys joined with a dot that lead to the rows inside `data`, for commands that print an object
 * @throws SourceError LEAT_KEEPER_TEXT_OUTPUT when the output is text, LEAT_KEEPER_MALFORMED_ANSWER when there are no objects
 */
export function rowsOf(
  output: CommandOutput,
  command: KeeperCommand,
  logger: Logger,
  path?: string,
): readonly JsonObject[] {
  if (output.data === null) return noRows(output.message, command, logger);
  if (path !== undefined && path !== '') return fromValue(at(output.data, path, command), command);
  if (isJsonObject(output.data)) return fromObject(output.data, command);
  return fromValue(output.data, command);
}

function fromObject(data: JsonObject, command: KeeperCommand): readonly JsonObject[] {
  // `nhi-report` prints several lists side by side: those are columns of one row.
  const lists = Object.keys(data).filter((key) => Array.isArray(data[key]));
  const key = LIST_KEYS.find((name) => name === lists[0]);
  if (key !== undefined && lists.length === 1) return fromValue(data[key], command);
  if (Object.keys(data).join() === 'message') return [];
  // One object, such as `whoami` prints: one row.
  return [data];
}

function fromValue(value: unknown, command: KeeperCommand): readonly JsonObject[] {
  if (isJsonObject(value)) return [value];
  if (!Array.isArray(value)) throw noObjects(command);
  return value.map((row: unknown) => {
    if (!isJsonObject(row)) throw noObjects(command);
    return row;
  });
}

function at(data: unknown, path: string, command: KeeperCommand): unknown {
  let value = data;
  for (const key of path.split('.')) {
    value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  // `{"message": …}` in place of an object that holds the rows: there are none.
  if (value === undefined && isJsonObject(data) && Object.keys(data).join() === 'message') return [];
  if (value !== undefined) return value;
  throw keeperError('LEAT_KEEPER_MALFORMED_ANSWER', `"${command.label}" printed nothing at "${path}".`, {
    remedy:
      "Correct rows in the options: keys joined with a dot that lead from the command's JSON to the list of rows.",
  });
}

function noRows(message: string, command: KeeperCommand, logger: Logger): readonly JsonObject[] {
  const line = quoteServer({ command, hide: (text) => text }, message);
  if (COMPLAINT.test(message)) throw textOutput(command, `: ${line}`);
  // Lines of text are output, and may hold what rows hold: none is quoted.
  if (message.trim().includes('\n')) throw textOutput(command, '.');
  // Nothing tells "there is nothing" from "something went wrong" here, so the reader is told.
  logger.log('warn', `keeper: ${command.label} gave no rows${line === '' ? '' : `: ${line}`}`);
  return [];
}

function textOutput(command: KeeperCommand, end: string): LeatError {
  return keeperError('LEAT_KEEPER_TEXT_OUTPUT', `"${command.label}" printed text where rows were due${end}`);
}

function noObjects(command: KeeperCommand): LeatError {
  return keeperError('LEAT_KEEPER_MALFORMED_ANSWER', `"${command.label}" printed JSON that is no list of objects.`, {
    remedy: 'Name the list of rows with rows (keys joined with a dot), or leave the command out.',
  });
}
