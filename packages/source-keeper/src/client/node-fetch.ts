import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import zlib from 'node:zlib';
import { toTransportFailure, TransportFailure } from '../errors/transport-failure.ts';

/** Header by which a request asks for another idle timeout; it never leaves this file. */
export const IDLE_TIMEOUT_HEADER = 'x-leat-idle-timeout';

/** How connections by https are trusted, and what the client shows of itself. */
export interface TlsOptions {
  /** Authorities (PEM) trusted instead of Node's own. */
  readonly ca?: string | undefined;
  /** SHA-256 fingerprint of the one certificate that is accepted, beside the check of its chain: 64 hexadecimal digits, in upper case. */
  readonly pin?: string | undefined;
  /** Certificate (PEM) that the client shows, for a proxy that asks for one. */
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
}

export interface NodeFetchOptions {
  /** Header added to every request to this origin and to no other. */
  readonly credential: {
    readonly origin: string;
    readonly name: string;
    readonly reveal: () => string;
  };
  readonly tls: TlsOptions;
  /** Milliseconds without a byte in either direction after which the connection is given up. */
  readonly idleTimeout: number;
}

/**
 * Makes a `fetch` for ky on `node:http` and `node:https`.
 *
 * The platform's own takes no certificate authority per request, and this one can promise more: it follows no redirect, it adds the
 * credential below ky, so that no error of ky can carry it, and it fails with {@link TransportFailure} only.
 */
export function createNodeFetch(options: NodeFetchOptions): (input: string | URL | Request) => Promise<Response> {
  const agents = {
    http: new http.Agent({ keepAlive: true }),
    https: new https.Agent({ keepAlive: true, ...agentOptions(options.tls) }),
  };
  return async (input) => {
    const request = input instanceof Request ? input : new Request(input);
    const body = request.body === null ? undefined : Buffer.from(await request.arrayBuffer());
    const url = new URL(request.url);
    const headers = headersOf(request, url, options, body);
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const settings = { method: request.method, headers, signal: request.signal };
    const outgoing =
      url.protocol === 'https:'
        ? https.request(url, { ...settings, agent: agents.https })
        : http.request(url, { ...settings, agent: agents.http });
    const idleTimeout = Number(request.headers.get(IDLE_TIMEOUT_HEADER) ?? options.idleTimeout);
    outgoing.setTimeout(idleTimeout, () => {
      outgoing.destroy(new TransportFailure('ETIMEDOUT', `Nothing came from ${url.host} for ${idleTimeout / 1000} s.`));
    });
    outgoing.on('error', (error) => {
      reject(request.signal.aborted ? error : toTransportFailure(error));
    });
    outgoing.on('response', (incoming) => {
      resolve(toResponse(incoming));
    });
    outgoing.end(body);
    return promise;
  };
}

function agentOptions({ ca, pin, certificate, key }: TlsOptions): https.AgentOptions {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(certificate === undefined || key === undefined ? {} : { cert: certificate, key }),
    ...(pin === undefined
      ? {}
      : {
          // A resumed session is not checked again.
          maxCachedSessions: 0,
          checkServerIdentity: (host: string, peer: PeerCertificate): Error | undefined =>
            checkServerIdentity(host, peer) ?? checkPin(peer, pin),
        }),
  };
}

/** Runs before anything of the request is sent. */
function checkPin(peer: PeerCertificate, pin: string): Error | undefined {
  if (peer.fingerprint256.replaceAll(':', '').toUpperCase() === pin) return undefined;
  return new TransportFailure('ERR_TLS_PIN', 'The certificate of the service is not the pinned one.');
}

function headersOf(
  request: Request,
  url: URL,
  options: NodeFetchOptions,
  body: Buffer | undefined,
): Record<string, string> {
  const { credential } = options;
  const { [IDLE_TIMEOUT_HEADER]: _own, ...given } = Object.fromEntries(request.headers);
  return {
    ...given,
    'accept-encoding': 'gzip, deflate, br',
    ...(body === undefined ? {} : { 'content-length': String(body.byteLength) }),
    ...(url.origin === credential.origin ? { [credential.name]: credential.reveal() } : {}),
  };
}

function toResponse(incoming: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const item of Array.isArray(value) ? value : [value ?? '']) headers.append(name, item);
  }
  const status = incoming.statusCode ?? 0;
  if (status === 204 || status === 205 || status === 304) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  // Node's stream type and the one of `Response` are declared apart; at run time they are the same class.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  const body = Readable.toWeb(inflated(incoming)) as NodeReadableStream<Uint8Array>;
  return new Response(body, { status, headers });
}

/** Undoes the compression a proxy may have added; the service itself never compresses. */
function inflated(incoming: http.IncomingMessage): Readable {
  const encoding = incoming.headers['content-encoding']?.trim().toLowerCase();
  if (encoding === undefined || encoding === '' || encoding === 'identity') return incoming;
  const decoder = encoding === 'br' ? zlib.createBrotliDecompress() : zlib.createUnzip();
  incoming.on('error', (error) => decoder.destroy(error));
  return incoming.pipe(decoder);
}
