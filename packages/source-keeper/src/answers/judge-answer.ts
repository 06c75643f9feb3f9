import type { Endpoint } from '../client/http-answer.ts';
import { parseRateWindow } from '../client/rate-limiter.ts';
import type { KeeperErrorCode } from '../errors/error-codes.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { cleanLine, serverText } from '../errors/server-text.ts';
import { judgeFailure } from './command-failure.ts';
import { type DecodedAnswer, holdsResult, type JsonObject } from './decoded-answer.ts';
import { nameOf, quoteServer, type Subject } from './subject.ts';
import type { RepeatReason, Verdict } from './verdict.ts';

/**
 * Says what an answer means for its endpoint. Decides nothing about time or number of attempts, and throws nothing.
 *
 * Situations as recorded from Commander 18.0.13, together with what proxies do in front of it.
 */
export function judgeAnswer(endpoint: Endpoint, answer: DecodedAnswer, subject: Subject): Verdict {
  const { status } = answer;
  if (status >= 300 && status < 400) return judgeRedirect(answer);
  if (answer.kind === 'page') return judgePage(status, answer.text, subject);
  if (answer.kind === 'sealed') {
    const message = answer.keyKnown
      ? `${nameOf(subject)} was answered with a body that encryptionKey does not open.`
      : `${nameOf(subject)} was answered with an encrypted body, and there is no encryptionKey.`;
    return fail('LEAT_KEEPER_DECRYPTION', message);
  }
  if (answer.kind === 'garbled') {
    const message = `${nameOf(subject)} was answered with what is no answer of the service: ${answer.reason} (status ${status}).`;
    return repeat('garbled', 'LEAT_KEEPER_MALFORMED_ANSWER', message, status);
  }
  const { value } = answer;
  const refusal = judgeTransport(endpoint, status, value, subject);
  if (refusal !== undefined) return refusal;
  if (endpoint === 'submit') return judgeSubmit(status, value, subject);
  if (endpoint === 'result') return judgeResult(answer, value, subject);
  if (endpoint === 'v1') return judgeDirect(answer, value, subject);
  return judgeInfo(endpoint, answer, value, subject);
}

function judgeRedirect({ status, redirectOrigin }: DecodedAnswer): Verdict {
  const target = redirectOrigin === undefined ? '' : ` to ${redirectOrigin}`;
  return fail('LEAT_KEEPER_REDIRECT', `The service redirects${target} (status ${status}).`);
}

function judgePage(status: number, text: string, subject: Subject): Verdict {
  if (status === 429) return rateLimited(text);
  if (status === 401)
    return repeat('unauthorized', 'LEAT_KEEPER_UNAUTHORIZED', 'A proxy refused the request as unauthorized.', status);
  if (status === 404 || status === 405) {
    const message = `baseUrl does not lead to Service Mode's API v2 (status ${status}).`;
    return { kind: 'failed', error: keeperError('LEAT_KEEPER_NOT_SERVICE_MODE', message, { details: { status } }) };
  }
  const message = `${nameOf(subject)} was answered by a proxy with a page of its own (status ${status}).`;
  return repeat('proxy', 'LEAT_KEEPER_PROXY_ERROR', message, status);
}

/** What the HTTP layer of the service refuses whatever the request was. */
function judgeTransport(endpoint: Endpoint, status: number, value: JsonObject, subject: Subject): Verdict | undefined {
  const text = serverText(value['error']);
  if (status === 401) {
    const message = `The service refused the API key: ${quoteServer(subject, text)}`;
    return repeat('unauthorized', 'LEAT_KEEPER_UNAUTHORIZED', message, status);
  }
  // On a result, 429 without either sign is the command's own: Keeper's cloud throttled it.
  const ours = !holdsResult(endpoint) || value['result_code'] === 'rate_limited' || parseRateWindow(text) !== undefined;
  if (status === 429 && ours) return rateLimited(text);
  if (status === 403 && text.startsWith('IP is not allowed')) {
    return fail('LEAT_KEEPER_ADDRESS_REFUSED', 'The service accepts no requests from this address.');
  }
  if (status === 403 && text === 'Access denied' && value['command'] === undefined) {
    return fail('LEAT_KEEPER_ACCESS_DENIED', 'The service denied access without naming a reason.');
  }
  return undefined;
}

function judgeInfo(endpoint: Endpoint, answer: DecodedAnswer, value: JsonObject, subject: Subject): Verdict {
  const { date, server } = answer;
  const told = { ...(date === undefined ? {} : { date }), ...(server === undefined ? {} : { server }) };
  if (answer.status === 200) return { kind: 'info', value, ...told };
  if (answer.status >= 500) return unexpected(answer.status, value, subject);
  return fail('LEAT_KEEPER_MALFORMED_ANSWER', `The service answered /${endpoint} with status ${answer.status}.`);
}

