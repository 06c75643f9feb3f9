import { memory } from '@leat/testkit';
import { describe, expect, test } from 'vitest';
import { defineResource, type ResourceContext } from '../../src/index.ts';
import { planResource } from '../../src/pipeline/resource-plan.ts';
import { bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

const counting = (name: string, rows: readonly object[]) =>
  defineResource({
    name,
    rows: ({ state }: ResourceContext) => {
      const runs = Number(state['runs'] ?? 0) + 1;
      state['runs'] = runs;
      return rows.map((row) => ({ ...row, run: runs }));
    },
  });

describe('a full refresh', () => {
  test('forgets the state and puts new rows in place of the old ones, lists included', async () => {
    const desk = bench();
    const resource = counting('items', [{ id: 1, tags: ['a', 'b'] }]);
    await desk.pipeline([resource]).run();
    await desk.pipeline([resource]).run();
    const report = await desk.pipeline([resource]).run({ fullRefresh: true });
    expect(await desk.rows('items')).toEqual([{ id: 1n, run: 1n }]);
    expect(await desk.rows('items__tags')).toHaveLength(2);
    expect(storedState(desk, 'items')).toEqual({ runs: 1 });
    expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ loaded: 1, deleted: 2 });
  });

  test('starts the cursor anew', async () => {
    const desk = bench();
    const resource = defineResource({ name: 'items', incremental: { cursor: 'at' }, rows: [{ at: 1 }, { at: 2 }] });
    await desk.pipeline([resource]).run();
    await desk.pipeline([resource]).run({ fullRefresh: true });
    expect(await desk.rows('items')).toEqual([{ at: 1n }, { at: 2n }]);
  });

  test('empties the table of a resource that gives nothing any more', async () => {
    const desk = bench();
    await desk.pipeline([counting('items', [{ id: 1 }])]).run();
    await desk.pipeline([defineResource<'items', object>({ name: 'items', rows: [] })]).run({ fullRefresh: ['items'] });
    expect(await desk.rows('items')).toEqual([]);
    expect(storedState(desk, 'items')).toEqual({});
  });

  test.each(['delete-insert', 'upsert', 'insert-only', 'scd2'] as const)(
    'of a merge by %s stays a merge',
    async (strategy) => {
      const desk = bench();
      const version = (rows: readonly { id: number; v: string }[]) =>
        defineResource({ name: 'items', primaryKey: 'id', write: { disposition: 'merge', strategy }, rows });
      await desk
        .pipeline([
          version([
            { id: 1, v: 'old' },
            { id: 9, v: 'gone' },
          ]),
        ])
        .run();
      const report = await desk
        .pipeline([
          version([
            { id: 1, v: 'new' },
            { id: 2, v: 'x' },
            { id: 2, v: 'x' },
          ]),
        ])
        .run({ fullRefresh: true });
      expect((await desk.rows('items')).map(({ id, v }) => [id, v])).toEqual([
        [1n, 'new'],
        [2n, 'x'],
      ]);
      expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ deleted: 2, duplicates: 1, inserted: 2 });
      if (strategy === 'scd2')
        expect((await desk.rawRows('items')).map((row) => row['_leat_valid_from'])).not.toContain(null);
    },
  );

  test('of some resources leaves the others as they are', async () => {
    const desk = bench();
    const resources = [counting('one', [{}]), counting('two', [{}])];
    await desk.pipeline(resources).run();
    await desk.pipeline(resources).run({ fullRefresh: ['two'] });
    expect((await desk.rows('one')).map(({ run }) => run)).toEqual([1n, 2n]);
    expect((await desk.rows('two')).map(({ run }) => run)).toEqual([1n]);
  });

  test('that fails, or is stopped, leaves rows and state as they are', async () => {
    const desk = bench();
    const drain = new AbortController();
    await desk.pipeline([counting('items', [{ id: 1 }])]).run();
    const failing = defineResource({
      name: 'items',
      rows: async function* () {
        yield { id: 2 };
        throw new Error('gone');
      },
    });
    await expect(desk.pipeline([failing]).run({ fullRefresh: true })).rejects.toMatchObject({
      code: 'LEAT_SOURCE_FAILED',
    });
    const stopped = defineResource({
      name: 'items',
      rows: async function* () {
        yield [{ id: 2 }];
        drain.abort();
        yield [{ id: 3 }];
      },
    });
    await desk.pipeline([stopped]).run({ fullRefresh: true, drain: drain.signal });
    expect(await desk.rows('items')).toEqual([{ id: 1n, run: 1n }]);
    expect(storedState(desk, 'items')).toEqual({ runs: 1 });
  });

  test('allows another primary key, which is the one that holds from then on', async () => {
    const desk = bench();
    const keyed = (primaryKey: 'id' | 'code') =>
      defineResource({
        name: 'items',
        primaryKey,
        columns: { id: { dataType: 'bigint' }, code: { dataType: 'text' } },
        rows: [{ id: 1, code: 'a' }],
      });
    await desk.pipeline([keyed('id')]).run();
    await expect(desk.pipeline([keyed('code')]).run()).rejects.toMatchObject({ code: 'LEAT_PRIMARY_KEY_CHANGED' });
    await desk.pipeline([keyed('code')]).run({ fullRefresh: true });
    await desk.pipeline([keyed('code')]).run();
    await expect(desk.pipeline([keyed('id')]).run()).rejects.toMatchObject({ code: 'LEAT_PRIMARY_KEY_CHANGED' });
  });

  test('of a resource that is not read is refused', async () => {
    const desk = bench();
    const extra = defineResource({ name: 'extra', optional: true, rows: [{ id: 1 }] });
    const items = counting('items', [{ id: 1 }]);
    for (const name of ['itmes', 'extra']) {
      await expect(desk.pipeline([items, extra]).run({ fullRefresh: [name] })).rejects.toMatchObject({
        code: 'LEAT_UNKNOWN_RESOURCE',
        details: { resource: name },
      });
    }
    await desk.pipeline([items, extra]).run({ resources: ['extra'], fullRefresh: ['extra'] });
    expect(await desk.rows('extra')).toEqual([{ id: 1n }]);
  });

  test('of a merging resource is published as a merge into emptied tables', () => {
    const capabilities = { ...memory.capabilities({ store: bench().store }), mergeStrategies: ['upsert'] as const };
    const context = { destination: 'test', capabilities, contracts: [], policies: {} };
    const resource = defineResource({ name: 'items', write: 'merge', primaryKey: 'id', rows: [{ id: 1 }] });
    const table = {
      name: 'items',
      resource: 'items',
      path: ['items'],
      columns: [{ name: 'id', dataType: 'bigint', nullable: false, path: ['id'] }],
    } as const;
    const usual = planResource(resource, context);
    const refreshed = planResource(resource, { ...context, refresh: new Set(['items']) });
    expect([usual.refresh, usual.publication(table, [])]).toMatchObject([
      false,
      { disposition: 'merge', strategy: 'upsert' },
    ]);
    expect([refreshed.refresh, refreshed.publication(table, [])]).toMatchObject([
      true,
      { disposition: 'merge', strategy: 'upsert', merge: { fresh: true, primaryKey: ['id'] } },
    ]);
    expect(refreshed.shape).toMatchObject({ merges: true, identity: usual.shape.identity });
  });
});
