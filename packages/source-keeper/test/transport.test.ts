import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decryptBody } from '../src/answers/decrypt.ts';
import { KeeperClient, safeCommand } from '../src/index.ts';
import { accept, json, startScriptedServer } from './support/scripted-server.ts';
import { VirtualTime } from './support/virtual-time.ts';

const list = safeCommand('list');
const call = { signal: new AbortController().signal };
const rows = [{ record_uid: 'A', title: 'é' }];

function clientOf(baseUrl: string, more: object = {}): KeeperClient {
  return new KeeperClient({ baseUrl, apiKey: 'key-of-the-transport-test', ...more }, new VirtualTime().host);
}

describe('an encrypted body', () => {
  const key = '0123456789abcdefghijABCDEFGHIJ@#';
  // Made with Keeper's own function, nonce 00 01 … 0b.
  const body = Buffer.from(
    '000102030405060708090a0ba0fe2c3aa18a09675c0590e80eaa3d0be0d937ef5bf78add33d08873d88f53cd2bc88c90a11def38df7355ff2fe7a819620401e58409241542a63054c3d6f493d9fb4ae63f01d3527754b6e0f5ff8c5d213ae82df590fe3c0b435db65818a6c3',
    'hex',
  );

  it('is opened with the key', () => {
    expect(decryptBody(body, key)?.toString('utf8')).toBe(
      '{"status": "success", "command": "ls", "data": [{"uid": "A", "name": "\\u00e9"}]}',
    );
  });

  it('is not opened with another key, when changed, or when too short', () => {
    expect(decryptBody(body, key.replace('0', '1'))).toBeUndefined();
    for (const at of [0, 12, 40, body.length - 1]) {
      const changed = Buffer.from(body);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(decryptBody(changed, key)).toBeUndefined();
    }
    for (const length of [0, 12, 27]) expect(decryptBody(body.subarray(0, length), key)).toBeUndefined();
  });
});

describe('the connection', () => {
  it('sends the key in its header, trimmed, and nothing else of it', async () => {
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') accept(response);
      else json(response, 200, { command: 'list', data: rows, status: 'success' });
    });
    await clientOf(`${server.url}/api/v2`, { apiKey: ' key-of-the-transport-test\n' }).run(list, call);
    expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v2/executecommand-async',
      'GET /api/v2/result/11111111-1111-4111-8111-111111111111',
    ]);
    for (const { headers } of server.seen) expect(headers['api-key']).toBe('key-of-the-transport-test');
    expect(server.seen[0]?.headers['content-type']).toBe('application/json');
    expect(server.seen[0]?.body).toBe('{"command":"list --format json"}');
  });

  it('follows no redirect, so that no other origin sees the key', async () => {
    const other = await startScriptedServer((_seen, response) => {
      json(response, 200, {});
    });
    const server = await startScriptedServer((_seen, response) => {
      response.writeHead(302, { Location: `${other.url}/api/v2/executecommand-async` });
      response.end();
    });
    await expect(clientOf(server.url).run(list, call)).rejects.toMatchObject({ code: 'LEAT_KEEPER_REDIRECT' });
    expect(other.seen).toEqual([]);
  });

  it.for([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)('reads a body that a proxy compressed with %s', async ([encoding, compress]) => {
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') {
        accept(response);
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding });
      response.end(compress(JSON.stringify({ command: 'list', data: rows, status: 'success' })));
    });
    expect((await clientOf(server.url).run(list, call)).data).toEqual(rows);
  });

  it('counts maxResponseBytes after inflation', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * 2 ** 20, ' '));
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') {
        accept(response);
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' });
      response.end(bomb);
    });
    expect(bomb.length).toBeLessThan(2 ** 20);
    await expect(clientOf(server.url, { maxResponseBytes: 2 ** 20 }).run(list, call)).rejects.toMatchObject({
      code: 'LEAT_KEEPER_BODY_TOO_LARGE',
    });
  });

  it('gives up a connection on which nothing comes', async () => {
    const server = await startScriptedServer(() => undefined);
    await expect(clientOf(server.url, { idleTimeoutMs: 20 }).run(list, call)).rejects.toMatchObject({
      code: 'LEAT_KEEPER_UNREACHABLE',
      details: { reason: 'ETIMEDOUT' },
    });
  });

  it('trusts the certificate given as ca, and no stranger', async () => {
    const [key, cert] = ['key', 'certificate'].map((name) =>
      readFileSync(new URL(`fixtures/tls/${name}.pem`, import.meta.url), 'utf8'),
    );
    const server = https.createServer({ key, cert }, (_request, response) => {
      json(response, 200, { status: 'ok' });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    });
    // A server that listens on a port has an address with one.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    const { port } = server.address() as AddressInfo;
    const url = `https://localhost:${port}`;
    await expect(clientOf(url).health(call)).rejects.toMatchObject({
      code: 'LEAT_KEEPER_UNREACHABLE',
      remedy: expect.stringMatching(/^Set ca /),
    });
    expect((await clientOf(url, { ca: cert }).health(call)).value).toEqual({ status: 'ok' });
  });
});

describe('a body that is no JSON of the service', () => {
  it.for([
    ['no UTF-8', Buffer.from('{"data":[{"title":"\xff"}],"status":"success"}', 'latin1')],
    ['a list', Buffer.from('[]')],
    ['text', Buffer.from('"done"')],
    ['nested too deeply', Buffer.from(`{"status":"success","data":${'['.repeat(5000)}${']'.repeat(5000)}}`)],
    ['an object of another kind', Buffer.from('{"hello":"world"}')],
  ] as const)('%s ends in a typed error', async ([, body]) => {
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') {
        accept(response);
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(body);
    });
    await expect(clientOf(server.url).run(list, call)).rejects.toMatchObject({ code: 'LEAT_KEEPER_MALFORMED_ANSWER' });
  });

  it('keeps lone surrogates, exact numbers and keys like __proto__', async () => {
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') {
        accept(response);
        return;
      }
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        '{"command":"list","data":[{"id":9878497795245032,"title":"\\ud83d","__proto__":{"x":1}}],"status":"success"}',
      );
    });
    const { data } = await clientOf(server.url).run(list, call);
    const [row] = Array.isArray(data) ? data : [];
    expect(Object.entries(row ?? {})).toEqual([
      ['id', 9_878_497_795_245_032n],
      ['title', '\ud83d'],
      ['__proto__', { x: 1 }],
    ]);
  });
});
