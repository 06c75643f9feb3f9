import { describe, expect, test } from 'vitest';
import { defineResource, defineTransformer, type AnyResource, type RunOptions } from '../../src/index.ts';
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

describe('calls at once', () => {
  /** A transformer whose calls end in the order that the test wants. */
  function gated(concurrency: number) {
    const waiting = new Map<number, () => void>();
    let under = 0;
    let most = 0;
    const many = defineResource({ name: 'many', rows: Array.from({ length: 12 }, (_, id) => ({ id })) });
    const child = defineTransformer({
      name: 'child',
      from: many,
      concurrency,
      rows: async ({ id }) => {
        under++;
        most = Math.max(most, under);
        await new Promise<void>((resolve) => {
          waiting.set(id, resolve);
          // Nobody ends before as many as may are under way; then the latest ends first.
          if (under === concurrency || id === 11) for (const end of [...waiting.values()].toReversed()) end();
        });
        waiting.delete(id);
        under--;
        return [{ id }];
      },
    });
    return { child, most: () => most };
  }

  test.each([1, 3, 12])('are never more than %d, and rows keep the order of their parents', async (concurrency) => {
    const { child, most } = gated(concurrency);
    const { rows } = await load([child]);
    expect(most()).toBe(concurrency);
    expect((await rows('child')).map(({ id }) => Number(id))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  test('wait with one page each: nobody reads ahead of what is taken', async () => {
    const asked: string[] = [];
    const child = defineTransformer({
      name: 'child',
      from: users,
      concurrency: 3,
      rows: async function* ({ id }) {
        for (let page = 0; page < 3; page++) {
          asked.push(`${id}${page}`);
          yield [{ id, page }];
        }
      },
    });
    await load([child]);
    expect(asked.slice(0, 3)).toEqual(['10', '20', '11']);
  });

  test('are ended when one of them fails', async () => {
    const ended: number[] = [];
    const child = defineTransformer({
      name: 'child',
      from: defineResource({ name: 'users', rows: all }),
      concurrency: 3,
      rows: async function* ({ id }) {
        try {
          yield [{ id }];
          if (id === 1) throw new Error('gone');
          yield [{ id }];
        } finally {
          ended.push(id);
        }
      },
    });
    await expect(load([child])).rejects.toMatchObject({ code: 'LEAT_SOURCE_FAILED', details: { resource: 'child' } });
    expect(ended.toSorted()).toEqual([1, 2, 3]);
  });
});

describe('failures', () => {
  const broken = defineResource({
    name: 'users',
    rows: async function* () {
      yield all;
      throw new Error('the service is gone');
    },
  });

  test('of a parent are failures of the transformer, with the cause named', async () => {
    const child = defineTransformer({ name: 'child', from: broken, rows: ({ id }) => [{ id }] });
    const other = defineResource({ name: 'other', rows: [{ id: 1 }] });
    const { report, store } = await load([child, broken, other]);
    expect(report).toMatchObject({
      status: 'partial',
      resources: [
        {
          name: 'child',
          status: 'failed',
          error: {
            code: 'LEAT_PARENT_FAILED',
            recoverability: 'transient',
            details: { parent: 'users', cause: 'LEAT_SOURCE_FAILED' },
          },
        },
        { name: 'users', status: 'failed', error: { code: 'LEAT_SOURCE_FAILED' } },
        { name: 'other', status: 'done' },
      ],
    });
    expect(report.resources[0]?.error?.message).toContain('the service is gone');
    expect([...(store.datasets.get('test')?.snapshot.tables.keys() ?? [])]).toEqual(['other']);
  });

  test('of a transformer leave its parent and its sisters alone', async () => {
    const bad = defineTransformer({
      name: 'bad',
      from: users,
      rows: ({ id }) => {
        if (id === 2) throw new Error('no');
        return [{ id }];
      },
    });
    const good = defineTransformer({ name: 'good', from: users, rows: ({ id }) => [{ id }] });
    const { report, rows } = await load([users, bad, good]);
    expect(report.resources.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'users done',
      'bad failed',
      'good done',
    ]);
    expect([await rows('users'), await rows('good')]).toMatchObject([{ length: 3 }, { length: 3 }]);
  });

  test('of a transformer stop everything when that is asked for', async () => {
    const bad = defineTransformer({
      name: 'bad',
      from: users,
      rows: () => {
        throw new Error('no');
      },
    });
    const desk = bench();
    await expect(desk.pipeline([users, bad]).run({ failFast: true })).rejects.toMatchObject({
      code: 'LEAT_SOURCE_FAILED',
      details: { resource: 'bad' },
    });
    expect(desk.store.datasets.get('test')?.snapshot.tables.size ?? 0).toBe(0);
  });

  test('a circle is refused before anything is read', async () => {
    const first = defineTransformer({ name: 'first', from: users, rows: ({ id }) => [{ id }] });
    const second = defineTransformer({ name: 'second', from: first, rows: ({ id }) => [{ id }] });
    const { transform } = first.definition;
    if (transform === undefined) throw new Error('a transformer has a transform');
    Object.assign(transform, { from: second });
    await expect(load([first])).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'LEAT_TRANSFORMER_CYCLE',
      details: { resources: 'first, second, first' },
    });
  });
});
