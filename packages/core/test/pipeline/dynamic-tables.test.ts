import { describe, expect, test } from 'vitest';
import { defineResource, rowsFrom, type AnyResource } from '../../src/index.ts';
import { bench, stream, type Bench } from '../support/run.ts';

interface Event {
  readonly type: string;
  readonly n: number;
  readonly list?: readonly number[];
}

const events = (
  rows: Parameters<typeof defineResource<'events', Event>>[0]['rows'],
  rest: Partial<Parameters<typeof defineResource<'events', Event>>[0]> = {},
): AnyResource => defineResource<'events', Event>({ name: 'events', ...rest, rows, table: ({ type }) => type });
const tables = (desk: Bench): readonly string[] =>
  [...(desk.store.datasets.get('test')?.snapshot.tables.keys() ?? [])].toSorted();

describe('rows that choose their tables', () => {
  test('go there, in order, with their lists, and the receipt balances for every table', async () => {
    const desk = bench();
    const report = await desk
      .pipeline([
        events(() =>
          stream([
            [
              { type: 'click', n: 1 },
              { type: 'view', n: 2, list: [1] },
            ],
            [
              { type: 'click', n: 3 },
              { type: 'click', n: 4 },
            ],
          ]),
        ),
      ])
      .run();
    expect(tables(desk)).toEqual(['click', 'view', 'view__list']);
    expect((await desk.rows('click')).map(({ n }) => n)).toEqual([1n, 3n, 4n]);
    expect(report.loads[0]?.receipt.tables).toMatchObject({
      click: { extracted: 3, loaded: 3 },
      view: { extracted: 1, loaded: 1 },
      view__list: { loaded: 1 },
    });
  });

  test('choose after all steps', async () => {
    const desk = bench();
    await desk
      .pipeline([events(rowsFrom([{ kind: 'a' }, { kind: 'b' }]).map(({ kind }, n = 1) => ({ type: `t_${kind}`, n })))])
      .run();
    expect(tables(desk)).toEqual(['t_a', 't_b']);
  });

  test('keep being known as the tables of their resource', async () => {
    const desk = bench();
    await desk.pipeline([events([{ type: 'click', n: 1 }])]).run();
    await desk
      .pipeline([
        events([
          { type: 'click', n: 2 },
          { type: 'view', n: 3 },
        ]),
      ])
      .run();
    expect((await desk.rows('click')).map(({ n }) => n)).toEqual([1n, 2n]);
    expect(tables(desk)).toEqual(['click', 'view']);
  });

  test('and replace, replace all tables of the resource: those without rows become empty', async () => {
    const desk = bench();
    await desk
      .pipeline([
        events(
          [
            { type: 'click', n: 1 },
            { type: 'view', n: 2 },
          ],
          { write: 'replace' },
        ),
      ])
      .run();
    await desk.pipeline([events([{ type: 'view', n: 3 }], { write: 'replace' })]).run();
    expect([await desk.rows('click'), await desk.rows('view')]).toEqual([[], [{ type: 'view', n: 3n }]]);
    await desk.pipeline([events([{ type: 'view', n: 4 }])]).run({ fullRefresh: true });
    expect(await desk.rows('view')).toEqual([{ type: 'view', n: 4n }]);
  });

  test('are counted where they are filtered, or are no rows, without a table being made for that', async () => {
    const desk = bench();
    const odd = [{ type: 'click', n: 1 }, { type: 'click', n: 2 }, null] as unknown as readonly Event[];
    const report = await desk.pipeline([events(rowsFrom(odd).filter(({ n }) => n > 1))]).run();
    expect(tables(desk)).toEqual(['click']);
    expect(report.loads[0]?.receipt.tables).toMatchObject({
      click: { extracted: 1, loaded: 1 },
      events: { extracted: 2, filtered: 1, quarantined: 1, loaded: 0 },
    });
    expect(report.warnings.map(({ code }) => code)).toEqual(['LEAT_ROW_QUARANTINED']);
  });

  test('are not loaded into any table when the resource fails, or shares a table with one that does', async () => {
    const desk = bench();
    const failing = events(async function* () {
      yield [
        { type: 'click', n: 1 },
        { type: 'view', n: 1 },
      ];
      throw new Error('gone');
    });
    const sharing = defineResource<'other', Event>({
      name: 'other',
      table: ({ type }) => type,
      rows: [
        { type: 'view', n: 2 },
        { type: 'own', n: 2 },
      ],
    });
    const apart = defineResource({ name: 'apart', rows: [{ n: 3 }] });
    const report = await desk.pipeline([failing, sharing, apart]).run();
    expect(report.status).toBe('partial');
    expect(tables(desk)).toEqual(['apart']);
  });

  test('show in a plan', async () => {
    const desk = bench();
    const plan = await desk
      .pipeline([
        events([
          { type: 'click', n: 1 },
          { type: 'view', n: 2 },
        ]),
      ])
      .plan();
    expect(plan.changes).toMatchObject([{ table: { name: 'click' } }, { table: { name: 'view' } }]);
  });
});

describe('a bad choice ends the resource', () => {
  test('with LEAT_TABLE_LIMIT where there are too many tables', async () => {
    const many = Array.from({ length: 4 }, (_, n) => ({ type: `t${n}`, n }));
    await expect(
      bench()
        .pipeline([events(many, { maxTables: 3 })])
        .run(),
    ).rejects.toMatchObject({
      name: 'SchemaError',
      code: 'LEAT_TABLE_LIMIT',
      details: { resource: 'events', limit: 3 },
    });
    await expect(
      bench()
        .pipeline([events(many, { maxTables: 4 })])
        .run(),
    ).resolves.toMatchObject({ status: 'done' });
  });

  const secret = 'hunter2';
  const cases: readonly (readonly [string, (row: Event) => string])[] = [
    ['nothing', () => undefined as unknown as string],
    ['an empty text', () => ''],
    ['a number', ({ n }) => n as unknown as string],
    [
      'an error',
      () => {
        throw new Error(secret);
      },
    ],
  ];

  test.each(cases)('with LEAT_TABLE_NAME where it is %s', async (_name, table) => {
    const error: unknown = await bench()
      .pipeline([defineResource<'events', Event>({ name: 'events', table, rows: [{ type: secret, n: 1 }] })])
      .run()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SourceError', code: 'LEAT_TABLE_NAME', details: { resource: 'events' } });
    expect(String((error as Error).stack)).not.toContain(secret);
  });
});
