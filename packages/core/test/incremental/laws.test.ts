import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareDecimals, subtractDecimals } from '../../src/extract/cursor/decimal.ts';
import { applyLag } from '../../src/extract/cursor/apply-lag.ts';
import { compareCursors, cursorOf } from '../../src/extract/cursor/cursor-value.ts';
import { decodeCursorState, encodeCursorState } from '../../src/extract/cursor/cursor-state.ts';
import {
  defineResource,
  defineTransformer,
  ExactDecimal,
  type Json,
  type ResourceContext,
  type RunOptions,
} from '../../src/index.ts';
import { bench } from '../support/run.ts';

interface Row {
  readonly id: number;
  readonly at: number;
}

/** What happens between two runs, and how the run ends. `steps`: distances of new cursors from the highest one, 0 for a tie. */
interface Chapter {
  readonly steps: readonly number[];
  readonly resources: readonly string[] | undefined;
  readonly end: 'whole' | 'parent fails' | 'child fails' | 'drained' | 'limited';
  readonly pagesBefore: number;
}

const chapter: fc.Arbitrary<Chapter> = fc.record({
  steps: fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }),
  resources: fc.constantFrom(undefined, ['list'], ['made']),
  end: fc.constantFrom<Chapter['end'][]>('whole', 'parent fails', 'child fails', 'drained', 'limited'),
  pagesBefore: fc.integer({ min: 0, max: 3 }),
});

const story = fc.record({
  order: fc.constantFrom('asc', 'desc', 'none'),
  /** Whether the service leaves out what is below the start. */
  filters: fc.boolean(),
  pageRows: fc.integer({ min: 1, max: 4 }),
  keyed: fc.boolean(),
  chapters: fc.array(chapter, { minLength: 1, maxLength: 6 }),
});

test('whatever ends a run early, and whichever resource is left out, every row is loaded once in the end', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ order, filters, pageRows, keyed, chapters }) => {
      const desk = bench();
      const rows: Row[] = [];
      const read = async (now: Chapter): Promise<void> => {
        const drain = new AbortController();
        const list = defineResource({
          name: 'list',
          incremental: { cursor: 'at', order },
          ...(keyed ? { primaryKey: 'id' as const } : {}),
          rows: async function* ({ cursor }: ResourceContext) {
            const wanted = filters ? rows.filter(({ at }) => at >= Number(cursor?.start ?? 0)) : [...rows];
            if (order === 'desc') wanted.reverse();
            for (let start = 0, page = 0; start < wanted.length; start += pageRows, page++) {
              if (now.end === 'parent fails' && page === now.pagesBefore) throw new Error('gone');
              if (now.end === 'drained' && page === now.pagesBefore) drain.abort();
              yield wanted.slice(start, start + pageRows);
            }
          },
        });
        let calls = 0;
        const made = defineTransformer({
          name: 'made',
          from: list,
          rows: ({ id }) => {
            if (now.end === 'child fails' && calls++ === now.pagesBefore) throw new Error('gone');
            return [{ id }];
          },
        });
        const options: RunOptions = {
          drain: drain.signal,
          ...(now.resources === undefined ? {} : { resources: now.resources }),
          ...(now.end === 'limited' && order === 'asc' ? { limit: now.pagesBefore + 1 } : {}),
        };
        // Runs that fail as a whole are part of the story.
        await desk
          .pipeline([list, made])
          .run(options)
          .catch(() => {});
      };
      for (const now of chapters) {
        for (const step of now.steps) rows.push({ id: rows.length, at: (rows.at(-1)?.at ?? 0) + step });
        await read(now);
      }
      // A limit may keep rows at the boundary from being overtaken, so the last run has none.
      rows.push({ id: rows.length, at: (rows.at(-1)?.at ?? 0) + 1 });
      await read({ steps: [], resources: undefined, end: 'whole', pagesBefore: 0 });
      for (const table of ['list', 'made']) {
        const loaded = (await desk.rows(table)).map(({ id }) => Number(id)).toSorted((a, b) => a - b);
        expect(loaded, table).toEqual(rows.map(({ id }) => id));
      }
    }),
    { numRuns: 60 },
  );
}, 120_000);

const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 12 }))
  .map(([digits, scale]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
    return new ExactDecimal(
      `${digits < 0n ? '-' : ''}${text.slice(0, text.length - scale)}${scale === 0 ? '' : `.${text.slice(-scale)}`}`,
    );
  });
const instants = fc.date({
  min: new Date('0001-01-02T00:00:00Z'),
  max: new Date('9999-12-31T00:00:00Z'),
  noInvalidDate: true,
});
const cursors = fc.oneof(
  fc.tuple(
    fc.constant('number'),
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt(), decimals),
  ),
  fc.tuple(
    fc.constant('instant'),
    fc.oneof(
      instants,
      instants.map((date) => date.toISOString()),
    ),
  ),
  fc.tuple(
    fc.constant('text'),
    fc.string().map((text) => `t${text}`),
  ),
);

describe('cursors', () => {
  const known = (value: unknown): NonNullable<ReturnType<typeof cursorOf>> => {
    const cursor = cursorOf(value);
    if (cursor === undefined) throw new Error('the value has no order');
    return cursor;
  };

  test('of one kind are in a total order', () => {
    fc.assert(
      fc.property(cursors, cursors, cursors, ([a, x], [b, y], [c, z]) => {
        fc.pre(a === b && b === c);
        const [one, two, three] = [known(x), known(y), known(z)];
        expect(Math.sign(compareCursors(one, two))).toBe(-Math.sign(compareCursors(two, one)) + 0);
        if (compareCursors(one, two) <= 0 && compareCursors(two, three) <= 0)
          expect(compareCursors(one, three)).toBeLessThanOrEqual(0);
      }),
    );
  });

  test('come back from the state as they were', () => {
    fc.assert(
      fc.property(cursors, ([, value]) => {
        const state = { cursor: 'a.b', last: known(value).value, boundary: ['x'] };
        // Numbers of JSON have no negative zero.
        fc.pre(!Object.is(state.last, -0));
        expect(decodeCursorState(JSON.parse(JSON.stringify(encodeCursorState(state))) as Json)).toEqual(state);
      }),
    );
  });

  test('a lag is exactly so long, and never reaches below the floor', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 10 ** 9 }), instants, (date, seconds, floor) => {
        const text = date.toISOString();
        const moved = applyLag(known(text), seconds, known(floor));
        const expected = Math.max(date.getTime() - seconds * 1000, floor.getTime());
        const value = moved?.value;
        const millis =
          typeof value === 'string' ? Date.parse(value) : value instanceof Date ? value.getTime() : undefined;
        expect(millis).toBe(expected);
      }),
    );
  });

  test('decimals are subtracted exactly', () => {
    fc.assert(
      fc.property(decimals, fc.integer({ min: 0, max: 10 ** 9 }), (decimal, lag) => {
        const less = subtractDecimals(decimal, lag);
        expect(compareDecimals(subtractDecimals(less, -lag), decimal)).toBe(0);
        expect(Math.sign(compareDecimals(less, decimal))).toBe(lag === 0 ? 0 : -1);
      }),
    );
  });
});
