import { describe, expect, it } from 'vitest';
import { parseRateWindow, RateLimiter } from '../src/client/rate-limiter.ts';
import { safeCommand } from '../src/index.ts';
import { errorOf } from './support/error-of.ts';
import { startService } from './support/service.ts';
import { fc } from './support/property.ts';

const MINUTE = 60_000;

/** A server that counts in fixed windows, each beginning with the first request after the last one ended. */
class FixedWindows {
  highest = 0;
  #endsAt = Number.NEGATIVE_INFINITY;
  #hits = 0;

  arrive(now: number): void {
    if (now >= this.#endsAt) {
      this.#endsAt = now + MINUTE;
      this.#hits = 0;
    }
    this.#hits += 1;
    this.highest = Math.max(this.highest, this.#hits);
  }
}

describe('the limiter', () => {
  it('keeps below the limit whatever the latency and wherever the windows of the server begin', () => {
    const latencies = fc.array(fc.record({ there: fc.nat(3000), back: fc.nat(3000), idle: fc.nat(20_000) }), {
      minLength: 20,
      maxLength: 200,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), latencies, (count, requests) => {
        const limiter = new RateLimiter({ count, milliseconds: MINUTE });
        const server = new FixedWindows();
        let now = 0;
        for (const { there, back, idle } of requests) {
          now += limiter.delay(now);
          expect(limiter.delay(now)).toBeLessThanOrEqual(0);
          server.arrive(now + there);
          now += there + back;
          limiter.ended(now);
          now += idle;
        }
        expect(server.highest).toBeLessThanOrEqual(count);
      }),
    );
  });

  it('sends at the limit when there is work', () => {
    const limiter = new RateLimiter({ count: 50, milliseconds: MINUTE });
    let now = 0;
    for (let request = 0; request < 500; request += 1) {
      now += Math.max(0, limiter.delay(now));
      now += 10;
      limiter.ended(now);
    }
    // 500 requests at 50 per minute: the first 50 at once, then one window for each further 50.
    expect(now).toBeLessThan(9 * MINUTE * 1.02);
  });

  it.for([
    ['<h1>Too Many Requests</h1>\n<p>60 per 1 minute</p>', { count: 60, milliseconds: MINUTE }],
    ['Service rate limit exceeded: 1000 per 1 hour', { count: 1000, milliseconds: 60 * MINUTE }],
    ['6000 per day', { count: 6000, milliseconds: 1440 * MINUTE }],
    ['Too Many Requests', undefined],
  ] as const)('reads the limit out of %j', ([text, window]) => {
    expect(parseRateWindow(text)).toEqual(window);
  });
});