function judgeSubmit(status: number, value: JsonObject, subject: Subject): Verdict {
  const text = serverText(value['error']);
  const requestId = value['request_id'];
  if (status === 202 && typeof requestId === 'string' && /^[\w-]{1,100}$/.test(requestId))
    return { kind: 'accepted', requestId };
  if (status === 403 && text.startsWith('Not permitted')) return notGranted(subject);
  if (status === 503)
    return repeat('queue-full', 'LEAT_KEEPER_TIMEOUT', 'The queue of the service stayed full.', status);
  if (status === 404)
    return fail('LEAT_KEEPER_NOT_SERVICE_MODE', "baseUrl does not lead to Service Mode's API v2 (status 404).");
  if ((status >= 400 && status < 500) || text.startsWith('400 Bad Request')) {
    return fail('LEAT_KEEPER_REQUEST_REFUSED', `${nameOf(subject)} was refused: ${quoteServer(subject, text)}`);
  }
  return unexpected(status, value, subject);
}

/** v1 answers a submission with the result of the command; both kinds of refusal come in one place. */
function judgeDirect(answer: DecodedAnswer, value: JsonObject, subject: Subject): Verdict {
  const text = serverText(value['error']);
  if (answer.status === 403 && text.startsWith('Not permitted') && value['command'] === undefined)
    return notGranted(subject);
  if (answer.status === 503 && /queue is full/i.test(text))
    return repeat('queue-full', 'LEAT_KEEPER_TIMEOUT', 'The queue of the service stayed full.', answer.status);
  return judgeResult(answer, value, subject);
}

function notGranted(subject: Subject): Verdict {
  const root = cleanLine(subject.command?.root ?? '');
  const error = keeperError('LEAT_KEEPER_COMMAND_NOT_GRANTED', `The API key may not run "${root}".`, {
    remedy: `On the Commander host, add "${root}" to the command list of the key (service-create -c, or service-config-add for a new key).`,
    details: { root },
  });
  return { kind: 'failed', error };
}

function judgeResult(answer: DecodedAnswer, value: JsonObject, subject: Subject): Verdict {
  const { status } = answer;
  const state = value['status'];
  if (status === 202) {
    // Versions before 17.2.13 say so for ever; later ones send 504.
    if (state === 'expired') return expired(subject);
    // "completed" shows for an instant before the result does.
    return { kind: 'pending', phase: state === 'queued' ? 'queued' : 'processing' };
  }
  if (status === 404) {
    const message = `${nameOf(subject)} was forgotten by the service again and again.`;
    return {
      kind: 'resubmit',
      reason: 'lost',
      error: keeperError('LEAT_KEEPER_RESULT_LOST', message),
    };
  }
  if (status === 504) return expired(subject);
  if (status === 502 || status === 503) return unexpected(status, value, subject);
  if (status === 200 && state === 'success') {
    const output = { data: value['data'] ?? null, message: subject.hide(serverText(value['message'])) };
    return {
      kind: 'done',
      output: answer.date === undefined ? output : { ...output, date: answer.date },
    };
  }
  if (state === undefined && value['error'] === undefined && value['message'] === undefined) {
    const message = `${nameOf(subject)} was answered with an object of unknown shape (status ${status}).`;
    return repeat('garbled', 'LEAT_KEEPER_MALFORMED_ANSWER', message, status);
  }
  return judgeFailure(status, value, subject);
}

function expired(subject: Subject): Verdict {
  const message = `${nameOf(subject)} expired in the queue of the service again and again.`;
  return {
    kind: 'resubmit',
    reason: 'expired',
    error: keeperError('LEAT_KEEPER_RESULT_LOST', message),
  };
}

function unexpected(status: number, value: JsonObject, subject: Subject): Verdict {
  const quoted = quoteServer(subject, serverText(value['error'] ?? value['message']));
  const message = `${nameOf(subject)} was answered with status ${status}${quoted === '' ? '.' : `: ${quoted}`}`;
  return repeat('proxy', 'LEAT_KEEPER_PROXY_ERROR', message, status);
}

function rateLimited(text: string): Verdict {
  const window = parseRateWindow(text);
  const limit = window === undefined ? '' : ` (${window.count} per ${window.milliseconds / 1000} s)`;
  const error = keeperError('LEAT_KEEPER_RATE_LIMITED', `The rate limit of the service is used up${limit}.`);
  return {
    kind: 'repeat',
    reason: 'rate-limited',
    error,
    ...(window === undefined ? {} : { window }),
  };
}

function repeat(reason: RepeatReason, code: KeeperErrorCode, message: string, status: number): Verdict {
  return { kind: 'repeat', reason, error: keeperError(code, message, { details: { status } }) };
}

function fail(code: KeeperErrorCode, message: string): Verdict {
  return { kind: 'failed', error: keeperError(code, message) };
}
