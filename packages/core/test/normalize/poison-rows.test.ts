import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cyclic, POISON_ROWS } from '../support/poison-rows.ts';
import { loadPages } from '../support/run.ts';

test.each(POISON_ROWS)('$name: neighbours land', async ({ row, lands, refused }) => {
  const { rows, report, folder } = await loadPages([[{ id: 1, ok: 'before' }, row, { id: 3, ok: 'after' }]]);
  const loaded = await rows('items');
  expect(loaded).toContainEqual({ id: 1n, ok: 'before' });
  expect(loaded).toContainEqual({ id: 3n, ok: 'after' });
  expect(report.loads[0]?.receipt.tables['items']).toMatchObject({
    extracted: 3,
    loaded: refused === undefined ? 3 : 2,
    quarantined: refused === undefined ? 0 : 1,
  });
  if (lands !== undefined) expect(loaded[1]).toEqual(lands);
  if (refused !== undefined) expect(await quarantined(folder)).toMatchObject([{ reason: refused }]);
});

test('10,000 columns land', async () => {
  const wide = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`c${index}`, index]));
  const { rows } = await loadPages([[{ id: 1 }, wide, { id: 3 }]]);
  expect(Object.keys((await rows('items'))[1] ?? {})).toHaveLength(10_000);
});

test('a cycle is set aside with its place, and its other values are kept', async () => {
  const { folder } = await loadPages([[{ id: 1, o: {} }, cyclic()]]);
  const [line] = await quarantined(folder);
  expect(line).toMatchObject({ path: expect.arrayContaining(['self']), row: { id: 2, self: '[cycle]' } });
});

async function quarantined(folder: string): Promise<readonly unknown[]> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => /quarantine.*\.jsonl$/.test(name));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line)),
  );
}
