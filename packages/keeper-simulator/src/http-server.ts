import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { finished } from 'node:stream/promises';

import type { Clock } from './clock.ts';
import type { RequestFault } from './faults.ts';
import { proxyPage, tooManyRequestsPage } from './responses.ts';
import type { Response } from './responses.ts';
import type { ServiceRequest } from './service.ts';

const titles: Readonly<Record<number, string>> = {
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** What the HTTP server asks and tells. */
export interface HttpHandler {
  readonly clock: Clock;
  /** The failure that is due for this request. */
  fault(request: ServiceRequest): RequestFault | undefined;
  answer(request: ServiceRequest): Promise<Response>;
  /** Called once for each request; `status` is 0 when the connection was cut. */
  seen(request: ServiceRequest, status: number): void;
  /** Aborted when the process that now answers ends. */
  processSignal(): AbortSignal;
}

/** Makes the HTTP server: reads requests, applies failures of the way, writes answers with the service's headers. */
export function createHttpServer(handler: HttpHandler): Server {
  return createServer((incoming, outgoing) => {
    void serve(incoming, outgoing, handler).catch((error: unknown) => {
      outgoing.destroy();
      // A client that went away needs no answer. Anything else is a fault of the simulator, which must end the process as an
      // unhandled rejection and not pass for an answer of Keeper's.
      if (!incoming.errored) throw error;
    });
  });
}

async function serve(incoming: IncomingMessage, outgoing: ServerResponse, handler: HttpHandler): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => gone.abort());
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
  const url = incoming.url ?? '/';
  const request: ServiceRequest = {
    method: incoming.method ?? 'GET',
    path: url.split('?')[0] ?? '/',
    address: incoming.socket.remoteAddress ?? '',
    apiKey: headerOf(incoming, 'api-key'),
    contentType: incoming.headers['content-type'],
    body: Buffer.concat(chunks).toString('utf8'),
    signal: AbortSignal.any([gone.signal, handler.processSignal()]),
  };
  const fault = handler.fault(request);
  if (fault?.kind === 'drop' && fault.when === 'before') {
    handler.seen(request, 0);
    outgoing.destroy();
    return;
  }
  if (fault?.kind === 'huge-body') {
    handler.seen(request, 200);
    await writeHugeBody(outgoing, fault.bytes, handler);
    return;
  }
  if (fault?.kind === 'delay') await handler.clock.sleep(fault.milliseconds, request.signal);
  const response = responseOfFault(fault) ?? (await handler.answer(request));
  if (request.signal.aborted) {
    handler.seen(request, 0);
    outgoing.destroy();
    return;
  }
  const cut = fault?.kind === 'drop' || fault?.kind === 'truncated';
  handler.seen(request, fault?.kind === 'drop' ? 0 : response.status);
  if (fault?.kind === 'drop') outgoing.destroy();
  else write(outgoing, response, request.method, handler, cut);
}

function headerOf(incoming: IncomingMessage, name: string): string | undefined {
  const value = incoming.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function responseOfFault(fault: RequestFault | undefined): Response | undefined {
  if (fault === undefined) return undefined;
  switch (fault.kind) {
    case 'html':
      return proxyPage(fault.status, titles[fault.status] ?? '');
    case 'rate-limited':
      return tooManyRequestsPage(fault.limit ?? '60 per 1 minute');
    case 'malformed-json':
      return {
        status: 200,
        contentType: 'application/json',
        body: '{"command":"list","data":[{"record_uid":"\n',
      };
    case 'redirect': {
      const headers = { Location: fault.location };
      return { status: fault.status ?? 307, contentType: 'text/html', body: '', headers };
    }
    case 'answer':
      return { status: fault.status, contentType: fault.contentType, body: fault.body };
    case 'delay':
    case 'drop':
    case 'huge-body':
    case 'truncated':
    default:
      return undefined;
  }
}

function write(outgoing: ServerResponse, response: Response, method: string, handler: HttpHandler, cut: boolean): void {
  const body = typeof response.body === 'string' ? Buffer.from(response.body, 'utf8') : response.body;
  writeHead(outgoing, response, body.length, handler);
  if (method === 'HEAD') outgoing.end();
  else if (!cut) outgoing.end(body);
  else outgoing.write(body.subarray(0, Math.floor(body.length / 2)), () => outgoing.destroy());
}

function writeHead(outgoing: ServerResponse, response: Response, length: number, handler: HttpHandler): void {
  outgoing.sendDate = false;
  outgoing.writeHead(response.status, {
    Server: 'Werkzeug/3.1.9 Python/3.11.7',
    Date: new Date(handler.clock.now()).toUTCString(),
    'Content-Type': response.contentType,
    'Content-Length': length,
    ...response.headers,
    Connection: 'close',
  });
}

async function writeHugeBody(outgoing: ServerResponse, bytes: number, handler: HttpHandler): Promise<void> {
  const begin = Buffer.from('{"command":"list","data":["');
  writeHead(outgoing, { status: 200, contentType: 'application/json', body: '' }, bytes, handler);
  const chunk = Buffer.alloc(64 * 1024, 'x');
  outgoing.write(begin.subarray(0, bytes));
  let left = bytes - begin.length;
  while (left > 0 && !outgoing.destroyed) {
    const part = chunk.subarray(0, Math.min(left, chunk.length));
    left -= part.length;
    // oxlint-disable-next-line no-await-in-loop -- a client that reads slowly must not fill the memory
    if (!outgoing.write(part)) await Promise.race([drained(outgoing), finished(outgoing).catch(() => undefined)]);
  }
  outgoing.end();
}

function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.once('drain', resolve);
  });
}
