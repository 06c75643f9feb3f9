import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

import { parseExactObject } from './exact-json.ts';

/** A raw answer. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Sends one request without any of fetch's conveniences, so that nothing of the answer is hidden. */
export function send(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  body?: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers: { ...headers }, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () => {
        resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: Buffer.concat(chunks) });
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Sends a command and reads its result as soon as it is there. */
export async function execute(url: string, apiKey: string, command: string): Promise<Answer> {
  const submitted = await submit(url, apiKey, command);
  return result(url, apiKey, submitted);
}

/** Sends a command and gives its id. */
export async function submit(url: string, apiKey: string, command: string): Promise<string> {
  const headers = { 'api-key': apiKey, 'Content-Type': 'application/json' };
  const answer = await send('POST', `${url}/api/v2/executecommand-async`, headers, JSON.stringify({ command }));
  const body = json(answer);
  if (answer.status !== 202) throw new Error(`${command} was not accepted: ${answer.body.toString()}`);
  return String(body['request_id']);
}

/** Reads a result as soon as it is there. */
export async function result(url: string, apiKey: string, id: string): Promise<Answer> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- polling
    const answer = await send('GET', `${url}/api/v2/result/${id}`, { 'api-key': apiKey });
    if (answer.status !== 202) return answer;
  }
}

/** The body as a JSON object. */
export function json(answer: Answer): Record<string, unknown> {
  return parseExactObject(answer.body.toString());
}
