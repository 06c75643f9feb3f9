import { describe, expect, it } from 'vitest';
import { KEEPER_ERRORS, safeCommand } from '../src/index.ts';
import { errorOf } from './support/error-of.ts';
import { failingCommands } from './support/failing-commands.ts';
import { failingRequests } from './support/failing-requests.ts';
import { startService } from './support/service.ts';

describe('a command ends in a typed error because of', () => {
  it.for([...failingRequests, ...failingCommands])('$title', async (failure) => {
    const service = await startService(failure.service);
    for (const order of failure.orders ?? []) service.simulator.control.failNext(order);
    await failure.arrange?.(service);
    const before = service.simulator.control.statistics.requests.length;
    const started = service.time.elapsed;
    const command = safeCommand(failure.line ?? 'list');
    const error = await errorOf(service.client(failure.options).run(command, service.call));
    expect(error.code).toBe(failure.code);
    expect(error.remedy).not.toBe('');
    expect(error.message).toMatch(failure.message ?? /./);
    expect(error.remedy).toMatch(failure.remedy ?? /./);
    expect(error.message.split('\n')).toHaveLength(1);
    expect(service.time.elapsed - started).toBeLessThanOrEqual((failure.within ?? 0.3) * 1000);
    const sent = service.simulator.control.statistics.requests.length - before;
    expect(sent).toBeLessThanOrEqual(failure.requests ?? 400);
  });

  it('no code without an explanation', () => {
    for (const kind of Object.values(KEEPER_ERRORS)) {
      expect(kind.causes.length).toBeGreaterThan(0);
      expect(kind.remedy).toMatch(/\.$/);
    }
  });
});
