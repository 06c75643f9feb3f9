import { describe, expect, test } from 'vitest';
import { defineResource, rowsFrom } from '../../src/index.ts';
import { failing, Story, type Row } from '../support/incremental-story.ts';
import { bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

describe('which rows are loaded', () => {
  test('those above the highest cursor of the loads before', async () => {
    const story = new Story({ cursor: 'at' });
    await story.run({ n: 1, at: 10 }, { n: 2, at: 30 }, { n: 3, at: 20 });
    await story.run({ n: 4, at: 29 }, { n: 5, at: 31 }, { n: 6, at: 5 });
    expect(await story.loaded()).toEqual([1, 2, 3, 5]);
    expect(story.report?.loads[0]?.receipt.tables['items']).toMatchObject({ extracted: 3, filtered: 2, loaded: 1 });
  });

  test('from the initial value on', async () => {
    const story = await new Story({ cursor: 'at', initial: 20 }).run(
      { n: 1, at: 19 },
      { n: 2, at: 20 },
      { n: 3, at: 21 },
    );
    expect(await story.loaded()).toEqual([2, 3]);
  });

  test('a later change of the initial value has no effect', async () => {
    const first = await new Story({ cursor: 'at', initial: 20 }).run({ n: 1, at: 20 });
    const later = defineResource<'items', Row>({
      name: 'items',
      incremental: { cursor: 'at', initial: 5 },
      rows: [
        { n: 2, at: 6 },
        { n: 3, at: 22 },
      ],
    });
    await first.desk.pipeline([later]).run();
    expect(await first.loaded()).toEqual([1, 3]);
  });

  test('up to an end, which makes every run load the same window and move nothing', async () => {
    const story = new Story({ cursor: 'at', initial: 10, end: 20 });
    await story.run({ n: 1, at: 9 }, { n: 2, at: 10 }, { n: 3, at: 19 }, { n: 4, at: 20 });
    await story.run({ n: 5, at: 10 });
    expect(await story.loaded()).toEqual([2, 3, 5]);
    expect(storedState(story.desk, 'items')).toBeUndefined();
  });

  test('bounds can be open and closed', async () => {
    const story = await new Story({
      cursor: 'at',
      initial: 10,
      end: 20,
      boundary: { start: 'open', end: 'closed' },
    }).run({ n: 1, at: 10 }, { n: 2, at: 11 }, { n: 3, at: 20 }, { n: 4, at: 21 });
    expect(await story.loaded()).toEqual([2, 3]);
  });

  test('an open start leaves out what has the highest cursor', async () => {
    const story = new Story({ cursor: 'at', boundary: { start: 'open' } });
    await story.run({ n: 1, at: 1 });
    await story.run({ n: 2, at: 1 }, { n: 3, at: 2 });
    expect(await story.loaded()).toEqual([1, 3]);
  });

  test('the cursor can be deep in a row, in Maps too, and behind keys with dots', async () => {
    const deep = new Story({ cursor: 'a.b.c' });
    await deep.run({ n: 1, a: { b: { c: 1 } } }, { n: 2, a: new Map([['b', { c: 2 }]]) });
    await deep.run({ n: 3, a: { b: { c: 1 } } }, { n: 4, a: { b: { c: 3 } } });
    expect(await deep.loaded()).toEqual([1, 2, 4]);
    const dotted = new Story({ cursor: ['a.b', 'c'] });
    await dotted.run({ n: 1, 'a.b': { c: 5 } });
    await dotted.run({ n: 2, 'a.b': { c: 4 } });
    expect(await dotted.loaded()).toEqual([1]);
  });

  test('steps run first: the cursor is one of the rows they give', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'items',
      rows: rowsFrom(() => [
        { n: 1, time: '5' },
        { n: 2, time: '7' },
      ]).map(({ n, time }) => ({ n, at: Number(time) })),
      incremental: { cursor: 'at', initial: 6 },
    });
    await desk.pipeline([resource]).run();
    expect((await desk.rows('items')).map(({ n }) => n)).toEqual([2n]);
  });

  test('rows that are no objects are set aside, not taken for rows without a cursor', async () => {
    const story = await new Story({ cursor: 'at' }).run({ n: 1, at: 1 }, null as unknown as Row, 'x' as unknown as Row);
    expect(story.report?.loads[0]?.receipt.tables['items']).toMatchObject({ extracted: 3, quarantined: 2, loaded: 1 });
  });
});

