import { once } from 'node:events';
import { connect } from 'node:net';

import { ManualClock, startKeeperSimulator } from '@leat/keeper-simulator';
import type { CommandFault, RequestFault } from '@leat/keeper-simulator';
import { describe, expect, it } from 'vitest';

import { execute, json, send, submit } from './http-client.ts';

describe('a failing request', () => {
  const answers: readonly [RequestFault, number, string | RegExp][] = [
    [{ kind: 'html', status: 502 }, 502, /502 Bad Gateway/],
    [{ kind: 'html', status: 503 }, 503, /503 Service Unavailable/],
    [{ kind: 'html', status: 504 }, 504, /504 Gateway Timeout/],
    [{ kind: 'rate-limited' }, 429, /<p>60 per 1 minute<\/p>/],
    [{ kind: 'rate-limited', limit: '5 per 1 hour' }, 429, /<p>5 per 1 hour<\/p>/],
    [{ kind: 'redirect', location: 'http://elsewhere.example/' }, 307, ''],
    [{ kind: 'malformed-json' }, 200, /"record_uid":"\n$/],
    [{ kind: 'huge-body', bytes: 3_000_000 }, 200, /^\{"command":"list","data":\["x+$/],
    [{ kind: 'answer', status: 418, contentType: 'text/plain', body: 'short' }, 418, 'short'],
  ];

  it.each(answers)('is answered as ordered: %j', async (request, status, body) => {
    await using simulator = await startKeeperSimulator({ rateLimit: 'off' });
    const ask = () => send('GET', `${simulator.url}/api/v2/queue/status`, { 'api-key': simulator.apiKey });
    simulator.control.failNext({ endpoint: 'queue-status', request });
    const failed = await ask();
    expect(failed.status).toBe(status);
    if (typeof body === 'string') expect(failed.body.toString()).toBe(body);
    else expect(failed.body.toString()).toMatch(body);
    expect(failed.headers['retry-after']).toBeUndefined();
    expect((await ask()).status).toBe(200);
  });

  it.each([
    [{ kind: 'drop', when: 'before' }, 0],
    [{ kind: 'drop', when: 'after' }, 1],
    [{ kind: 'truncated' }, 1],
  ] as const)('loses its connection: %j', async (request, commands) => {
    await using simulator = await startKeeperSimulator({ rateLimit: 'off' });
    const { control, url, apiKey } = simulator;
    control.pauseWorker();
    control.failNext({ endpoint: 'submit', request });
    await expect(submit(url, apiKey, 'list')).rejects.toMatchObject({ code: 'ECONNRESET' });
    const status = json(await send('GET', `${url}/api/v2/queue/status`, { 'api-key': apiKey }));
    expect(status['queue_size']).toBe(commands);
  });

  it('is answered later', async () => {
    const clock = new ManualClock(0);
    await using simulator = await startKeeperSimulator({ clock });
    simulator.control.failNext({ endpoint: 'health', request: { kind: 'delay', milliseconds: 5000 } });
    let answered = false;
    const answer = send('GET', `${simulator.url}/health`).then(({ status }) => {
      answered = true;
      return status;
    });
    // oxlint-disable-next-line no-await-in-loop -- until the request waits
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    clock.advance(5000);
    expect(await answer).toBe(200);
  });

  it('fails as often and as late as ordered, at its endpoint only, and not after clearing', async () => {
    await using simulator = await startKeeperSimulator({ rateLimit: 'off' });
    const { control, url, apiKey } = simulator;
    const statuses = async (path: string, times: number): Promise<readonly number[]> => {
      const found = [];
      for (let index = 0; index < times; index += 1) {
        // oxlint-disable-next-line no-await-in-loop -- their order matters
        found.push((await send('GET', url + path, { 'api-key': apiKey })).status);
      }
      return found;
    };
    control.failNext({ endpoint: 'queue-status', times: 2, after: 1, request: { kind: 'html', status: 502 } });
    expect(await statuses('/api/v2/status/x', 1)).toEqual([404]);
    expect(await statuses('/api/v2/queue/status', 4)).toEqual([200, 502, 502, 200]);
    control.failNext({ times: 5, request: { kind: 'html', status: 503 } });
    expect(await statuses('/health', 1)).toEqual([200]);
    expect(await statuses('/api/v2/queue/status', 1)).toEqual([503]);
    control.clearFailures();
    expect(await statuses('/api/v2/queue/status', 1)).toEqual([200]);
  });
});

describe('a failing command', () => {
  const answers: readonly [CommandFault, string, number, Record<string, unknown>][] = [
    [{ kind: 'swallowed' }, 'audit-report --format json', 200, { status: 'success', data: [] }],
    [{ kind: 'invalid-json' }, 'list --format json', 400, { error: 'Invalid JSON response', data: null }],
    [{ kind: 'message-only', message: 'hm' }, 'list --format json', 200, { message: 'hm', data: null }],
    [{ kind: 'session-gone' }, 'list --format json', 400, { status: 'warning', data: null }],
    [{ kind: 'bad-gateway' }, 'user-report --format json', 500, { error: 'Unexpected error: 502: Bad Gateway' }],
    [{ kind: 'result', status: 207, body: { status: 'partial_success' } }, 'list', 207, { status: 'partial_success' }],
  ];

  it.each(answers)('is answered as ordered: %j of %s', async (upstream, command, status, body) => {
    await using simulator = await startKeeperSimulator({ rateLimit: 'off' });
    const { control, url, apiKey } = simulator;
    control.failNext({ command: command.split(' ')[0] ?? '', upstream });
    expect((await execute(url, apiKey, 'list-sf --format json')).status).toBe(200);
    const failed = await execute(url, apiKey, command);
    expect(failed.status).toBe(status);
    expect(json(failed)).toMatchObject(body);
    expect((await execute(url, apiKey, command)).status).toBe(200);
  });

  it('takes its time by the clock of the simulator', async () => {
    const clock = new ManualClock(0);
    await using simulator = await startKeeperSimulator({ clock, rateLimit: 'off' });
    const { control, url, apiKey } = simulator;
    control.failNext({ upstream: { kind: 'slow', milliseconds: 600_000 } });
    const id = await submit(url, apiKey, 'list-sf --format json');
    const state = async (): Promise<unknown> =>
      json(await send('GET', `${url}/api/v2/status/${id}`, { 'api-key': apiKey }))['status'];
    expect(await state()).toBe('processing');
    clock.advance(599_999);
    expect(await state()).toBe('processing');
    clock.advance(1);
    expect((await execute(url, apiKey, 'whoami')).status).toBe(200);
    expect(await state()).toBe('completed');
  });
});

describe('a client that goes away', () => {
  const abandon = async (url: string, text: string, until: 'connect' | 'data'): Promise<void> => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.write(text);
    await once(socket, until);
    socket.destroy();
    await once(socket, 'close');
  };

  it.each([
    ['in its body', 'POST /api/v2/executecommand-async HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\n{', 'connect'],
    ['in a huge answer', 'GET /health HTTP/1.1\r\nHost: x\r\n\r\n', 'data'],
  ] as const)('%s leaves the service as it was', async (_where, text, until) => {
    await using simulator = await startKeeperSimulator();
    simulator.control.failNext({ endpoint: 'health', request: { kind: 'huge-body', bytes: 500_000_000 } });
    await abandon(simulator.url, text, until);
    simulator.control.clearFailures();
    expect((await send('GET', `${simulator.url}/health`)).status).toBe(200);
  });

  it('while its v1 request waits does not stop the queue', async () => {
    const clock = new ManualClock(0);
    await using simulator = await startKeeperSimulator({ clock, rateLimit: 'off' });
    const { control, url, apiKey } = simulator;
    control.pauseWorker();
    const headers = { 'api-key': apiKey, 'Content-Type': 'application/json' };
    const leaving = new AbortController();
    const body = JSON.stringify({ command: 'whoami' });
    const request = fetch(`${url}/api/v1/executecommand`, { method: 'POST', headers, body, signal: leaving.signal });
    // oxlint-disable-next-line no-await-in-loop -- until the request waits
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    await expect(request).rejects.toThrow();
    control.resumeWorker();
    expect((await execute(url, apiKey, 'list-sf --format json')).status).toBe(200);
    expect(control.statistics.commands).toEqual(['whoami', 'list-sf --format json']);
  });
});
