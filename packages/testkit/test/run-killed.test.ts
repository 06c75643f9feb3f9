import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ChildError, killRandomly, runKilled, runToEnd } from '../src/index.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`fixtures/${name}.ts`, import.meta.url));
const load = fixture('load-and-print');

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'leat-killed-'));
  await body(folder).finally(() => rm(folder, { recursive: true }));
}

test('a script dies at the point it was told, and its next run finds what it left', () =>
  inFolder(async (folder) => {
    const end = await runKilled({ script: load, args: [folder], point: 'package.sealed' });
    expect(end).toMatchObject({ signal: 'SIGKILL', code: null, stdout: 'begun\n', timedOut: false });
    const { stdout } = await runToEnd({ script: load, args: [folder] });
    expect(stdout).toContain('done [{"resumed":true,"rows":3000},{"resumed":false,"rows":3000}]');
  }));

test('a point can be told by how often it was passed, and one that is passed less often is an error', () =>
  inFolder(async (folder) => {
    await runKilled({ script: load, args: [folder], point: 'job.written:1' });
    const error = await runKilled({ script: load, args: [folder], point: 'job.written:1000' }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(ChildError);
    expect(String(error)).toContain('was to be killed at job.written:1000: it ended with code 0');
    expect(String(error)).toContain('done [');
  }));

test('a point that does not exist is told, with those that do', async () => {
  const killed = runKilled({ script: load, args: ['unused'], point: 'no.such-point' });
  await expect(killed).rejects.toThrow(/LEAT_FAIL_POINT names no fail point: "no\.such-point"/);
});

test('a script that waits for ever is killed at a time that follows from the seed', async () => {
  const times = new Set<number>();
  for (const seed of [1, 2, 3, 1]) {
    // oxlint-disable-next-line no-await-in-loop -- two cores
    const end = await killRandomly({ script: fixture('never-ends'), seed, minMs: 1, maxMs: 200 });
    expect(end).toMatchObject({ outcome: 'killed', signal: 'SIGKILL' });
    expect(end.killAfter).toBeGreaterThanOrEqual(1);
    expect(end.killAfter).toBeLessThanOrEqual(200);
    times.add(end.killAfter);
  }
  expect(times.size).toBe(3);
});

test('a script that is done before its time has finished', () =>
  inFolder(async (folder) => {
    const end = await killRandomly({ script: load, args: [folder], seed: 1, minMs: 50_000, maxMs: 50_000 });
    expect(end).toMatchObject({ outcome: 'finished', code: 0 });
    expect(end.stdout).toContain('done [{"resumed":false,"rows":3000}]');
  }));

test('a script that fails by itself is an error that shows what it printed', async () => {
  const failing = [
    runToEnd({ script: fixture('fails') }),
    killRandomly({ script: fixture('fails'), seed: 1, minMs: 50_000, maxMs: 50_000 }),
    runKilled({ script: fixture('fails'), point: 'run.locked' }),
  ];
  for (const result of await Promise.allSettled(failing)) {
    expect(result).toMatchObject({ status: 'rejected', reason: { code: 'LEAT_CHILD_END', details: { code: 1 } } });
    expect(String(result.status === 'rejected' && result.reason)).toMatch(/about to fail[\s\S]*failed by itself/);
  }
});

test('a script that hangs is ended, and that is an error', async () => {
  const script = fixture('never-ends');
  await expect(runToEnd({ script, timeout: 1500 })).rejects.toThrow('it ended with SIGKILL');
  await expect(runKilled({ script, point: 'run.locked', timeout: 1500 })).rejects.toThrow(
    'was to be killed at run.locked',
  );
});
