import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { runToEnd } from '@leat/testkit';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../src/answers/decoded-answer.ts';
import { KeeperClient, safeCommand } from '../src/index.ts';
import { accept, startScriptedServer } from './support/scripted-server.ts';
import { VirtualTime } from './support/virtual-time.ts';

const MEBIBYTE = 2 ** 20;
const list = safeCommand('list');

function rowText(index: number): string {
  return `{"id":9878497795245${String(index % 1000).padStart(3, '0')},"title":"${'x'.repeat(170)}"}`;
}

/** Writes an answer of so many rows, as fast as it is read. */
async function writeRows(response: ServerResponse, count: number): Promise<void> {
  response.writeHead(200, { 'Content-Type': 'application/json' });
  response.write('{"command":"list","data":[');
  for (let start = 0; start < count; start += 2000) {
    const rows = Array.from({ length: Math.min(2000, count - start) }, (_, index) => rowText(start + index));
    // oxlint-disable-next-line no-await-in-loop -- waits for the reader
    if (!response.write((start === 0 ? '' : ',') + rows.join(','))) await once(response, 'drain');
  }
  response.end('],"status":"success"}\n');
}

async function rowsOf(client: KeeperClient): Promise<{ readonly rows: JsonObject[]; readonly end: unknown }> {
  const rows: JsonObject[] = [];
  const stream = client.stream(list, { signal: new AbortController().signal });
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- page after page
    const { done, value } = await stream.next();
    if (done === true) return { rows, end: value };
    rows.push(...value);
  }
}

describe('a large answer', () => {
  it('of more than 100 MB is read in bounded memory, numbers exact', { timeout: 120_000 }, async () => {
    const count = 520_000;
    let bytes = 0;
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') accept(response);
      else {
        response.once('close', () => {
          bytes = response.socket?.bytesWritten ?? bytes;
        });
        void writeRows(response, count);
      }
    });
    const script = fileURLToPath(new URL('fixtures/read-large-answer.ts', import.meta.url));
    const { stdout } = await runToEnd({
      script,
      args: [server.url],
      env: { NODE_OPTIONS: '--max-old-space-size=48 --max-semi-space-size=2' },
      timeout: 110_000,
    });
    const seen = JSON.parse(stdout) as { readonly rows: number; readonly exact: number; readonly grown: number };
    expect(count * rowText(0).length).toBeGreaterThan(100 * MEBIBYTE);
    expect(seen).toMatchObject({ rows: count, exact: 4.5 * count });
    // Kibibytes. The body alone would be above 100 MiB, its rows several times that.
    expect(seen.grown).toBeLessThan(90 * 1024);
  });

  it('that is cut goes on behind the rows that were handed on', async () => {
    let asked = 0;
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') accept(response);
      else if (asked++ === 0) {
        response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': 10_000_000 });
        response.write(
          `{"command":"list","data":[${Array.from({ length: 9000 }, (_, index) => rowText(index)).join(',')}`,
          () => {
            response.destroy();
          },
        );
      } else void writeRows(response, 12_345);
    });
    const client = new KeeperClient({ baseUrl: server.url, apiKey: 'key-of-a-large-answer' }, new VirtualTime().host);
    const { rows, end } = await rowsOf(client);
    expect(asked).toBe(2);
    expect(rows.map(({ id }) => id)).toEqual(
      Array.from({ length: 12_345 }, (_, index) => BigInt(`9878497795245${String(index % 1000).padStart(3, '0')}`)),
    );
    expect(end).toMatchObject({ streamed: 12_345, data: [] });
  });

  it('that turns out to be a failure ends in its error, after the rows', async () => {
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') accept(response);
      else {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(`{"command":"list","data":[${rowText(1)}],"message":"a row failed","status":"partial_success"}`);
      }
    });
    const client = new KeeperClient({ baseUrl: server.url, apiKey: 'key-of-a-large-answer' }, new VirtualTime().host);
    await expect(rowsOf(client)).rejects.toMatchObject({ code: 'LEAT_KEEPER_COMMAND_FAILED' });
  });

  it('whose reader leaves is given up, and the client goes on with the next command', async () => {
    let answers = 0;
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') accept(response);
      else void writeRows(response, answers++ === 0 ? 100_000 : 3);
    });
    const client = new KeeperClient({ baseUrl: server.url, apiKey: 'key-of-a-large-answer' }, new VirtualTime().host);
    for await (const page of client.stream(list, { signal: new AbortController().signal })) {
      expect(page.length).toBeGreaterThan(0);
      break;
    }
    expect((await rowsOf(client)).rows).toHaveLength(3);
  });

  it('with rows that are broken is asked for again, and ends in a typed error', async () => {
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') accept(response);
      else {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end('{"command":"list","data":[{"a":01}],"status":"success"}');
      }
    });
    const client = new KeeperClient({ baseUrl: server.url, apiKey: 'key-of-a-large-answer' }, new VirtualTime().host);
    await expect(rowsOf(client)).rejects.toMatchObject({ code: 'LEAT_KEEPER_MALFORMED_ANSWER' });
    expect(server.seen.filter(({ method }) => method === 'GET')).toHaveLength(4);
  });
});
