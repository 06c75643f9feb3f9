import type { FailOrder, KeeperSimulatorOptions } from '@leat/keeper-simulator';
import type { KeeperClientOptions, KeeperErrorCode } from '../../src/index.ts';
import type { Service } from './service.ts';

/** A situation that no patience cures, and what the caller gets. */
export interface Failing {
  readonly title: string;
  readonly code: KeeperErrorCode;
  readonly service?: KeeperSimulatorOptions;
  readonly options?: Partial<KeeperClientOptions>;
  readonly orders?: readonly FailOrder[];
  readonly arrange?: (service: Service) => void | Promise<void>;
  readonly line?: string;
  readonly message?: RegExp;
  readonly remedy?: RegExp;
  /** Requests at the most. */
  readonly requests?: number;
  /** Virtual seconds at the most; default 0.3, the first look. */
  readonly within?: number;
}

const forever = 1000;
const HTML = {
  kind: 'answer',
  status: 200,
  contentType: 'text/html; charset=utf-8',
  body: '<!DOCTYPE html><title>Log in</title>',
} as const;

/** Refusals, proxies, limits and broken bodies: what happens to single requests. */
export const failingRequests: readonly Failing[] = [
  {
    title: 'a wrong key, after one more try',
    code: 'LEAT_KEEPER_UNAUTHORIZED',
    options: { apiKey: 'not-the-key-of-this-service' },
    message: /Please provide a valid api key/,
    requests: 2,
    within: 2,
  },
  {
    title: 'a key that has expired',
    code: 'LEAT_KEEPER_UNAUTHORIZED',
    service: { apiKeys: [{ key: 'expired-key-of-the-service', commands: ['*'], expiresAt: new Date(0) }] },
    message: /API key has expired/,
    requests: 2,
    within: 2,
  },
  {
    title: 'a command that the key may not run',
    code: 'LEAT_KEEPER_COMMAND_NOT_GRANTED',
    service: { apiKeys: [{ key: 'narrow-key-of-the-service', commands: ['list-sf'] }] },
    message: /"list"/,
    remedy: /add "list" to the command list/,
    requests: 1,
  },
  {
    title: 'an address that is not allowed',
    code: 'LEAT_KEEPER_ADDRESS_REFUSED',
    service: { ipPolicy: { denied: ['127.0.0.1'] } },
    requests: 1,
  },
  {
    title: 'a service without v2, where v1 is not wanted',
    code: 'LEAT_KEEPER_NOT_SERVICE_MODE',
    options: { mode: 'v2' },
    service: { queueEnabled: false },
    requests: 1,
  },
  {
    title: 'a path that is no service',
    code: 'LEAT_KEEPER_NOT_SERVICE_MODE',
    arrange: () => undefined,
    orders: [
      {
        times: forever,
        request: {
          kind: 'answer',
          status: 404,
          contentType: 'text/html',
          body: '<!doctype html>\n<title>404 Not Found</title>',
        },
      },
    ],
    // v2, then v1.
    requests: 2,
  },
  {
    title: 'a redirect',
    code: 'LEAT_KEEPER_REDIRECT',
    orders: [{ request: { kind: 'redirect', location: 'https://login.example.com/?next=secret' } }],
    message: /redirects to https:\/\/login\.example\.com \(status 307\)/,
    requests: 1,
  },
  {
    title: "a proxy's page, after five more tries",
    code: 'LEAT_KEEPER_PROXY_ERROR',
    orders: [{ times: forever, request: { kind: 'html', status: 502 } }],
    message: /status 502/,
    requests: 6,
    within: 31,
  },
  {
    title: 'a login page with status 200',
    code: 'LEAT_KEEPER_PROXY_ERROR',
    orders: [{ times: forever, request: HTML }],
    requests: 6,
    within: 31,
  },
  {
    title: 'malformed JSON, after three more tries',
    code: 'LEAT_KEEPER_MALFORMED_ANSWER',
    orders: [{ endpoint: 'result', times: forever, request: { kind: 'malformed-json' } }],
    message: /LEAT_JSON_MALFORMED/,
    requests: 5,
    within: 4,
  },
  {
    title: 'a body that is always cut',
    code: 'LEAT_KEEPER_MALFORMED_ANSWER',
    orders: [{ endpoint: 'result', times: forever, request: { kind: 'truncated' } }],
    message: /cut in the middle/,
    requests: 5,
    within: 4,
  },
  {
    title: 'an empty body',
    code: 'LEAT_KEEPER_MALFORMED_ANSWER',
    orders: [
      {
        endpoint: 'result',
        times: forever,
        request: { kind: 'answer', status: 200, contentType: 'application/json', body: '' },
      },
    ],
    within: 4,
  },
  {
    title: 'a body above maxResponseBytes',
    code: 'LEAT_KEEPER_BODY_TOO_LARGE',
    options: { maxResponseBytes: 2 ** 20 },
    orders: [{ endpoint: 'result', request: { kind: 'huge-body', bytes: 64 * 2 ** 20 } }],
    message: /1 MiB/,
    requests: 2,
  },
];
