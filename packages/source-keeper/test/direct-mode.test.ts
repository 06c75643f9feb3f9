import { describe, expect, it } from 'vitest';
import { safeCommand } from '../src/index.ts';
import { startService } from './support/service.ts';
import { startSource } from './support/source-run.ts';

describe('a service with v1 only', () => {
  it('gives the same rows as one with v2', async () => {
    const vault = { records: 30, users: 12 };
    const queued = await startSource({ vault }, { preset: 'full' });
    const direct = await startSource({ vault, queueEnabled: false }, { preset: 'full' });
    for (const name of ['records', 'users', 'roles', 'shared_folders', 'pam_gateways', 'audit_events']) {
      // oxlint-disable-next-line no-await-in-loop -- the service runs one command at a time
      expect(await direct.read(name)).toEqual(await queued.read(name));
    }
    const { statistics } = direct.simulator.control;
    // v2 is asked once; the answer is remembered.
    expect(statistics.requests.filter(({ path }) => path === '/api/v2/executecommand-async')).toHaveLength(1);
    expect(statistics.count('v1').total).toBeGreaterThan(6);
  });

  it('is not asked for v1 where v2 is there', async () => {
    const service = await startService();
    await service.client().run(safeCommand('list'), service.call);
    expect(service.simulator.control.statistics.count('v1').total).toBe(0);
  });

  it('is used where it is asked for, also encrypted', async () => {
    const encryptionKey = '0123456789abcdefghijABCDEFGHIJ@#';
    const service = await startService({ encryptionKey });
    const output = await service.client({ mode: 'v1', encryptionKey }).run(safeCommand('list'), service.call);
    expect(output.data).toHaveLength(20);
    expect(service.simulator.control.statistics.count('submit').total).toBe(0);
  });

  it.for([
    ['a command that is not granted', 'list', 'LEAT_KEEPER_COMMAND_NOT_GRANTED'],
    ['a command for administrators', 'user-report', 'LEAT_KEEPER_NOT_PERMITTED'],
  ] as const)('tells %s', async ([, line, code]) => {
    const service = await startService({
      queueEnabled: false,
      account: { enterpriseAdministrator: false },
      apiKeys: [{ key: 'narrow-key-of-the-service', commands: ['user-report'] }],
    });
    await expect(service.client().run(safeCommand(line), service.call)).rejects.toMatchObject({ code });
  });

  it('waits for a place in a full queue', async () => {
    const service = await startService({ queueSize: 1 });
    const { control } = service.simulator;
    control.pauseWorker();
    const v2 = service.client({ mode: 'v2' });
    await v2.submit(safeCommand('list-sf'), service.call);
    service.time.onSleep.push((count) => {
      if (count === 3) control.resumeWorker();
    });
    const output = await service.client({ mode: 'v1' }).run(safeCommand('list'), service.call);
    expect(output.data).toHaveLength(20);
    expect(service.waits.map(({ reason }) => reason)).toContain('the queue of the service is full');
  });
});
