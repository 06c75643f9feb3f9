import { describe, expect, it } from 'vitest';
import { safeCommand } from '../src/index.ts';
import { errorOf } from './support/error-of.ts';
import { startService } from './support/service.ts';

const list = safeCommand('list');

describe('a caller that gives up', () => {
  it('ends a command that waits for its result', async () => {
    const service = await startService({ commandLatency: 60_000 });
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    service.time.onSleep.push((count) => {
      if (count === 3) controller.abort(reason);
    });
    await expect(service.client().run(list, { ...service.call, signal: controller.signal })).rejects.toBe(reason);
    expect(service.time.sleeps).toHaveLength(3);
    // One submission and two looks: nothing after the third sleep.
    expect(service.counted()).toBe(3);
  });

  it('ends a command that stands in line behind another, and lets the next one through', async () => {
    const service = await startService({ commandLatency: 10_000 });
    const client = service.client();
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    service.time.onSleep.push((count) => {
      if (count === 1) controller.abort(reason);
    });
    const first = client.run(list, service.call);
    const second = client.run(list, { ...service.call, signal: controller.signal });
    const third = client.run(list, service.call);
    await expect(second).rejects.toBe(reason);
    expect(service.time.elapsed).toBeLessThan(10_000);
    expect((await Promise.all([first, third])).map(({ message }) => message)).toEqual(['', '']);
    expect(service.simulator.control.statistics.commands).toHaveLength(2);
  });

  it('sends nothing when it gave up before', async () => {
    const service = await startService();
    const reason = new Error('stopped by the user');
    await expect(service.client().run(list, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(service.simulator.control.statistics.requests).toEqual([]);
  });

  it('ends a request that is under way', async () => {
    const service = await startService();
    const controller = new AbortController();
    const reason = new Error('stopped by the user');
    service.simulator.control.failNext({ request: { kind: 'delay', milliseconds: 1_000_000 } });
    const call = {
      ...service.call,
      signal: controller.signal,
      countRequest: () => {
        setImmediate(() => {
          controller.abort(reason);
        });
      },
    };
    await expect(service.client().run(list, call)).rejects.toBe(reason);
  });

  it('is not kept beyond its own deadline', async () => {
    const service = await startService({ commandLatency: 600_000 });
    const call = { ...service.call, deadline: service.time.clock.now() + 30_000 };
    expect((await errorOf(service.client().run(list, call))).code).toBe('LEAT_KEEPER_TIMEOUT');
    expect(service.time.elapsed).toBe(30_000);
  });
});
