import { describe, expect, test } from 'vitest';
import { defineResource, type SchemaContract } from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';

const first = [{ id: 1, v: 1 }];

/** Loads `first`, then `rows` under a contract. */
async function evolve(
  contract: SchemaContract,
  rows: readonly object[],
  level: 'resource' | 'pipeline' = 'resource',
): Promise<Bench & { readonly tables: Record<string, unknown>; readonly error: unknown }> {
  const desk = bench();
  await desk.pipeline([defineResource({ name: 'items', rows: first })]).run();
  const resource = defineResource({ name: 'items', rows, ...(level === 'resource' ? { contract } : {}) });
  const report = await desk
    .pipeline([resource], level === 'pipeline' ? { contract } : {})
    .run()
    .catch((error: unknown) => error);
  const tables =
    report instanceof Error || !('loads' in (report as object))
      ? {}
      : ((report as { loads: { receipt: { tables: Record<string, unknown> } }[] }).loads[0]?.receipt.tables ?? {});
  return { ...desk, tables, error: report instanceof Error ? report : undefined };
}

describe('a new column', () => {
  const rows = [
    { id: 2, v: 2, extra: 'x' },
    { id: 3, v: 3 },
  ];

  test('is added under evolve', async () => {
    expect(await (await evolve('evolve', rows)).rows('items')).toContainEqual({ id: 2n, v: 2n, extra: 'x' });
  });

  test('fails the resource under freeze, and loads nothing of it', async () => {
    const run = await evolve({ columns: 'freeze' }, rows);
    expect(run.error).toMatchObject({
      code: 'LEAT_CONTRACT',
      details: { table: 'items', path: 'extra', change: 'column' },
    });
    expect(await run.rows('items')).toEqual([{ id: 1n, v: 1n }]);
  });

  test('takes its row with it under discard-row, and the receipt says so', async () => {
    const run = await evolve({ columns: 'discard-row' }, rows);
    expect(await run.rows('items')).toEqual([
      { id: 1n, v: 1n },
      { id: 3n, v: 3n },
    ]);
    expect(run.tables['items']).toMatchObject({ extracted: 2, discarded: 1, loaded: 1 });
  });

  test('loses its value under discard-value', async () => {
    const run = await evolve({ columns: 'discard-value' }, rows);
    expect(await run.rows('items')).toEqual([
      { id: 1n, v: 1n },
      { id: 2n, v: 2n },
      { id: 3n, v: 3n },
    ]);
  });

  test('of nulls is no new column', async () => {
    const run = await evolve({ columns: 'freeze' }, [{ id: 2, v: 2, extra: null }]);
    expect(run.error).toBeUndefined();
  });

  test('of a new table is allowed: the contract is about tables that exist', async () => {
    const desk = bench();
    await desk.pipeline([defineResource({ name: 'items', rows: first, contract: { columns: 'freeze' } })]).run();
    expect(await desk.rows('items')).toHaveLength(1);
  });
});

describe('a value of another type', () => {
  const rows = [
    { id: 2, v: 'two' },
    { id: 3, v: 3 },
  ];

  test('fails the resource under freeze', async () => {
    expect((await evolve({ dataType: 'freeze' }, rows)).error).toMatchObject({
      code: 'LEAT_CONTRACT',
      details: { path: 'v', change: 'data-type' },
    });
  });

  test('takes its row with it under discard-row', async () => {
    const run = await evolve({ dataType: 'discard-row' }, rows);
    expect(await run.rows('items')).toEqual([
      { id: 1n, v: 1n },
      { id: 3n, v: 3n },
    ]);
  });

  test('is left out under discard-value', async () => {
    const run = await evolve({ dataType: 'discard-value' }, rows);
    expect(await run.rows('items')).toContainEqual({ id: 2n });
  });

  test('that converts without loss is no change', async () => {
    const run = await evolve('freeze', [{ id: 2, v: '2' }]);
    expect(await run.rows('items')).toContainEqual({ id: 2n, v: 2n });
  });
});

describe('a new table', () => {
  const rows = [
    { id: 2, v: 2, list: [1, 2] },
    { id: 3, v: 3 },
  ];

  test('fails the resource under freeze', async () => {
    expect((await evolve({ tables: 'freeze' }, rows)).error).toMatchObject({
      code: 'LEAT_CONTRACT',
      details: { table: 'items__list', change: 'table' },
    });
  });

  test.each(['discard-row', 'discard-value'] as const)(
    'loses its rows under %s, counted; those of the parent stay',
    async (mode) => {
      const run = await evolve({ tables: mode }, rows);
      expect(await run.rows('items')).toHaveLength(3);
      expect(run.store.datasets.get('test')?.snapshot.tables.has('items__list')).toBe(false);
      expect(run.tables['items__list']).toMatchObject({ extracted: 2, discarded: 2, loaded: 0 });
    },
  );

  test('of the resource itself loses all rows', async () => {
    const desk = bench();
    await desk.pipeline([defineResource({ name: 'items', rows, contract: { tables: 'discard-row' } })]).run();
    expect(desk.store.datasets.get('test')?.snapshot.tables.has('items') ?? false).toBe(false);
  });
});

