import { generateVault, KeeperSimulatorError, ManualClock, startKeeperSimulator } from '@leat/keeper-simulator';
import type { KeeperSimulator, KeeperSimulatorOptions } from '@leat/keeper-simulator';
import { describe, expect, it } from 'vitest';

import { execute, json, result, send, submit } from './http-client.ts';

const start = (options: KeeperSimulatorOptions = {}): Promise<KeeperSimulator> =>
  startKeeperSimulator({ rateLimit: 'off', vault: { records: 20 }, ...options });

const queueStatus = (simulator: KeeperSimulator, key = simulator.apiKey) =>
  send('GET', `${simulator.url}/api/v2/queue/status`, { 'api-key': key });

describe('the rate limit', () => {
  it('counts each endpoint apart, counts refused requests, and opens again after its window', async () => {
    const clock = new ManualClock(1_790_000_000_000);
    await using simulator = await start({ rateLimit: '3/minute', clock });
    const statuses = async (times: number, key?: string): Promise<readonly number[]> => {
      const answers = [];
      // oxlint-disable-next-line no-await-in-loop -- their order matters
      for (let index = 0; index < times; index += 1) answers.push((await queueStatus(simulator, key)).status);
      return answers;
    };
    expect(await statuses(2, 'wrong')).toEqual([401, 401]);
    expect(await statuses(3)).toEqual([200, 429, 429]);
    const other = await send('GET', `${simulator.url}/api/v2/result/x`, { 'api-key': simulator.apiKey });
    expect(other.status).toBe(404);
    clock.advance(59_999);
    expect(await statuses(1)).toEqual([429]);
    clock.advance(1);
    expect(await statuses(4)).toEqual([200, 200, 200, 429]);
    expect((await send('GET', `${simulator.url}/health`)).status).toBe(200);
    expect(simulator.control.statistics.count('queue-status')).toEqual({
      total: 10,
      byStatus: { 200: 4, 401: 2, 429: 4 },
    });
  });

  it.each(['60', '0/minute', 'sixty/minute', '60/fortnight'])('refuses to be %s', async (rateLimit) => {
    await expect(start({ rateLimit })).rejects.toBeInstanceOf(KeeperSimulatorError);
  });
});

describe('the queue', () => {
  it('runs commands one after another in the order of their arrival', async () => {
    await using simulator = await start();
    simulator.control.pauseWorker();
    const commands = ['list-sf', 'whoami', 'list-team', 'ls'];
    const ids: string[] = [];
    for (const command of commands) {
      // oxlint-disable-next-line no-await-in-loop -- the order is the point
      ids.push(await submit(simulator.url, simulator.apiKey, command));
    }
    expect(json(await queueStatus(simulator))).toMatchObject({ queue_size: 4, active_requests: 4 });
    simulator.control.resumeWorker();
    await result(simulator.url, simulator.apiKey, ids.at(-1) ?? '');
    expect(simulator.control.statistics.commands).toEqual(commands);
    expect(json(await queueStatus(simulator))).toMatchObject({ queue_size: 0, completed_requests: 4 });
  });

  it('stays blocked by a command that never ends, until a restart forgets everything', async () => {
    await using simulator = await start();
    simulator.control.failNext({ command: 'list', upstream: { kind: 'never-ends' } });
    const stuck = await submit(simulator.url, simulator.apiKey, 'list --format json');
    const waiting = await submit(simulator.url, simulator.apiKey, 'list-sf --format json');
    expect(json(await queueStatus(simulator))).toMatchObject({ currently_processing: stuck, queue_size: 1 });
    simulator.control.restart();
    for (const id of [stuck, waiting]) {
      // oxlint-disable-next-line no-await-in-loop -- two answers
      expect((await result(simulator.url, simulator.apiKey, id)).status).toBe(404);
    }
    expect((await execute(simulator.url, simulator.apiKey, 'list --format json')).status).toBe(200);
  });

  it('has no worker any more after it was killed in a running command', async () => {
    const clock = new ManualClock(0);
    await using simulator = await start({ clock, commandLatency: 1000 });
    await submit(simulator.url, simulator.apiKey, 'list');
    simulator.control.killWorker();
    clock.advance(1000);
    const status = json(await queueStatus(simulator));
    expect(status).toMatchObject({ worker_running: false, currently_processing: null, completed_requests: 1 });
  });

  it('forgets results on request and by their age, but keeps keys apart', async () => {
    const clock = new ManualClock(0);
    const keys = ['one', 'two'].map((key) => ({ key, commands: ['*'] }));
    await using simulator = await start({ clock, apiKeys: keys, resultRetentionSeconds: 10 });
    const id = await submit(simulator.url, 'one', 'list-sf --format json');
    expect((await result(simulator.url, 'one', id)).status).toBe(200);
    expect((await result(simulator.url, 'two', id)).status).toBe(404);
    clock.advance(10_000);
    expect((await result(simulator.url, 'one', id)).status).toBe(200);
    clock.advance(1);
    expect((await result(simulator.url, 'one', id)).status).toBe(404);
    const other = await submit(simulator.url, 'two', 'list-sf --format json');
    await result(simulator.url, 'two', other);
    simulator.control.purgeResults();
    expect((await result(simulator.url, 'two', other)).status).toBe(404);
  });
});

