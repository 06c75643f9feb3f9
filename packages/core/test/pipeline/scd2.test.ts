import { describe, expect, test } from 'vitest';
import { defineResource } from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';

const versioned = (rows: Parameters<typeof defineResource<'items', object>>[0]['rows']) =>
  defineResource({ name: 'items', write: { disposition: 'merge', strategy: 'scd2' }, rows });

const current = async (desk: Bench): Promise<readonly unknown[]> =>
  (await desk.rawRows('items')).filter((row) => row['_leat_valid_to'] === null).map(({ id }) => id);

describe('a column that tells versions apart', () => {
  const revised = (rows: readonly object[], mergeKey: readonly string[] = []) =>
    defineResource({
      name: 'items',
      write: { disposition: 'merge', strategy: 'scd2' },
      mergeKey: mergeKey as never,
      rowVersion: 'revision' as never,
      rows,
    });

  test('makes a version where it changes, and none where only something else does', async () => {
    const desk = bench();
    await desk.pipeline([revised([{ id: 1, revision: 'a', seen: 1 }], ['id'])]).run();
    await desk.pipeline([revised([{ id: 1, revision: 'a', seen: 2 }], ['id'])]).run();
    expect((await desk.rows('items')).map(({ seen }) => seen)).toEqual([1n]);
    await desk.pipeline([revised([{ id: 1, revision: 'b', seen: 2 }], ['id'])]).run();
    expect(await desk.rows('items')).toHaveLength(2);
    expect((await desk.rawRows('items')).filter((row) => row['_leat_valid_to'] === null)).toMatchObject([
      { revision: 'b' },
    ]);
  });

  test('belongs to its row: rows with different keys may have the same', async () => {
    const desk = bench();
    const rows = [
      { id: 1, revision: 1 },
      { id: 2, revision: 1 },
    ];
    await desk.pipeline([revised(rows, ['id'])]).run();
    expect(await current(desk)).toEqual([1n, 2n]);
  });

  test('is the whole identity without a key, and a version that is absent ends', async () => {
    const desk = bench();
    await desk.pipeline([revised([{ id: 1, revision: 'hash of 1' }])]).run();
    await desk.pipeline([revised([{ id: 2, revision: 'hash of 2' }])]).run();
    expect(await current(desk)).toEqual([2n]);
  });

  test('must have a value: a row without one is set aside', async () => {
    const desk = bench();
    const report = await desk
      .pipeline([
        revised(
          [
            { id: 1, revision: null },
            { id: 2, revision: 1 },
          ],
          ['id'],
        ),
      ])
      .run();
    expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ extracted: 2, quarantined: 1, loaded: 1 });
  });
});

describe('a snapshot of versions', () => {
  test('that is empty ends them all', async () => {
    const desk = bench();
    await desk.pipeline([versioned([{ id: 1 }, { id: 2 }])]).run();
    await desk.pipeline([versioned([])]).run();
    expect(await current(desk)).toEqual([]);
    expect(await desk.rows('items')).toHaveLength(2);
  });

  test('that was not read to its end changes nothing', async () => {
    const desk = bench();
    const drain = new AbortController();
    await desk.pipeline([versioned([{ id: 1 }, { id: 2 }])]).run();
    const cut = versioned(async function* () {
      yield [{ id: 1 }];
      drain.abort();
      yield [{ id: 2 }];
    });
    await desk.pipeline([cut]).run({ drain: drain.signal });
    expect(await current(desk)).toEqual([1n, 2n]);
  });

  test('does not tell a null from a key that is absent', async () => {
    const desk = bench();
    await desk.pipeline([versioned([{ id: 1, note: null }])]).run();
    await desk.pipeline([versioned([{ id: 1 }])]).run();
    expect(await desk.rows('items')).toHaveLength(1);
  });

  test('cannot be read incrementally without a natural key', async () => {
    const resource = defineResource({
      name: 'items',
      write: { disposition: 'merge', strategy: 'scd2' },
      incremental: { cursor: 'at' },
      rows: [{ at: 1 }],
    });
    await expect(bench().pipeline([resource]).run()).rejects.toMatchObject({ code: 'LEAT_MERGE_WITHOUT_KEY' });
  });
});
