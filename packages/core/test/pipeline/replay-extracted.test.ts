import { expect, test } from 'vitest';
import { defineResource, defineTransformer, rowsFrom } from '../../src/index.ts';
import { bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

/** A row that no table can take, as long as the pipeline does not know how to read it. */
const odd = { at: 1, value: () => 1 } as unknown as { at: number; value: number };

test('rows that were set aside are replayed past steps, cursor and parent, which have seen them already', async () => {
  const desk = bench();
  let calls = 0;
  const items = defineResource({
    name: 'items',
    incremental: { cursor: 'at' },
    rows: rowsFrom([odd, { at: 5, value: 1 }]).map((row) => {
      calls++;
      return row;
    }),
  });
  const made = defineTransformer({
    name: 'made',
    from: items,
    rows: ({ at }) => [at === 5 ? { at, odd: () => at } : { at }],
  });
  await desk.pipeline([items, made]).run();
  const before = storedState(desk, 'items');
  const { run, replayed, skipped } = await desk.pipeline([items, made]).replay();
  expect(replayed.map(({ file, rows }) => `${file} ${rows}`)).toEqual(['items.jsonl 1', 'made.jsonl 1']);
  expect(skipped).toEqual([]);
  expect(run?.resources.map(({ name, rows, filtered }) => `${name} ${rows} ${filtered}`)).toEqual([
    'items 1 0',
    'made 1 0',
  ]);
  expect(calls).toBe(2);
  expect(storedState(desk, 'items')).toMatchObject(before as object);
});
