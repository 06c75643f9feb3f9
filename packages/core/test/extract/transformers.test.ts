import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  defineResource,
  defineTransformer,
  rowsFrom,
  silentLogger,
  type AnyResource,
  type Resource,
  type ResourceContext,
  type RunOptions,
} from '../../src/index.ts';
import { bench, stream } from '../support/run.ts';

interface User {
  readonly id: number;
  readonly name: string;
}

const all: readonly User[] = [
  { id: 1, name: 'ann' },
  { id: 2, name: 'bob' },
  { id: 3, name: 'cid' },
];
const users = defineResource({ name: 'users', rows: () => stream([all.slice(0, 2), all.slice(2)]) });

async function load(resources: readonly AnyResource[], options: RunOptions = {}) {
  const desk = bench();
  return { ...desk, report: await desk.pipeline(resources).run(options) };
}

describe('a transformer', () => {
  test('is called with every row of its parent, which is read once', async () => {
    let reads = 0;
    const parent = defineResource({
      name: 'users',
      rows: () => {
        reads++;
        return all;
      },
    });
    const orders = defineTransformer({
      name: 'orders',
      from: parent,
      rows: ({ id }) => Array.from({ length: id }, (_, n) => ({ user: id, n })),
    });
    const tags = defineTransformer({
      name: 'tags',
      from: parent,
      rows: async function* ({ name }) {
        yield { tag: name };
      },
    });
    const { rows, report } = await load([orders, parent, tags]);
    expect(reads).toBe(1);
    expect(report.resources).toMatchObject([
      { name: 'orders', rows: 6 },
      { name: 'users', rows: 3 },
      { name: 'tags', rows: 3 },
    ]);
    expect((await rows('orders')).map(({ user, n }) => [user, n])).toEqual([
      [1n, 0n],
      [2n, 0n],
      [2n, 1n],
      [3n, 0n],
      [3n, 1n],
      [3n, 2n],
    ]);
    expect(await rows('tags')).toEqual([{ tag: 'ann' }, { tag: 'bob' }, { tag: 'cid' }]);
  });

  test('can take pages', async () => {
    const sizes = defineTransformer({ name: 'sizes', from: users, pages: (page) => [{ size: page.length }] });
    expect(await (await load([users, sizes])).rows('sizes')).toEqual([{ size: 2n }, { size: 1n }]);
  });

  test('reads its parent without loading it where only the transformer is selected', async () => {
    const names = defineTransformer({ name: 'names', from: users, rows: ({ name }) => [{ name }] });
    const { store, report } = await load([users, names], { resources: ['names'] });
    expect([...(store.datasets.get('test')?.snapshot.tables.keys() ?? [])]).toEqual(['names']);
    expect(report.resources).toMatchObject([{ name: 'names', status: 'done', rows: 3 }]);
  });

  test('copies fields of the parent, past its own steps', async () => {
    const orders = defineTransformer({
      name: 'orders',
      from: users,
      parentFields: ['id', 'name'],
      primaryKey: ['_users_id', 'n'],
      rows: rowsFrom((user: User) => [{ n: user.id, more: true }])
        .map(({ n }) => ({ n }))
        .filter(({ n }) => n !== 2),
    });
    const { rows, report } = await load([orders]);
    expect(await rows('orders')).toEqual([
      { n: 1n, _users_id: 1n, _users_name: 'ann' },
      { n: 3n, _users_id: 3n, _users_name: 'cid' },
    ]);
    expect(report.loads[0]?.receipt.tables['orders']).toMatchObject({ extracted: 3, filtered: 1, loaded: 2 });
  });

  test('protects copies of protected fields', async () => {
    const parent = defineResource({
      name: 'users',
      dataClasses: { name: 'secret' },
      rows: [{ id: 1, name: 'hunter2', mail: 'ann@example.com' }],
    });
    const child = defineTransformer({
      name: 'child',
      from: parent,
      parentFields: ['name', 'mail'],
      rows: () => [{ n: 1 }],
    });
    const grandchild = defineTransformer({
      name: 'grandchild',
      from: child,
      parentFields: ['_users_mail'],
      rows: () => [{ n: 1 }],
    });
    const desk = bench();
    await desk.pipeline([parent, child, grandchild], { policies: { paths: { 'users.mail': 'redact' } } }).run();
    expect(await desk.rows('child')).toEqual([{ n: 1n, _users_mail: '***' }]);
    expect(await desk.rows('grandchild')).toEqual([{ n: 1n, _child__users_mail: '***' }]);
  });

  test('can be made of a transformer', async () => {
    const orders = defineTransformer({ name: 'orders', from: users, rows: ({ id }) => [{ order: id * 10 }] });
    const lines = defineTransformer({
      name: 'lines',
      from: orders,
      parentFields: ['order'],
      rows: ({ order }) => [{ line: order + 1 }, { line: order + 2 }],
    });
    const { rows } = await load([lines]);
    expect((await rows('lines')).map(({ line }) => line)).toEqual([11n, 12n, 21n, 22n, 31n, 32n]);
  });

  test('gets what the steps of its parent let pass', async () => {
    const parent = defineResource({
      name: 'users',
      rows: rowsFrom(all)
        .filter(({ id }) => id > 1)
        .map(({ id }) => ({ key: id })),
    });
    const child = defineTransformer({ name: 'child', from: parent, rows: ({ key }) => [{ key }] });
    expect(await (await load([child])).rows('child')).toEqual([{ key: 2n }, { key: 3n }]);
  });

  test('reads partitions of its parent', async () => {
    const parent = defineResource({
      name: 'parts',
      partitions: async () => [1, 2],
      rows: ({ partition }: ResourceContext) => [{ part: Number(partition) }],
    });
    const child = defineTransformer({ name: 'child', from: parent, rows: ({ part }) => [{ part }] });
    expect(await (await load([child])).rows('child')).toEqual([{ part: 1n }, { part: 2n }]);
  });

  test('has a limit and steps of its own, and stops the parent that only it reads', async () => {
    let pages = 0;
    const endless = defineResource({
      name: 'users',
      rows: async function* () {
        for (;;) {
          pages++;
          yield all;
        }
      },
    });
    const limited = defineTransformer({
      name: 'child',
      from: endless,
      rows: rowsFrom(({ id }: User) => [{ id }]).limit(4),
    });
    expect(await (await load([limited])).rows('child')).toHaveLength(4);
    expect(pages).toBe(2);
    const unlimited = defineTransformer({ name: 'child', from: endless, rows: ({ id }) => [{ id }, { id }] });
    expect(await (await load([unlimited], { limit: 5 })).rows('child')).toHaveLength(5);
  });

  test('can be read without a pipeline', async () => {
    const child = defineTransformer({
      name: 'child',
      from: users,
      parentFields: ['id'],
      rows: ({ name }) => [{ name }],
    });
    const context: ResourceContext = {
      signal: new AbortController().signal,
      logger: silentLogger,
      state: {},
      wait: () => {},
      countRequest: () => {},
    };
    const { rows } = child.definition;
    const pages: unknown[] = typeof rows === 'function' ? await Array.fromAsync(await rows(context)) : [];
    expect(pages.flat()).toEqual([
      { name: 'ann', _users_id: 1 },
      { name: 'bob', _users_id: 2 },
      { name: 'cid', _users_id: 3 },
    ]);
  });

  test('counts the requests of a parent that only it reads', async () => {
    const parent = defineResource({
      name: 'users',
      rows: (context: ResourceContext) => {
        context.countRequest();
        return all;
      },
    });
    const child = defineTransformer({
      name: 'child',
      from: parent,
      rows: ({ id }, context) => {
        context.countRequest();
        return [{ id }];
      },
    });
    expect((await load([child])).report.resources).toMatchObject([{ name: 'child', requests: 4 }]);
  });
});

test('types: rows get the columns of the parent, and only keys of the parent can be copied', () => {
  const child = defineTransformer({
    name: 'child',
    from: users,
    parentFields: ['id'],
    rows: (user) => [{ upper: user.name.toUpperCase() }],
  });
  expectTypeOf(child).toEqualTypeOf<Resource<'child', { upper: string } & { readonly _users_id: number }>>();
  // @ts-expect-error -- no such key
  defineTransformer({ name: 'child', from: users, parentFields: ['idd'], rows: () => [{ n: 1 }] });
});
