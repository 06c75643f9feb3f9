import type { Arguments, ArgumentSpec } from './arguments.ts';
import type { JsonObject, JsonValue } from './json.ts';
import type { KeeperSession } from './keeper-session.ts';

/** What a command hands back to the service, before the service makes a result body of it. */
export type CommandOutput =
  /** A report: a JSON list with `--format json`, else a table. */
  | { readonly kind: 'rows'; readonly rows: readonly JsonObject[] }
  /** One JSON value, printed or returned as text. */
  | { readonly kind: 'document'; readonly data: JsonValue }
  /** A value that the service passes on without parsing; its echoed command is the first two words only. */
  | { readonly kind: 'reply'; readonly data: JsonObject }
  /** Text that the service turns into a structure of its own, without `--format json`. */
  | { readonly kind: 'parsed'; readonly data: JsonObject }
  /** Text that was printed. */
  | { readonly kind: 'text'; readonly text: string }
  /** Text that was logged; it counts only when nothing was printed. */
  | { readonly kind: 'log'; readonly text: string }
  /** Nothing was printed. */
  | { readonly kind: 'silent' };

/** What a command may use while it runs. */
export interface CommandContext {
  readonly session: KeeperSession;
  /** Milliseconds since 1970, UTC. */
  readonly now: number;
  /** Minutes that the host's clock is ahead of UTC; most commands print local time without a zone. */
  readonly utcOffsetMinutes: number;
  /** Whether the service saw `--format json` or `--format=json`. */
  readonly json: boolean;
}

/** One command of Commander. */
export interface Command {
  /** Its words, for example `trash list`. */
  readonly name: string;
  /** Other words for the first word, which the key's grant compares as they are. */
  readonly aliases?: readonly string[];
  readonly summary: string;
  readonly arguments?: ArgumentSpec;
  /** Whose session it needs; anybody's when absent. */
  readonly restrictedTo?: 'enterprise' | 'msp';
  run(given: Arguments, context: CommandContext): CommandOutput;
}

/** An exception in a command: the service answers 500 `Unexpected error: …`. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** argparse refused the words of a command; the service reads its text as it reads any log. */
export class ArgumentsRefused extends Error {
  override readonly name = 'ArgumentsRefused';
}

/** The command goes on for ever and blocks the queue until the service is restarted. */
export class NeverEnds extends Error {
  override readonly name = 'NeverEnds';
}

/** The command ends the process's worker thread. */
export class WorkerDies extends Error {
  override readonly name = 'WorkerDies';
}

/** A report of these rows. */
export function rows(list: readonly JsonObject[]): CommandOutput {
  return { kind: 'rows', rows: list };
}
