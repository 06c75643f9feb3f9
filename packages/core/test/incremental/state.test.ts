import { describe, expect, expectTypeOf, test } from 'vitest';
import { defineResource, type Incremental, type ResourceContext } from '../../src/index.ts';
import { failing, Story, type Row } from '../support/incremental-story.ts';
import { bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

describe('the state', () => {
  test('holds the cursor beside what the source keeps, under one key', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'items',
      incremental: { cursor: 'at' },
      rows: ({ state }: ResourceContext) => {
        state['token'] = 'x';
        return [{ at: 7 }];
      },
    });
    await desk.pipeline([resource]).run();
    expect(storedState(desk, 'items')).toEqual({
      token: 'x',
      incremental: { cursor: 'at', last: 7, boundary: [expect.any(String)] },
    });
  });

  test('does not move when the resource fails', async () => {
    const desk = bench();
    const resource = (fails: boolean) =>
      defineResource({
        name: 'items',
        incremental: { cursor: 'at' },
        rows: async function* () {
          yield [{ at: fails ? 9 : 1 }];
          if (fails) throw new Error('gone');
        },
      });
    await desk.pipeline([resource(false)]).run();
    const before = storedState(desk, 'items');
    await expect(desk.pipeline([resource(true)]).run()).rejects.toMatchObject({ code: 'LEAT_SOURCE_FAILED' });
    expect(storedState(desk, 'items')).toEqual(before);
  });

  test('of another cursor is not used, and a warning says so', async () => {
    const first = await new Story({ cursor: 'at' }).run({ n: 1, at: 100, id: 1 });
    const other = defineResource<'items', Row>({
      name: 'items',
      incremental: { cursor: 'id' },
      rows: [{ n: 2, at: 1, id: 2 }],
    });
    const report = await first.desk.pipeline([other]).run();
    expect(await first.loaded()).toEqual([1, 2]);
    expect(report.warnings.map(({ code }) => code)).toEqual(['LEAT_CURSOR_CHANGED']);
    expect(storedState(first.desk, 'items')).toMatchObject({ incremental: { cursor: 'id', last: 2 } });
  });

  test('starts again for a resource that replaces its table', async () => {
    const story = new Story({ cursor: 'at', initial: 1 }, { write: 'replace' });
    await story.run({ n: 1, at: 5 });
    await story.run({ n: 1, at: 5 }, { n: 2, at: 3 });
    expect(await story.loaded()).toEqual([1, 2]);
    expect(story.asked.map(({ start }) => start)).toEqual([1, 1]);
  });
});

describe('settings that make no sense', () => {
  const cases: readonly (readonly [string, Incremental<Row>])[] = [
    ['an end without an initial value', { cursor: 'at', end: 1 }],
    ['a window that ends before it starts', { cursor: 'at', initial: 2, end: 1 }],
    ['a negative lag', { cursor: 'at', lag: -1 }],
    ['a lag that is no number', { cursor: 'at', lag: Number.NaN }],
    ['an initial value without order', { cursor: 'at', initial: new Date(Number.NaN) }],
  ];

  test.each(cases)('%s', async (_name, incremental) => {
    expect(await failing(new Story(incremental))).toMatchObject({
      name: 'ConfigError',
      code: 'LEAT_INCREMENTAL_INVALID',
    });
  });

  test('bounds of different types', async () => {
    expect(await failing(new Story({ cursor: 'at', initial: 1, end: 'x' }))).toMatchObject({
      code: 'LEAT_CURSOR_TYPE',
    });
  });
});

test('the cursor is a path of the row by its type', () => {
  const rows = [{ at: 1, deep: { down: 1 } }];
  expectTypeOf(defineResource({ name: 'a', rows, incremental: { cursor: 'at' } }).kind).toEqualTypeOf<'resource'>();
  defineResource({ name: 'a', rows, incremental: { cursor: 'deep.down', dedup: 'at' } });
  // @ts-expect-error -- no such key
  defineResource({ name: 'a', rows, incremental: { cursor: 'att' } });
  // @ts-expect-error -- no such key
  defineResource({ name: 'a', rows, incremental: { cursor: 'at', dedup: ['down'] } });
});