describe('the client, counted by the service', () => {
  it('never sends more than its limit, and is never refused', async () => {
    const service = await startService({ rateLimit: '10/minute', commandLatency: 2000 });
    const client = service.client({ ratePerMinute: 10, commandTimeoutMs: 3_600_000 });
    for (let count = 0; count < 30; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
      await client.run(safeCommand('list'), service.call);
    }
    const { statistics } = service.simulator.control;
    for (const endpoint of ['submit', 'result'] as const)
      expect(statistics.count(endpoint).byStatus[429]).toBeUndefined();
    expect(statistics.count('submit').total).toBe(30);
    expect(service.waits.map(({ reason }) => reason)).toContain('Own limit of 10 requests per 60 s');
  });

  it('learns a lower limit from one refusal and keeps to it', async () => {
    const service = await startService({ rateLimit: '5/minute' });
    const client = service.client({ commandTimeoutMs: 3_600_000 });
    for (let count = 0; count < 25; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
      await client.run(safeCommand('list'), service.call);
    }
    const { statistics } = service.simulator.control;
    expect(client.learnedLimit).toEqual({ count: 5, milliseconds: MINUTE });
    expect((statistics.count('submit').byStatus[429] ?? 0) + (statistics.count('result').byStatus[429] ?? 0)).toBe(1);
  });

  it('comes within a tenth of the limit where there is work', async () => {
    const service = await startService({ rateLimit: '60/minute' });
    const client = service.client({ commandTimeoutMs: 3_600_000 });
    const run = async (times: number): Promise<void> => {
      // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
      for (let count = 0; count < times; count += 1) await client.run(safeCommand('list'), service.call);
    };
    // The first window starts empty, so what comes behind it counts.
    await run(60);
    const started = service.time.elapsed;
    await run(240);
    const { statistics } = service.simulator.control;
    expect(statistics.count('submit').byStatus[429]).toBeUndefined();
    expect(statistics.count('result').byStatus[429]).toBeUndefined();
    expect(240 / ((service.time.elapsed - started) / MINUTE)).toBeGreaterThanOrEqual(54);
  });

  it('slows down where another client uses the limit too, says so, and recovers', async () => {
    const service = await startService({ rateLimit: '20/minute' });
    const client = service.client({ ratePerMinute: 20, commandTimeoutMs: 3_600_000 });
    const other = async (): Promise<void> => {
      await fetch(`${service.simulator.url}/api/v2/result/x`, { headers: { 'api-key': service.simulator.apiKey } });
    };
    service.time.onSleep.push(async () => {
      // The other client sends a request whenever this one looks, so that half of the limit is gone.
      if (service.time.elapsed < 20 * MINUTE) await other();
    });
    const refusedIn = (): number => service.simulator.control.statistics.count('result').byStatus[429] ?? 0;
    for (let count = 0; count < 150; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
      await client.run(safeCommand('list'), service.call);
    }
    expect(service.waits.map(({ reason }) => reason).join()).toMatch(
      /slowed to \d+ % because other clients use it too/,
    );
    service.time.onSleep.length = 0;
    service.time.clock.advance(15 * MINUTE);
    const before = refusedIn();
    const started = service.time.elapsed;
    for (let count = 0; count < 60; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
      await client.run(safeCommand('list'), service.call);
    }
    expect(refusedIn()).toBe(before);
    expect(60 / ((service.time.elapsed - started) / MINUTE)).toBeGreaterThanOrEqual(18);
  });

  it('counts what the service refuses as well, as the service does', async () => {
    const service = await startService({ rateLimit: '10/minute' });
    const client = service.client({ apiKey: 'not-the-key', ratePerMinute: 10 });
    for (let count = 0; count < 25; count += 1) {
      // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
      const error = await errorOf(client.run(safeCommand('list'), service.call));
      expect(error.code).toBe('LEAT_KEEPER_UNAUTHORIZED');
    }
    const { total, byStatus } = service.simulator.control.statistics.count('submit');
    // The service's limit takes effect before it looks at the key: one too many would be a 429.
    expect(byStatus).toEqual({ 401: total });
    expect(total).toBeGreaterThanOrEqual(25);
  });
});

describe('two clients of one service', () => {
  it('each get their own answers, and neither fails for the other', async () => {
    const service = await startService({ rateLimit: '20/minute', commandLatency: 300 });
    const answers = async (command: 'list' | 'list-sf'): Promise<ReadonlySet<string>> => {
      const client = service.client({ commandTimeoutMs: 3_600_000 });
      const seen = new Set<string>();
      for (let count = 0; count < 40; count += 1) {
        // oxlint-disable-next-line no-await-in-loop -- the client runs them one by one anyway
        seen.add(JSON.stringify((await client.run(safeCommand(command), service.call)).data));
      }
      return seen;
    };
    const alone = [await answers('list'), await answers('list-sf')];
    expect(alone.map(({ size }) => size)).toEqual([1, 1]);
    expect(await Promise.all([answers('list'), answers('list-sf')])).toEqual(alone);
    expect(alone[0]).not.toEqual(alone[1]);
    expect(service.simulator.control.statistics.count('submit').byStatus[202]).toBe(160);
  });
});
