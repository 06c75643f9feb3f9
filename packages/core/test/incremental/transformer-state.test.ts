import { describe, expect, test } from 'vitest';
import {
  defineResource,
  defineTransformer,
  type AnyResource,
  type ResourceContext,
  type RunOptions,
} from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';
import { storedState } from '../support/watch-state.ts';

/** A list that grows, and details that are made of its new items. */
class Service {
  readonly desk: Bench = bench();
  readonly reads: string[] = [];
  last = 0;
  broken = false;
  write: 'append' | 'replace' = 'append';

  grow(count: number): this {
    this.last += count;
    return this;
  }

  async run(options: RunOptions = {}): Promise<this> {
    const items = defineResource({
      name: 'items',
      incremental: { cursor: 'at', order: 'asc' },
      rows: ({ cursor }: ResourceContext) => {
        const start = Number(cursor?.start ?? 1);
        this.reads.push(`from ${start}`);
        return Array.from({ length: this.last - start + 1 }, (_, n) => [{ at: start + n }]);
      },
    });
    const details = defineTransformer({
      name: 'details',
      from: items,
      write: this.write,
      rows: ({ at }) => {
        if (this.broken) throw new Error('no details today');
        return [{ of: at }];
      },
    });
    const resources: readonly AnyResource[] = [items, details];
    await this.desk.pipeline(resources).run(options);
    return this;
  }

  async rows(): Promise<readonly (readonly number[])[]> {
    const column = async (table: string, name: string): Promise<readonly number[]> => {
      const known = this.desk.store.datasets.get('test')?.snapshot.tables.has(table) === true;
      return known ? (await this.desk.rows(table)).map((row) => Number(row[name])) : [];
    };
    return [await column('items', 'at'), await column('details', 'of')];
  }
}

describe('a transformer of an incremental resource gets every row once', () => {
  test('when both are run together, with one reading', async () => {
    const service = await new Service().grow(2).run();
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(service.reads).toEqual(['from 1', 'from 2']);
  });

  test('when it is left out for a while', async () => {
    const service = await new Service().grow(1).run();
    await service.grow(1).run({ resources: ['items'] });
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
    expect(service.reads).toEqual(['from 1', 'from 1', 'from 2', 'from 1']);
    service.reads.length = 0;
    await service.grow(1).run();
    expect(service.reads).toEqual(['from 3']);
  });

  test('when its parent is left out, which keeps its own place', async () => {
    const service = await new Service().grow(1).run({ resources: ['details'] });
    await service.grow(1).run({ resources: ['details'] });
    expect(storedState(service.desk, 'items')).toBeUndefined();
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test('when it failed before', async () => {
    const service = await new Service().grow(1).run();
    service.broken = true;
    await service.grow(2).run();
    service.broken = false;
    expect(await service.rows()).toEqual([[1, 2, 3], [1]]);
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  test('when it is new', async () => {
    const service = await new Service().grow(2).run({ resources: ['items'] });
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test('when one of the two is loaded anew', async () => {
    const service = await new Service().grow(2).run();
    await service.run({ fullRefresh: ['details'] });
    await service.run({ fullRefresh: ['items'] });
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });

  test('when the read is cut short by draining', async () => {
    const service = new Service().grow(4);
    const drain = new AbortController();
    await service.run({
      drain: drain.signal,
      onEvent: (event) => {
        if (event.type === 'resource-progress' && event.resource === 'items' && event.rows === 2) drain.abort();
      },
    });
    expect(await service.rows()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    await service.run();
    expect(await service.rows()).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  test('when the read is cut short inside a large page, whose calls are not waited for', async () => {
    const desk = bench();
    const drain = new AbortController();
    let calls = 0;
    const items = defineResource({
      name: 'items',
      incremental: { cursor: 'at', order: 'asc' },
      rows: Array.from({ length: 1000 }, (_, at) => ({ at })),
    });
    const details = defineTransformer({
      name: 'details',
      from: items,
      rows: ({ at }) => {
        if (++calls === 10) drain.abort();
        return [{ of: at }];
      },
    });
    const report = await desk.pipeline([items, details]).run({ drain: drain.signal });
    expect(report).toMatchObject({ status: 'stopped', resources: [{ status: 'stopped' }, { status: 'stopped' }] });
    expect(calls).toBeLessThan(1000);
    await desk.pipeline([items, details]).run();
    expect(calls).toBe(1000);
    expect((await desk.rows('details')).map((row) => Number(row['of']))).toEqual(
      Array.from({ length: 1000 }, (_, at) => at),
    );
    expect(await desk.rows('items')).toHaveLength(1000);
  });

  test('when the read is cut short inside a large page, whose end the state of the source stands for', async () => {
    const desk = bench();
    const drain = new AbortController();
    const pages = defineResource({
      name: 'pages',
      rows: async function* ({ state }: ResourceContext) {
        for (let page = Number(state['page'] ?? 0); page < 3; page++) {
          state['page'] = page + 1;
          yield Array.from({ length: 300 }, (_, n) => ({ id: page * 300 + n }));
        }
      },
    });
    const details = defineTransformer({
      name: 'details',
      from: pages,
      rows: ({ id }) => {
        if (id === 10) drain.abort();
        return [{ id }];
      },
    });
    await desk.pipeline([pages, details]).run({ drain: drain.signal });
    await desk.pipeline([pages, details]).run();
    for (const table of ['pages', 'details']) {
      expect((await desk.rows(table)).map(({ id }) => Number(id))).toEqual(Array.from({ length: 900 }, (_, id) => id));
    }
  });

  test('and all rows every time where it replaces its table', async () => {
    const service = new Service();
    service.write = 'replace';
    await service.grow(2).run();
    await service.grow(1).run();
    expect(await service.rows()).toEqual([
      [1, 2, 3],
      [1, 2, 3],
    ]);
  });
});

test('the place in the parent is kept in the state of the transformer; without one there is nothing to keep', async () => {
  const service = await new Service().grow(1).run();
  expect(storedState(service.desk, 'details')).toEqual({ _leat_parent: storedState(service.desk, 'items') });
  const desk = bench();
  const plain = defineResource({ name: 'plain', rows: [{ id: 1 }] });
  await desk.pipeline([plain, defineTransformer({ name: 'made', from: plain, rows: ({ id }) => [{ id }] })]).run();
  expect(storedState(desk, 'made')).toBeUndefined();
});

test('a transformer has a state and a cursor of its own', async () => {
  const desk = bench();
  const plain = defineResource({ name: 'plain', rows: [{ id: 1 }, { id: 2 }] });
  const told: unknown[] = [];
  const made = defineTransformer({
    name: 'made',
    from: plain,
    incremental: { cursor: 'at' },
    rows: ({ id }, { state, cursor }) => {
      told.push(cursor?.start);
      const seen = Number(state['seen'] ?? 0) + 1;
      state['seen'] = seen;
      return [{ at: id }, { at: seen }];
    },
  });
  await desk.pipeline([plain, made]).run();
  await desk.pipeline([plain, made]).run();
  expect((await desk.rows('made')).map(({ at }) => at)).toEqual([1n, 1n, 2n, 2n, 3n, 4n]);
  expect(told).toEqual([undefined, undefined, 2, 2]);
  expect(storedState(desk, 'made')).toMatchObject({ seen: 4, incremental: { last: 4 } });
});