describe('rows at the boundary', () => {
  test('are not loaded twice, and new ones among them are', async () => {
    const story = new Story({ cursor: 'at' });
    await story.run({ n: 1, at: 1 }, { n: 2, at: 2 }, { n: 3, at: 2 });
    await story.run({ n: 2, at: 2 }, { at: 2, n: 3 }, { n: 4, at: 2 });
    await story.run({ n: 2, at: 2 }, { n: 3, at: 2 }, { n: 4, at: 2 }, { n: 5, at: 3 });
    expect(await story.loaded()).toEqual([1, 2, 3, 4, 5]);
  });

  test('are told apart by the primary key, where there is one', async () => {
    const story = new Story({ cursor: 'at' }, { primaryKey: 'id' });
    await story.run({ n: 1, at: 1, id: 'a' });
    await story.run({ n: 2, at: 1, id: 'a' }, { n: 3, at: 1, id: 'b' });
    expect(await story.loaded()).toEqual([1, 3]);
  });

  test('are told apart by the keys that dedup names', async () => {
    const story = new Story({ cursor: 'at', dedup: ['id', 'part'] }, { primaryKey: 'n' });
    await story.run({ n: 1, at: 1, id: 'a', part: 1 });
    await story.run({ n: 2, at: 1, id: 'a', part: 1 }, { n: 3, at: 1, id: 'a', part: 2 });
    expect(await story.loaded()).toEqual([1, 3]);
  });

  test('are loaded again where that is asked for', async () => {
    const story = new Story({ cursor: 'at', dedup: false });
    await story.run({ n: 1, at: 1 });
    await story.run({ n: 1, at: 1 });
    expect(await story.loaded()).toEqual([1, 1]);
  });

  test('a run that brings only what is there makes no load', async () => {
    const story = new Story({ cursor: 'at' });
    await story.run({ n: 1, at: 1 });
    await story.run({ n: 1, at: 1 });
    expect(story.report).toMatchObject({ loads: [], resources: [{ rows: 1, filtered: 1 }] });
  });

  test('equal rows of one run are all loaded: only earlier loads are compared with', async () => {
    expect(await (await new Story({ cursor: 'at' }).run({ n: 1, at: 1 }, { n: 1, at: 1 })).loaded()).toEqual([1, 1]);
  });

  test('are remembered up to 10,000, over which they are loaded again with a warning and no larger state', async () => {
    const many = (count: number, at: number): readonly Row[] => Array.from({ length: count }, (_, n) => ({ n, at }));
    const story = await new Story({ cursor: 'at' }).run(many(10_001, 1));
    expect(story.warnings).toEqual(['LEAT_CURSOR_BOUNDARY']);
    expect(storedState(story.desk, 'items')).toEqual({ incremental: { cursor: 'at', last: 1 } });
    await story.run(many(3, 1));
    expect(await story.loaded()).toHaveLength(10_004);
    await story.run(many(10_000, 2));
    expect(story.warnings).toEqual([]);
    await story.run(many(10_000, 2));
    expect(story.report?.loads).toEqual([]);
  }, 30_000);
});

describe('rows without a cursor', () => {
  const rows = [{ n: 1, at: 1 }, { n: 2 }, { n: 3, at: null }, { n: 4, at: undefined }];

  test('end the resource unless it says otherwise, and nothing of it is loaded', async () => {
    const story = new Story({ cursor: 'at' });
    expect(await failing(story, ...rows)).toMatchObject({
      name: 'SourceError',
      code: 'LEAT_CURSOR_MISSING',
      details: { resource: 'items', path: 'at' },
    });
    expect(storedState(story.desk, 'items')).toBeUndefined();
  });

  test('are loaded with include, and dropped with exclude', async () => {
    expect(await (await new Story({ cursor: 'at', onMissing: 'include' }).run(...rows)).loaded()).toEqual([1, 2, 3, 4]);
    const excluded = await new Story({ cursor: 'at', onMissing: 'exclude' }).run(...rows);
    expect([await excluded.loaded(), excluded.filtered]).toEqual([[1], 3]);
  });

  test('do not move the cursor', async () => {
    const story = await new Story({ cursor: 'at', onMissing: 'include' }).run({ n: 1 });
    expect(storedState(story.desk, 'items')).toBeUndefined();
  });
});
