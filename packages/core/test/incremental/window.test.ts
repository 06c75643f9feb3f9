import { describe, expect, test } from 'vitest';
import {
  defineResource,
  defineTransformer,
  type AnyResource,
  type CursorWindow,
  type ResourceContext,
  type RunOptions,
} from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

const ROWS = [1, 2, 3, 4, 5].map((at) => ({ at }));
const numbers = defineResource({ name: 'numbers', incremental: { cursor: 'at', initial: 3 }, rows: ROWS });
const plain = defineResource({ name: 'plain', rows: [{ id: 1 }] });
const replaced = defineResource({ name: 'replaced', write: 'replace', incremental: { cursor: 'at' }, rows: ROWS });

const loaded = async (desk: Bench, table: string, column = 'at'): Promise<readonly unknown[]> =>
  (await desk.rows(table)).map((row) => row[column]);
const refused = (desk: Bench, resources: readonly AnyResource[], options: RunOptions): Promise<unknown> =>
  desk
    .pipeline(resources)
    .run(options)
    .catch((error: unknown) => error);

describe('a window', () => {
  test('loads [from, to) whatever the cursor says, and leaves the cursor alone', async () => {
    const desk = bench();
    await desk.pipeline([numbers]).run();
    const before = storedState(desk, 'numbers');
    await desk.pipeline([numbers]).run({ from: 2, to: 4 });
    expect(await loaded(desk, 'numbers')).toEqual([3n, 4n, 5n, 2n, 3n]);
    expect(storedState(desk, 'numbers')).toEqual(before);
    await desk.pipeline([numbers]).run();
    expect(await loaded(desk, 'numbers')).toHaveLength(5);
  });

  test('can have one bound: without from it starts at the initial value, without to it has no end', async () => {
    const until = bench();
    await until.pipeline([numbers]).run({ to: 4 });
    expect(await loaded(until, 'numbers')).toEqual([3n]);
    const since = bench();
    await since.pipeline([numbers]).run({ from: 4 });
    expect(await loaded(since, 'numbers')).toEqual([4n, 5n]);
    expect(storedState(since, 'numbers')).toBeUndefined();
  });

  test('is what the source is told, as the numbers or dates its cursors are', async () => {
    const told: CursorWindow[] = [];
    const watch = (initial: number | Date): AnyResource =>
      defineResource({
        name: 'watched',
        incremental: { cursor: 'at', initial },
        rows: ({ cursor }: ResourceContext) => {
          if (cursor !== undefined) told.push({ ...cursor });
          return [] as { at: number | Date }[];
        },
      });
    await bench()
      .pipeline([watch(1)])
      .run({ from: '10', to: '9007199254740993' });
    await bench()
      .pipeline([watch(new Date(0))])
      .run({ from: '2024-01-01', to: '2024-01-02T00:00:00Z' });
    expect(told).toEqual([
      { start: 10, end: 9_007_199_254_740_993n, last: undefined },
      { start: '2024-01-01', end: '2024-01-02T00:00:00Z', last: undefined },
    ]);
  });

  test('given as text means what the first row is, where nothing else tells', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'numbers',
      incremental: { cursor: 'at' },
      rows: [8, 9, 10, 11].map((at) => ({ at })),
    });
    await desk.pipeline([resource]).run({ from: '9', to: '11' });
    expect(await loaded(desk, 'numbers')).toEqual([9n, 10n]);
  });

  test('keeps the state of a source as it was too', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'numbers',
      incremental: { cursor: 'at' },
      rows: ({ state }: ResourceContext) => {
        state['token'] = 1;
        return ROWS;
      },
    });
    await desk.pipeline([resource]).run({ from: 2 });
    expect(storedState(desk, 'numbers')).toBeUndefined();
  });

  test('skips resources without a cursor, and says so', async () => {
    const desk = bench();
    const report = await desk.pipeline([numbers, plain, replaced]).run({ from: 4 });
    expect(report.resources).toMatchObject([
      { name: 'numbers', status: 'done', rows: 5, filtered: 3 },
      { name: 'plain', status: 'skipped', rows: 0, reason: expect.stringContaining('no cursor') },
      { name: 'replaced', status: 'skipped', rows: 0, reason: expect.stringContaining('replaces') },
    ]);
    expect([...(desk.store.datasets.get('test')?.snapshot.tables.keys() ?? [])]).toEqual(['numbers']);
  });

  test('covers what is made of an incremental resource', async () => {
    const desk = bench();
    const made = defineTransformer({ name: 'made', from: numbers, rows: ({ at }) => [{ half: at / 2 }] });
    await desk.pipeline([numbers, made]).run({ from: 2, to: 3 });
    expect(await loaded(desk, 'made', 'half')).toEqual([1n]);
    expect(storedState(desk, 'made')).toBeUndefined();
  });

  test.each([plain, replaced])('is refused for $definition.name where it is named', async (resource) => {
    expect(
      await refused(bench(), [numbers, resource], { from: 1, resources: [resource.definition.name] }),
    ).toMatchObject({
      name: 'ConfigError',
      code: 'LEAT_BACKFILL_UNSUPPORTED',
      details: { resource: resource.definition.name },
    });
  });

  test('is refused where no resource has a cursor', async () => {
    expect(await refused(bench(), [plain], { from: 1 })).toMatchObject({ code: 'LEAT_BACKFILL_UNSUPPORTED' });
  });

  test.each([
    [{ from: 5, to: 2 }, 'LEAT_INCREMENTAL_INVALID'],
    [{ from: '10', to: '9' }, 'LEAT_INCREMENTAL_INVALID'],
    [{ from: 'today' }, 'LEAT_CURSOR_TYPE'],
    [{ from: 1, fullRefresh: true }, 'LEAT_RUN_OPTIONS'],
  ] as const)('%j is refused with %s', async (options, code) => {
    const desk = bench();
    expect(await refused(desk, [numbers], options)).toMatchObject({ code });
    expect(desk.store.datasets.get('test')?.snapshot.tables.size ?? 0).toBe(0);
  });
});
