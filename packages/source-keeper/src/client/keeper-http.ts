import ky, { type KyInstance } from 'ky';
import { isLeatError } from '@leat/core';
import { toTransportFailure } from '../errors/transport-failure.ts';
import type { RowSink } from '../answers/row-sink.ts';
import type { HttpAnswer } from './http-answer.ts';
import { createNodeFetch, IDLE_TIMEOUT_HEADER, type TlsOptions } from './node-fetch.ts';
import { readBody } from './read-body.ts';

export interface KeeperHttpOptions {
  readonly baseUrl: URL;
  readonly revealApiKey: () => string;
  readonly tls: TlsOptions;
  readonly maxResponseBytes: number;
  /** Milliseconds without a byte after which a connection is given up. */
  readonly idleTimeout: number;
}

/** One request. */
export interface HttpQuestion {
  readonly path: string;
  readonly json?: object | undefined;
  readonly signal: AbortSignal;
  /** Called while the body arrives; may throw to stop it. */
  readonly step: () => void;
  /** Takes the rows of a successful answer while it arrives; the answer is what is left. */
  readonly sink?: RowSink | undefined;
  /** Milliseconds without a byte after which this connection is given up, where it is not the usual time. */
  readonly timeout?: number | undefined;
}

/** One request and its whole answer; knows nothing of commands, limits and retries. */
export class KeeperHttp {
  readonly #ky: KyInstance;
  readonly #maxBytes: number;
  readonly #baseUrl: URL;

  constructor(options: KeeperHttpOptions) {
    this.#baseUrl = options.baseUrl;
    this.#maxBytes = options.maxResponseBytes;
    this.#ky = ky.create({
      prefix: options.baseUrl,
      // What to retry depends on the meaning of an answer, which ky cannot know.
      retry: 0,
      throwHttpErrors: false,
      timeout: false,
      redirect: 'manual',
      fetch: createNodeFetch({
        credential: {
          origin: options.baseUrl.origin,
          name: 'api-key',
          reveal: options.revealApiKey,
        },
        idleTimeout: options.idleTimeout,
        tls: options.tls,
      }),
    });
  }

  /**
   * Sends one request.
   *
   * @throws TransportFailure without an answer; the signal's reason when it aborts; LEAT_KEEPER_BODY_TOO_LARGE
   */
  async send({ path, json, signal, step, sink, timeout }: HttpQuestion): Promise<HttpAnswer> {
    try {
      const headers = timeout === undefined ? {} : { [IDLE_TIMEOUT_HEADER]: String(timeout) };
      const response = await (json === undefined
        ? this.#ky.get(path, { signal, headers })
        : this.#ky.post(path, { json, signal, headers }));
      const streams =
        response.status === 200 && /^application\/json\b/i.test(response.headers.get('content-type') ?? '');
      const body = await readBody(response, this.#maxBytes, step, streams ? sink : undefined);
      const date = Date.parse(response.headers.get('date') ?? '');
      const server = response.headers.get('server');
      const redirectOrigin = originOf(response.headers.get('location'), this.#baseUrl);
      return {
        status: response.status,
        contentType: response.headers.get('content-type') ?? '',
        body,
        ...(Number.isNaN(date) ? {} : { date }),
        ...(server === null ? {} : { server }),
        ...(redirectOrigin === undefined ? {} : { redirectOrigin }),
      };
    } catch (error) {
      signal.throwIfAborted();
      // Errors of ky carry the request; only what is known to be clean goes on.
      if (isLeatError(error)) throw error;
      throw toTransportFailure(error);
    }
  }
}

/** Where a redirect leads, without path and query, which may hold tokens of a login page. */
function originOf(location: string | null, base: URL): string | undefined {
  return location === null ? undefined : URL.parse(location, base.href)?.origin;
}
