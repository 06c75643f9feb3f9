import type { KeeperCommand } from '../commands/keeper-command.ts';
import { cleanLine, firstLine } from '../errors/server-text.ts';

/** What a request is about, for the messages of its errors. */
export interface Subject {
  /** Absent for requests that are about no command. */
  readonly command?: KeeperCommand;
  /** Hides the keys of this client in a text of the service. */
  readonly hide: (text: string) => string;
}

/** Names the subject at the beginning of a message. */
export function nameOf({ command }: Subject): string {
  return command === undefined ? 'The request' : `The command "${cleanLine(command.label)}"`;
}

/** Stands for a text of the service that may hold a secret. */
export const NOT_SHOWN = '(what the service says is not shown, since the command can reveal secrets)';

/** The first line of a text of the service, fit for a message. */
export function quoteServer(subject: Subject, text: string): string {
  if (subject.command?.unquotable === true) return NOT_SHOWN;
  return subject.hide(firstLine(text));
}

/** The first line that matches, fit for a message; the first line of all when none does. */
export function quoteLine(subject: Subject, text: string, pattern: RegExp): string {
  if (subject.command?.unquotable === true) return NOT_SHOWN;
  const line = text.split(/[\r\n]+/).find((candidate) => pattern.test(candidate));
  return subject.hide(line === undefined ? firstLine(text) : cleanLine(line));
}
