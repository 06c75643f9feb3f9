import { serverText } from '../errors/server-text.ts';
import { keeperError, type KeeperErrorFacts } from '../errors/keeper-error.ts';
import type { KeeperErrorCode } from '../errors/error-codes.ts';
import type { JsonObject } from './decoded-answer.ts';
import { nameOf, quoteLine, type Subject } from './subject.ts';
import type { Verdict } from './verdict.ts';

interface Rule {
  readonly pattern: RegExp;
  readonly code: KeeperErrorCode;
  readonly said: string;
  readonly remedy?: string;
  readonly transient?: boolean;
}

/** Texts of Commander 18.0.13 and the release after it, by what they mean; the first that fits decides. */
const RULES: readonly Rule[] = [
  {
    pattern: /session_token|session token|not logged in|please log in/i,
    code: 'LEAT_KEEPER_SESSION_EXPIRED',
    said: "failed because the service's session with Keeper has ended",
  },
  {
    pattern: /EOF when reading a line/,
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    said: 'asked a question that nobody can answer',
    remedy: 'Run the command once on the Commander host and answer it there (a pending share or a login is usual).',
  },
  {
    pattern: /not permitted through Service Mode/i,
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    said: 'is closed to Service Mode in this version of Commander',
    remedy: 'Leave the command out of the options.',
  },
  {
    pattern: /add-?on is required|is not enabled for this enterprise|licen[cs]e (is )?(required|does not)/i,
    code: 'LEAT_KEEPER_NOT_LICENSED',
    said: 'needs what the licence does not include',
  },
  {
    pattern:
      /restricted to Keeper|required privilege|insufficient privileges|permission denied|access denied|not authorized|must be a root admin|not an? \w+ administrator/i,
    code: 'LEAT_KEEPER_NOT_PERMITTED',
    said: "is not permitted to the service's user",
  },
  { pattern: /^Invalid JSON response$/, code: 'LEAT_KEEPER_TEXT_OUTPUT', said: 'printed no JSON' },
  {
    pattern: /unrecognized arguments|^argument |arguments are required|invalid choice/,
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    said: 'was refused because of its arguments',
    remedy: 'Correct the arguments; the version of Commander decides which exist.',
  },
  {
    pattern: /^(Unexpected error: )?(5\d\d: |.*(timed out|Connection (aborted|refused|reset)|Max retries exceeded))/i,
    code: 'LEAT_KEEPER_COMMAND_FAILED',
    said: "failed because Keeper's cloud did not answer the service",
    remedy: 'Run again later.',
    transient: true,
  },
];

const THROTTLED = /(^|: )throttled: |due to repeated attempts, your request has been throttled/i;

/**
 * Explains a result that is no success: the status says nothing reliable, since the service derives it from words in the output,
 * so the text decides.
 */
export function judgeFailure(status: number, value: JsonObject, subject: Subject): Verdict {
  const text = serverText(value['error'] ?? value['message']);
  const details = { status, command: subject.command?.label ?? '' };
  if (status === 429 || (status >= 500 && THROTTLED.test(text))) {
    const error = keeperError('LEAT_KEEPER_THROTTLED', `${nameOf(subject)} was throttled by Keeper's cloud.`, {
      details,
    });
    return { kind: 'resubmit', reason: 'throttled', error };
  }
  const rule =
    RULES.find(({ pattern }) => text.split(/[\r\n]+/).some((line) => pattern.test(line))) ?? fallback(status);
  const quoted = quoteLine(subject, text, rule.pattern);
  const message = `${nameOf(subject)} ${rule.said}${quoted === '' ? '.' : `: ${quoted}`}`;
  return {
    kind: 'failed',
    error: keeperError(rule.code, message, factsOf(rule, subject, details)),
  };
}

function fallback(status: number): Rule {
  const said = status < 400 ? 'did not succeed as a whole' : 'failed';
  // Matches no line, so the first one is quoted.
  const pattern = /(?!)/;
  return status === 403
    ? { pattern, code: 'LEAT_KEEPER_NOT_PERMITTED', said: "is not permitted to the service's user" }
    : { pattern, code: 'LEAT_KEEPER_COMMAND_FAILED', said };
}

function factsOf(rule: Rule, subject: Subject, details: KeeperErrorFacts['details']): KeeperErrorFacts {
  const privilege = rule.code === 'LEAT_KEEPER_NOT_PERMITTED' ? subject.command?.privilege : undefined;
  const remedy =
    privilege === undefined
      ? rule.remedy
      : `Give the user that Commander is logged in as ${privilege}, or leave the resource out.`;
  return {
    ...(remedy === undefined ? {} : { remedy }),
    ...(details === undefined ? {} : { details }),
    ...(rule.transient === true ? { transient: true } : {}),
  };
}