describe('the session', () => {
  it('goes on answering from the cache until something notices its end, and then nothing works', async () => {
    await using simulator = await start();
    const status = async (command: string): Promise<number> =>
      (await execute(simulator.url, simulator.apiKey, command)).status;
    simulator.control.logOutSession();
    expect(await status('list --format json')).toBe(200);
    const swallowed = await execute(simulator.url, simulator.apiKey, 'audit-report --format json');
    expect(json(swallowed)).toMatchObject({ status: 'success', data: [] });
    expect(await status('sync-down')).toBe(500);
    const gone = json(await execute(simulator.url, simulator.apiKey, 'list --format json'));
    expect(gone).toMatchObject({ status: 'warning', data: null });
    expect(gone).not.toHaveProperty('error');
    simulator.control.logInSession();
    expect(await status('list --format json')).toBe(200);
  });

  it('shows a changed vault only after a refresh, and new events at once', async () => {
    await using simulator = await start({ vault: { records: 2, events: 0 } });
    const rows = async (command: string): Promise<number> => {
      const body = json(await execute(simulator.url, simulator.apiKey, `${command} --format json`));
      return Array.isArray(body['data']) ? body['data'].length : -1;
    };
    simulator.control.replaceVault(generateVault({ records: 5, users: 9, events: 0 }));
    expect(await rows('list')).toBe(2);
    await execute(simulator.url, simulator.apiKey, 'sync-down');
    expect(await rows('list')).toBe(5);
    expect(await rows('enterprise-info -u')).toBe(24);
    await execute(simulator.url, simulator.apiKey, 'enterprise-down');
    expect(await rows('enterprise-info -u')).toBe(9);
    const event = { created: 1_790_000_000, type: 'login', username: 'service@example.com' };
    simulator.control.addEvents([
      { ...event, id: 2 },
      { ...event, id: 1, created: 1_780_000_000 },
    ]);
    expect(await rows('audit-report')).toBe(2);
  });

  it('keeps share details that were read once, until the next refresh', async () => {
    await using simulator = await start();
    const read = async (): Promise<unknown> =>
      json(await execute(simulator.url, simulator.apiKey, 'share-report --format json'))['data'];
    const before = await read();
    simulator.control.logOutSession();
    expect(await read()).toEqual(before);
    simulator.control.logInSession();
    await execute(simulator.url, simulator.apiKey, 'sync-down');
    simulator.control.logOutSession();
    expect(await read()).toEqual([]);
  });
});

describe('keys', () => {
  it('take effect at once when they are added, replaced or revoked', async () => {
    await using simulator = await start();
    const { control, url } = simulator;
    control.addKey({ key: 'new', commands: ['list'] });
    expect((await execute(url, 'new', 'list --format json')).status).toBe(200);
    await expect(submit(url, 'new', 'list-sf')).rejects.toThrow('Not permitted');
    control.addKey({ key: 'new', commands: ['list-sf'] });
    expect((await execute(url, 'new', 'list-sf --format json')).status).toBe(200);
    control.revokeKey('new');
    expect((await queueStatus(simulator, 'new')).status).toBe(401);
  });
});

describe('times', () => {
  it('are local and without a zone in a status, and UTC in the Date header', async () => {
    const clock = new ManualClock(Date.parse('2026-10-01T22:30:00.250Z'));
    await using simulator = await start({ clock, utcOffsetMinutes: 120 });
    const id = await submit(simulator.url, simulator.apiKey, 'list-sf');
    const answer = await send('GET', `${simulator.url}/api/v2/status/${id}`, { 'api-key': simulator.apiKey });
    expect(json(answer)['created_at']).toBe('2026-10-02T00:30:00.250000');
    expect(answer.headers.date).toBe('Thu, 01 Oct 2026 22:30:00 GMT');
  });
});

describe('direct mode', () => {
  it('answers v1 at once and knows no v2', async () => {
    await using simulator = await start({ queueEnabled: false });
    const headers = { 'api-key': simulator.apiKey, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ command: 'list-sf --format json' });
    const answer = await send('POST', `${simulator.url}/api/v1/executecommand`, headers, body);
    expect([answer.status, answer.headers['x-api-legacy']]).toEqual([200, 'true']);
    expect((await queueStatus(simulator)).status).toBe(404);
  });
});

describe('addresses', () => {
  it.each([
    [{ allowed: ['10.0.0.0/8'] }, 403],
    [{ allowed: ['127.0.0.1'] }, 200],
    [{ allowed: ['127.0.0.0-127.0.0.9'] }, 200],
    [{ denied: ['127.0.0.1'] }, 403],
    [{ allowed: ['0.0.0.0/0'], denied: ['10.0.0.0/8'] }, 200],
  ])('under %j get %i', async (ipPolicy, status) => {
    await using simulator = await start({ ipPolicy });
    expect((await queueStatus(simulator)).status).toBe(status);
  });

  it('must be written as addresses', async () => {
    await expect(start({ ipPolicy: { denied: ['localhost'] } })).rejects.toBeInstanceOf(KeeperSimulatorError);
  });
});

describe('the port', () => {
  it('can be closed and opened again under the same number', async () => {
    await using simulator = await start();
    const { url, control } = simulator;
    await control.goOffline();
    await expect(queueStatus(simulator)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await control.goOnline();
    expect(simulator.url).toBe(url);
    expect((await queueStatus(simulator)).status).toBe(200);
  });

  it('that is taken gives an error with a remedy', async () => {
    await using simulator = await start();
    const port = Number(new URL(simulator.url).port);
    await expect(start({ port })).rejects.toMatchObject({ code: 'LEAT_SIMULATOR_PORT' });
  });
});
