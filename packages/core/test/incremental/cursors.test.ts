import { describe, expect, test } from 'vitest';
import { ExactDecimal, isLeatError, type CursorValue } from '../../src/index.ts';
import { failing, Story } from '../support/incremental-story.ts';
import { storedState } from '../support/watch-state.ts';

describe('lag', () => {
  const cases: readonly (readonly [unknown, number, unknown])[] = [
    [100, 30, 70],
    [1.5, 0.25, 1.25],
    [100n, 30.5, 69n],
    [new ExactDecimal('12345678901234567890.125'), 0.5, new ExactDecimal('12345678901234567889.625')],
    [new Date('2024-01-02T00:00:10Z'), 20, new Date('2024-01-01T23:59:50Z')],
    ['2024-03-01', 1, '2024-02-29'],
    ['2024-03-01', 1.5, '2024-02-28'],
    ['2024-01-02T00:00:10Z', 20, '2024-01-01T23:59:50Z'],
    ['2024-01-02T00:00:10.250Z', 0.5, '2024-01-02T00:00:09.750Z'],
    ['2024-01-02T00:00:10.123456789+02:00', 3600, '2024-01-01T23:00:10.123456789+02:00'],
    ['2024-01-02 00:00:10-0530', 86_400, '2024-01-01 00:00:10-0530'],
    ['2024-01-02T00:00', 90, '2024-01-01T23:58'],
    ['20240102T000010Z', 20, '20240101T235950Z'],
    ['2024/01/02 00:00:10', 20, '2024/01/01 23:59:50'],
    ['0001-01-01T00:00:05Z', 60, '0001-01-01T00:00:00Z'],
    ['0001-01-03', 60, '0001-01-01'],
  ];

  test.each(cases)('of %s by %d starts at %s, in the same spelling', async (at, lag, start) => {
    const story = new Story({ cursor: 'at', lag });
    await story.run({ n: 1, at });
    await story.run();
    expect(story.asked[1]).toEqual({ start, last: at, end: undefined });
  });

  test('reads rows again that came late, and never moves the cursor back', async () => {
    const story = new Story({ cursor: 'at', lag: 10 });
    await story.run({ n: 1, at: 100 });
    await story.run({ n: 2, at: 95 }, { n: 3, at: 89 }, { n: 1, at: 100 });
    expect(await story.loaded()).toEqual([1, 2, 1]);
    expect(storedState(story.desk, 'items')).toEqual({ incremental: { cursor: 'at', last: 100 } });
  });

  test('does not reach below the initial value', async () => {
    const story = new Story({ cursor: 'at', lag: 50, initial: 80 });
    await story.run({ n: 1, at: 100 });
    await story.run();
    expect(story.asked[1]?.start).toBe(80);
  });

  test('on text is refused', async () => {
    const story = await new Story({ cursor: 'at', lag: 5 }).run({ n: 1, at: 'b' });
    expect(await failing(story)).toMatchObject({ code: 'LEAT_INCREMENTAL_INVALID' });
  });
});

describe('how cursors are compared', () => {
  const ordered: readonly (readonly [string, unknown, unknown])[] = [
    ['numbers, not texts of numbers', 9, 10],
    ['a number and a bigint beyond doubles', 9_007_199_254_740_992, 9_007_199_254_740_993n],
    ['exact decimals', new ExactDecimal('0.10000000000000000001'), new ExactDecimal('0.2')],
    ['an exact decimal and a number', new ExactDecimal('12345678901234567890.5'), 12345678901234567891n],
    ['negative numbers', -2, -1.5],
    ['text by characters', 'B', 'a'],
    ['digits in text as text', '10', '9'],
    ['timestamps whatever their fraction', '2024-01-01T00:00:00.5Z', '2024-01-01T00:00:01Z'],
    ['timestamps of different offsets', '2024-01-01T03:00:00+02:00', '2024-01-01T02:00:00Z'],
    ['a date and a timestamp', '2024-01-01', '2024-01-01T00:00:01Z'],
    ['a date object and a text', new Date('2024-01-01T00:00:00Z'), '2024-01-01T00:00:00.000001Z'],
    ['nanoseconds', '2024-01-01T00:00:00.123456788Z', '2024-01-01T00:00:00.123456789Z'],
  ];

  test.each(ordered)('%s', async (_name, low, high) => {
    const up = new Story({ cursor: 'at' });
    await up.run({ n: 1, at: low });
    await up.run({ n: 2, at: high });
    expect(await up.loaded()).toEqual([1, 2]);
    const down = new Story({ cursor: 'at' });
    await down.run({ n: 1, at: high });
    await down.run({ n: 2, at: low });
    expect(await down.loaded()).toEqual([1]);
  });

  const equal: readonly (readonly [unknown, unknown])[] = [
    ['2024-01-01T02:00:00+02:00', '2024-01-01T00:00:00Z'],
    ['2024-01-01', new Date('2024-01-01T00:00:00Z')],
    [1, 1n],
    [new ExactDecimal('1.50'), 1.5],
  ];

  test.each(equal)('%s is the same as %s', async (one, other) => {
    const story = new Story({ cursor: 'at' }, { primaryKey: 'id' });
    await story.run({ n: 1, id: 1, at: one });
    await story.run({ n: 2, id: 1, at: other });
    expect(await story.loaded()).toEqual([1]);
  });

  const mixed: readonly (readonly [string, unknown, unknown])[] = [
    ['a number and text', 1, 'hunter2'],
    ['text and a timestamp', 'hunter2', '2024-01-01T00:00:00Z'],
    ['a number and a boolean', 1, true],
    ['a number and an object', 1, { secret: 'hunter2' }],
    ['a number and NaN', 1, Number.NaN],
    ['a timestamp and an invalid date', '2024-01-01T00:00:00Z', new Date(Number.NaN)],
    ['a number and an infinity', 1, Number.POSITIVE_INFINITY],
  ];

  test.each(mixed)(
    '%s cannot be compared: the error names resource and path, and no value',
    async (_name, one, other) => {
      const inOne = await failing(new Story({ cursor: 'at' }), { n: 1, at: one }, { n: 2, at: other });
      const later = await new Story({ cursor: 'at' }).run({ n: 1, at: one });
      for (const error of [inOne, await failing(later, { n: 2, at: other })]) {
        expect(error).toMatchObject({
          name: 'SchemaError',
          code: 'LEAT_CURSOR_TYPE',
          details: { resource: 'items', path: 'at' },
        });
        expect(isLeatError(error) && `${error.message}${JSON.stringify(error.details)}`).not.toContain('hunter2');
      }
      expect(storedState(later.desk, 'items')).toMatchObject({ incremental: { cursor: 'at' } });
    },
  );

  test.each([
    [5],
    [5.25],
    ['x'],
    [10n ** 30n],
    [new Date(5)],
    [new ExactDecimal('1.25')],
    ['2024-01-01T00:00:00+01:00'],
  ] as readonly (readonly [CursorValue])[])('%s comes back from the state as it was', async (at) => {
    const story = await new Story({ cursor: 'at' }).run({ n: 1, at });
    await story.run();
    expect(story.asked[1]).toEqual({ start: at, last: at, end: undefined });
  });
});
