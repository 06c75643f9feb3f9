import { inspect } from 'node:util';
import { type LogLevel, Secret } from '@leat/core';
import type { FailOrder } from '@leat/keeper-simulator';
import { describe, expect, it } from 'vitest';
import { KeeperClient, safeCommand } from '../src/index.ts';
import { startService } from './support/service.ts';
import { json, startScriptedServer } from './support/scripted-server.ts';
import { VirtualTime } from './support/virtual-time.ts';

const KEY = 'cAnArY-api-key-0123456789abcdefghijklmnopqrs=';
const ENCRYPTION_KEY = 'cAnArYencryption0123456789abcdef';
const list = safeCommand('list');

/** Everything a logger, a reporter or a curious user could print of a value. */
function everythingOf(value: unknown): string {
  const shown = [inspect(value, { depth: 20, showHidden: true, getters: true }), String(value)];
  for (let error = value; error instanceof Error; error = error.cause) {
    shown.push(JSON.stringify(error, Object.getOwnPropertyNames(error)), error.stack ?? '');
  }
  return shown.join('\n');
}

/** The start of either key: an encoded or shortened one is found as well. */
const CANARY = /cAnArY/;

const orders: readonly (readonly [string, FailOrder])[] = [
  [
    'a refused key',
    {
      times: 9,
      request: {
        kind: 'answer',
        status: 401,
        contentType: 'application/json',
        body: `{"error":"bad key ${KEY}","status":"error"}`,
      },
    },
  ],
  [
    'a command that echoes the key',
    {
      upstream: {
        kind: 'result',
        status: 500,
        body: { status: 'error', error: `Unexpected error: ${KEY} ${ENCRYPTION_KEY}` },
      },
    },
  ],
  [
    'a page that shows the request',
    {
      times: 9,
      request: { kind: 'answer', status: 500, contentType: 'text/html', body: `<html>api-key: ${KEY}</html>` },
    },
  ],
  [
    'malformed JSON that holds the key',
    {
      times: 9,
      endpoint: 'result',
      request: { kind: 'answer', status: 200, contentType: 'application/json', body: `{"x": ${KEY}` },
    },
  ],
  ['a redirect that holds the key', { request: { kind: 'redirect', location: `https://example.com/${KEY}?k=${KEY}` } }],
  ['a cut connection', { times: 99_999, request: { kind: 'drop', when: 'before' } }],
  ['a cut body', { times: 9, endpoint: 'result', request: { kind: 'truncated' } }],
  ['a limit page', { times: 99_999, request: { kind: 'rate-limited' } }],
  [
    'a refused request',
    {
      request: {
        kind: 'answer',
        status: 400,
        contentType: 'application/json',
        body: `{"error":"${KEY}","status":"error"}`,
      },
    },
  ],
  ['a text instead of rows', { upstream: { kind: 'message-only', message: `usage: ${KEY}` } }],
];

describe('neither key shows', () => {
  it.for(orders)('in the error or the log after %s', async ([, order]) => {
    const service = await startService({ apiKeys: [{ key: KEY, commands: ['*'] }] });
    const logged: unknown[] = [];
    const logger = {
      log: (level: LogLevel, message: string, details?: object) => logged.push({ level, message, details }),
    };
    const options = { baseUrl: service.simulator.url, apiKey: new Secret(KEY), encryptionKey: ENCRYPTION_KEY };
    const client = new KeeperClient(options, { ...service.time.host, logger });
    service.simulator.control.failNext(order);
    const error: unknown = await client.run(list, service.call).then(
      (output) => output.message,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeTruthy();
    expect([error, logged, service.waits].map((value) => everythingOf(value)).join('\n')).not.toMatch(CANARY);
  });

  it('in the error of a connection that is refused', async () => {
    const client = new KeeperClient({ baseUrl: 'http://127.0.0.1:1', apiKey: KEY }, new VirtualTime().host);
    const error: unknown = await client
      .health({ signal: new AbortController().signal })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(everythingOf(error)).not.toMatch(CANARY);
  });

  it('in a client that is printed', () => {
    const client = new KeeperClient({ baseUrl: 'https://example.com', apiKey: KEY, encryptionKey: ENCRYPTION_KEY });
    expect(everythingOf(client) + JSON.stringify(client)).not.toMatch(CANARY);
  });

  it('and an invalid one does not show in its own refusal', () => {
    for (const options of [
      { baseUrl: 'https://example.com', apiKey: `${KEY} with blanks` },
      { baseUrl: KEY, apiKey: KEY },
      { baseUrl: `https://user:${KEY}@example.com`, apiKey: KEY },
      { baseUrl: 'https://example.com', apiKey: KEY, encryptionKey: `${ENCRYPTION_KEY}!` },
    ]) {
      let thrown: unknown;
      try {
        thrown = new KeeperClient(options);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(Error);
      expect(everythingOf(thrown)).not.toMatch(CANARY);
    }
  });
});

describe('what an error quotes of the service', () => {
  it('is one line of at most 200 characters without control characters', async () => {
    const text = `\u001B[31mfirst\u0007 line\u202E ${'x'.repeat(5000)}\nTraceback (most recent call last):\n  File "secret.py"`;
    const server = await startScriptedServer((seen, response) => {
      if (seen.method === 'POST') json(response, 202, { request_id: 'a', status: 'queued', success: true });
      else json(response, 500, { command: 'list', error: text, status: 'error' });
    });
    const client = new KeeperClient({ baseUrl: server.url, apiKey: KEY }, new VirtualTime().host);
    const error: unknown = await client
      .run(list, { signal: new AbortController().signal })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    const { message } = error instanceof Error ? error : new Error('unreachable');
    // oxlint-disable-next-line no-control-regex -- that is what is looked for
    expect(message).not.toMatch(/[\u0000-\u001F\u007F-\u009F\u202A-\u202E]/);
    expect(message).not.toContain('Traceback');
    expect(message.length).toBeLessThan(260);
  });
});