describe('levels', () => {
  const rows = [{ id: 2, v: 2, extra: 'x' }];

  test('the pipeline speaks for resources that say nothing', async () => {
    expect((await evolve('freeze', rows, 'pipeline')).error).toMatchObject({ code: 'LEAT_CONTRACT' });
  });

  test('the resource overrides it, entry by entry', async () => {
    const desk = bench();
    await desk.pipeline([defineResource({ name: 'items', rows: first })]).run();
    const resource = defineResource({
      name: 'items',
      rows: [{ id: 2, v: 'two', extra: 'x' }],
      contract: { columns: 'evolve' },
    });
    await expect(desk.pipeline([resource], { contract: 'freeze' }).run()).rejects.toMatchObject({
      details: { change: 'data-type' },
    });
  });
});

describe('a declared column that may not be null', () => {
  const declare = (contract: SchemaContract | undefined): ReturnType<typeof defineResource> =>
    defineResource({
      name: 'items',
      rows: [
        { id: 1, v: 1, list: [1] },
        { id: 2, list: [2] },
        { id: 3, v: null, list: [3] },
        { id: 4, v: 4, list: [4] },
      ] as readonly Record<string, unknown>[],
      columns: { v: { dataType: 'bigint', nullable: false } },
      ...(contract === undefined ? {} : { contract }),
    });

  test('sets rows without it aside, with what is unnested from them', async () => {
    const desk = bench();
    const report = await desk.pipeline([declare(undefined)]).run();
    expect(await desk.rows('items')).toEqual([
      { id: 1n, v: 1n },
      { id: 4n, v: 4n },
    ]);
    expect(await desk.rows('items__list')).toEqual([{ value: 1n }, { value: 4n }]);
    expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ quarantined: 2 });
  });

  test('fails under freeze and discards under discard-row', async () => {
    await expect(
      bench()
        .pipeline([declare('freeze')])
        .run(),
    ).rejects.toMatchObject({ code: 'LEAT_CONTRACT' });
    const nothing = await bench()
      .pipeline([declare('discard-row')])
      .run();
    expect(nothing.loads[0]?.receipt.tables['items']).toMatchObject({ extracted: 4, discarded: 4, loaded: 0 });
    const lenient = await bench()
      .pipeline([declare({ dataType: 'discard-row' })])
      .run();
    expect(lenient.loads[0]?.receipt.tables['items']).toMatchObject({ discarded: 2, loaded: 2 });
  });
});

describe('widening', () => {
  test('a bigint column becomes decimal where the destination can, and keeps every value', async () => {
    const desk = bench();
    await desk.pipeline([defineResource({ name: 'items', rows: [{ id: 1, v: 5 }] })]).run();
    await desk
      .pipeline([
        defineResource({
          name: 'items',
          rows: [
            { id: 2, v: 6 },
            { id: 3, v: 2n ** 70n },
            { id: 4, v: 7 },
          ],
        }),
      ])
      .run();
    const rows = await desk.rows('items');
    expect(rows.map(({ v }) => String(v))).toEqual(['5', '6', '1180591620717411303424', '7']);
    expect(rows.every((row) => !('v__v_decimal' in row))).toBe(true);
  });

  test('happens in the middle of a load, over many files', async () => {
    const desk = bench();
    const pages = function* (): Generator<readonly object[]> {
      yield Array.from({ length: 10_000 }, (_, v) => ({ v }));
      yield [{ v: 1 }, { v: 2n ** 64n }, { v: 2 }];
      yield [{ v: 3 }];
    };
    await desk.pipeline([defineResource({ name: 'items', rows: pages })], { limits: { maxJobFileBytes: 1 } }).run();
    const rows = await desk.rows('items');
    const expected = [...Array.from({ length: 10_000 }, (_, v) => String(v)), '1', '18446744073709551616', '2', '3'];
    expect(rows.map(({ v }) => String(v)).toSorted()).toEqual(expected.toSorted());
  });

  test('does not happen where it would change meaning: a fraction goes to a variant column', async () => {
    const desk = bench();
    await desk.pipeline([defineResource({ name: 'items', rows: [{ v: 2 ** 53 - 1 }] })]).run();
    await desk.pipeline([defineResource({ name: 'items', rows: [{ v: 0.5 }] })]).run();
    expect(await desk.rows('items')).toEqual([{ v: 9007199254740991n }, { v__v_double: 0.5 }]);
  });
});
