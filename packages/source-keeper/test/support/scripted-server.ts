import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it came in. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

/** An answer, or what else to do with the connection. */
export type Script = (seen: Seen, response: http.ServerResponse) => void;

/** A server that does as it is told and remembers what it saw. */
export interface ScriptedServer {
  readonly url: string;
  readonly seen: readonly Seen[];
}

/** Starts a server on a free port of the loopback interface; it ends with the test that started it. */
export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const seen: Seen[] = [];
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const entry = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      };
      seen.push(entry);
      script(entry, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return { url: `http://127.0.0.1:${port}`, seen };
}

/** Answers with JSON, as the service does. */
export function json(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
  response.end(`${JSON.stringify(value)}\n`);
}

/** Accepts a command, as the service does. */
export function accept(response: http.ServerResponse, id = '11111111-1111-4111-8111-111111111111'): void {
  json(response, 202, {
    message: 'Request queued successfully.',
    request_id: id,
    status: 'queued',
    success: true,
  });
}
