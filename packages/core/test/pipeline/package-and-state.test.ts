import { afterEach, describe, expect, test } from 'vitest';
import { setFailPointHandler } from '../../src/fail-points.ts';
import { defineResource } from '../../src/index.ts';
import { bench, temporaryFolder, type Bench } from '../support/run.ts';

afterEach(() => setFailPointHandler(undefined));

describe('a package with the state of a resource that keeps its place', () => {
  /** Two numbers a run, from where the state says. */
  const numbers = defineResource({
    name: 'numbers',
    rows: async function* ({ state }) {
      const from = Number(state['next'] ?? 0);
      yield [{ id: from }, { id: from + 1 }];
      state['next'] = from + 2;
    },
  });

  /** Runs, and leaves a second load behind the seal; gives the same place with another working folder. */
  async function interrupted(): Promise<{ readonly desk: Bench; readonly elsewhere: Bench['pipeline'] }> {
    const desk = bench();
    await desk.pipeline([numbers]).run();
    setFailPointHandler((name) => {
      if (name === 'load.before-commit') throw new Error('broken');
    });
    await expect(desk.pipeline([numbers]).run()).rejects.toThrow();
    setFailPointHandler(undefined);
    const workDir = temporaryFolder();
    return { desk, elsewhere: (source, rest) => desk.pipeline(source, { ...rest, workDir }) };
  }

  const ids = async (desk: Bench): Promise<readonly unknown[]> => (await desk.rows('numbers')).map(({ id }) => id);

  test('is refused after another machine read the same rows, and without it reading goes on', async () => {
    const { desk, elsewhere } = await interrupted();
    await elsewhere([numbers]).run();
    await expect(desk.pipeline([numbers]).run()).rejects.toMatchObject({
      code: 'LEAT_PACKAGE_OVERTAKEN',
      recoverability: 'terminal',
      details: { resource: 'numbers', expected: 1, found: 2 },
    });
    expect(await ids(desk)).toEqual([0n, 1n, 2n, 3n]);
    const packages = await desk.pipeline([numbers]).packages();
    const pending = (await packages.list()).find(({ state }) => state !== 'loaded');
    await packages.drop(pending?.loadId ?? '', true);
    await desk.pipeline([numbers]).run();
    expect(await ids(desk)).toEqual([0n, 1n, 2n, 3n, 4n, 5n]);
  });

  test('is refused by a destination that lacks the loads before it', async () => {
    const { desk } = await interrupted();
    desk.store.datasets.clear();
    await expect(desk.pipeline([numbers]).run()).rejects.toMatchObject({
      code: 'LEAT_STATE_GAP',
      details: { resource: 'numbers', expected: 1, found: 0 },
    });
    expect(desk.store.datasets.get('test')?.snapshot.tables.size ?? 0).toBe(0);
  });
});
