import { describe, expect, test } from 'vitest';
import { defineResource, type Incremental, type ResourceContext } from '../../src/index.ts';
import type { Row } from '../support/incremental-story.ts';
import { bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

describe('order', () => {
  /** Pages of one row each, and how many of them were asked for. */
  const counted = (
    rows: readonly Row[],
  ): { readonly pages: () => AsyncGenerator<readonly Row[], void, undefined>; readonly asked: () => number } => {
    let asked = 0;
    return {
      asked: () => asked,
      pages: async function* () {
        for (const row of rows) {
          asked++;
          yield [row];
        }
      },
    };
  };
  const read = async (
    incremental: Incremental<Row>,
    rows: readonly Row[],
    rest: Partial<Parameters<typeof defineResource<'items', Row>>[0]> = {},
  ) => {
    const { pages, asked } = counted(rows);
    const desk = bench();
    const report = await desk
      .pipeline([defineResource<'items', Row>({ name: 'items', ...rest, incremental, rows: pages })])
      .run();
    return {
      asked: asked(),
      loaded: (await desk.rows('items')).map(({ n }) => Number(n)),
      warnings: report.warnings.map(({ code, count }) => `${code} ${count}`),
    };
  };
  const numbers = (...at: readonly number[]): readonly Row[] => at.map((value) => ({ n: value, at: value }));

  test('ascending: stops at the first page beyond the end', async () => {
    expect(await read({ cursor: 'at', initial: 1, end: 3, order: 'asc' }, numbers(1, 2, 3, 4, 5))).toEqual({
      asked: 3,
      loaded: [1, 2],
      warnings: [],
    });
  });

  test('descending: stops at the first page before the start', async () => {
    expect(await read({ cursor: 'at', initial: 4, order: 'desc' }, numbers(6, 5, 4, 3, 2))).toEqual({
      asked: 4,
      loaded: [6, 5, 4],
      warnings: [],
    });
  });

  test('none: reads everything', async () => {
    expect(await read({ cursor: 'at', initial: 4 }, numbers(6, 3, 5))).toEqual({
      asked: 3,
      loaded: [6, 5],
      warnings: [],
    });
  });

  test('rows that contradict it are counted, and reading does not stop early', async () => {
    expect(await read({ cursor: 'at', initial: 4, order: 'desc' }, numbers(5, 6, 3, 7))).toEqual({
      asked: 4,
      loaded: [5, 6, 7],
      warnings: ['LEAT_CURSOR_ORDER 2'],
    });
  });

  test('begins anew with every partition', async () => {
    const asked: unknown[] = [];
    const desk = bench();
    const resource = defineResource<'items', Row>({
      name: 'items',
      incremental: { cursor: 'at', initial: 1, end: 3, order: 'asc' },
      partitions: async () => ['a', 'b'],
      rows: async function* ({ partition }: ResourceContext) {
        for (let at = 1; at < 9; at++) {
          asked.push(`${JSON.stringify(partition)}${at}`);
          yield [{ n: at, at }];
        }
      },
    });
    const report = await desk.pipeline([resource]).run();
    expect(asked).toEqual(['"a"1', '"a"2', '"a"3', '"b"1', '"b"2', '"b"3']);
    expect(report.warnings).toEqual([]);
  });
});

describe('a read that is cut short', () => {
  const rows = [[{ n: 3, at: 3 }], [{ n: 1, at: 1 }], [{ n: 2, at: 2 }]];

  test('goes on where it stopped, in ascending order', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'items',
      incremental: { cursor: 'at', order: 'asc' },
      rows: [[{ at: 1 }], [{ at: 2 }], [{ at: 3 }]],
    });
    await desk.pipeline([resource]).run({ limit: 2 });
    expect(storedState(desk, 'items')).toMatchObject({ incremental: { last: 2 } });
    await desk.pipeline([resource]).run();
    expect((await desk.rows('items')).map(({ at }) => Number(at))).toEqual([1, 2, 3]);
  });

  test('by a limit, in no order: the rows are loaded, the cursor stays and a warning says so', async () => {
    const desk = bench();
    const resource = defineResource({ name: 'items', incremental: { cursor: 'at' }, rows });
    const report = await desk.pipeline([resource]).run({ limit: 1 });
    expect(report.warnings.map(({ code }) => code)).toEqual(['LEAT_CURSOR_CUT']);
    expect(storedState(desk, 'items')).toBeUndefined();
    await desk.pipeline([resource]).run();
    expect((await desk.rows('items')).map(({ n }) => Number(n)).toSorted()).toEqual([1, 2, 3, 3]);
  });

  test('by draining, in no order: nothing is loaded, so nothing is lost or doubled', async () => {
    const desk = bench();
    const drain = new AbortController();
    const resource = defineResource({
      name: 'items',
      incremental: { cursor: 'at' },
      rows: async function* () {
        for (const page of rows) {
          yield page;
          drain.abort();
        }
      },
    });
    const report = await desk.pipeline([resource]).run({ drain: drain.signal });
    expect(report).toMatchObject({ status: 'stopped', loads: [], resources: [{ status: 'stopped' }] });
    await desk.pipeline([resource]).run();
    expect((await desk.rows('items')).map(({ n }) => Number(n))).toEqual([3, 1, 2]);
  });

  test('by draining, in ascending order: what was read is loaded and the rest follows', async () => {
    const desk = bench();
    const drain = new AbortController();
    const resource = defineResource({
      name: 'items',
      incremental: { cursor: 'at', order: 'asc' },
      rows: async function* ({ cursor }: ResourceContext) {
        for (let at = Number(cursor?.start ?? 1); at < 5; at++) {
          yield [{ at }];
          if (at === 2) drain.abort();
        }
      },
    });
    await desk.pipeline([resource]).run({ drain: drain.signal });
    await desk.pipeline([resource]).run();
    expect((await desk.rows('items')).map(({ at }) => Number(at))).toEqual([1, 2, 3, 4]);
  });

  test('with an open start the cursor does not move over rows that were not read', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'items',
      incremental: { cursor: 'at', order: 'asc', boundary: { start: 'open' } },
      rows: [[{ n: 1, at: 1 }], [{ n: 2, at: 1 }]],
    });
    await desk.pipeline([resource]).run({ limit: 1 });
    await desk.pipeline([resource]).run();
    expect((await desk.rows('items')).map(({ n }) => Number(n))).toEqual([1, 1, 2]);
  });
});

describe('what a source is told', () => {
  test('start, end, and the highest cursor as it moves', async () => {
    const told: unknown[] = [];
    const desk = bench();
    const resource = defineResource({
      name: 'items',
      incremental: { cursor: 'at', initial: 1 },
      rows: async function* ({ cursor, state }: ResourceContext) {
        told.push(cursor?.start, cursor?.last, Object.keys(state));
        yield { at: 4 };
        yield [{ at: 2 }];
        told.push(cursor?.last);
      },
    });
    await desk.pipeline([resource]).run();
    await desk.pipeline([resource]).run();
    expect(told).toEqual([1, undefined, [], 4, 4, 4, [], 4]);
  });

  test('nothing where the resource is not incremental', async () => {
    let told: unknown = 'nothing';
    const resource = defineResource({
      name: 'items',
      rows: ({ cursor }: ResourceContext) => {
        told = cursor;
        return [{ id: 1 }];
      },
    });
    await bench().pipeline([resource]).run();
    expect(told).toBeUndefined();
  });
});
