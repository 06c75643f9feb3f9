import { describe, expect, test, vi } from 'vitest';
import { setFailPointHandler } from '../../src/fail-points.ts';
import { defineResource, isLeatError, type ResourceContext, type RunEvent } from '../../src/index.ts';
import { bench, stream } from '../support/run.ts';

const items = (
  rows: Parameters<typeof defineResource<'items', object>>[0]['rows'],
): ReturnType<typeof defineResource<'items', object>> => defineResource({ name: 'items', rows });

describe('what rows can come from', () => {
  const rows = [{ id: 1 }, { id: 2 }, { id: 3 }];
  const cases: readonly {
    readonly name: string;
    readonly rows: Parameters<typeof defineResource<'items', object>>[0]['rows'];
  }[] = [
    { name: 'an array', rows },
    { name: 'an array of pages', rows: [[{ id: 1 }, { id: 2 }], [{ id: 3 }]] },
    { name: 'rows and pages mixed', rows: [{ id: 1 }, [{ id: 2 }], { id: 3 }] },
    { name: 'a function that gives an array', rows: async () => rows },
    {
      name: 'a generator of rows',
      rows: function* () {
        yield* rows;
      },
    },
    { name: 'an async generator of rows', rows: () => stream(rows) },
    { name: 'an async generator of pages', rows: () => stream([rows]) },
    { name: 'a web stream', rows: () => ReadableStream.from<object>(rows) },
    { name: 'a promise of a stream', rows: async () => stream(rows) },
  ];
  test.each(cases)('$name', async ({ rows: source }) => {
    const desk = bench();
    await desk.pipeline([items(source)]).run();
    expect(await desk.rows('items')).toEqual([{ id: 1n }, { id: 2n }, { id: 3n }]);
  });
});

test('partitions are read one after the other, each with its key', async () => {
  const desk = bench();
  const resource = defineResource({
    name: 'items',
    partitions: async () => ['a', 'b'],
    rows: ({ partition }) => [
      { partition, n: 1 },
      { partition, n: 2 },
    ],
  });
  await desk.pipeline([resource]).run();
  expect((await desk.rows('items')).map((row) => row['partition'])).toEqual(['a', 'a', 'b', 'b']);
});

test('a limit stops the source after so many rows', async () => {
  const desk = bench();
  let asked = 0;
  const resource = items(async function* () {
    for (;;) yield [{ n: asked++ }, { n: asked++ }];
  });
  await desk.pipeline([resource]).run({ limit: 3 });
  expect(await desk.rows('items')).toHaveLength(3);
  expect(asked).toBeLessThanOrEqual(6);
});

test('the source is not asked for the next page before the last one was taken', async () => {
  const desk = bench();
  const order: string[] = [];
  const resource = items(async function* () {
    for (let page = 0; page < 3; page++) {
      order.push(`made ${page}`);
      yield [{ page }];
    }
  });
  const onEvent = (event: RunEvent): void => {
    if (event.type === 'resource-progress') order.push(`taken ${event.rows - 1}`);
  };
  await desk.pipeline([resource]).run({ onEvent });
  expect(order).toEqual(['made 0', 'taken 0', 'made 1', 'taken 1', 'made 2', 'taken 2']);
});

describe('resources that fail', () => {
  const good = defineResource({ name: 'good', rows: [{ id: 1 }] });
  const bad = defineResource({
    name: 'bad',
    rows: async function* ({ state }: ResourceContext) {
      state['position'] = 1;
      yield [{ id: 1, list: [1] }];
      throw new Error('the service is gone');
    },
  });

  test('do not keep the others from being loaded', async () => {
    const desk = bench();
    const report = await desk.pipeline([bad, good]).run();
    expect(report.status).toBe('partial');
    expect(report.resources).toMatchObject([
      { name: 'bad', status: 'failed', error: { code: 'LEAT_SOURCE_FAILED' } },
      { name: 'good', status: 'done' },
    ]);
    expect(await desk.rows('good')).toEqual([{ id: 1n }]);
  });

  test('load nothing of their own, neither rows nor state nor tables', async () => {
    const desk = bench();
    await desk.pipeline([bad, good]).run();
    const snapshot = desk.store.datasets.get('test')?.snapshot;
    expect([...(snapshot?.tables.keys() ?? [])]).toEqual(['good']);
    expect(snapshot?.state).toEqual([]);
    expect(snapshot?.schemas[0]?.json).not.toContain('bad');
  });

  test('stop everything when that is asked for', async () => {
    const desk = bench();
    await expect(desk.pipeline([bad, good]).run({ failFast: true })).rejects.toMatchObject({
      code: 'LEAT_SOURCE_FAILED',
    });
    expect(desk.store.datasets.get('test')?.snapshot.tables.size ?? 0).toBe(0);
  });

  test('are named as the cause, not those that were stopped because of them', async () => {
    const endless = defineResource({
      name: 'endless',
      rows: async function* ({ signal }: ResourceContext) {
        while (!signal.aborted) yield [{ id: 1 }];
      },
    });
    await expect(bench().pipeline([endless, bad]).run({ failFast: true })).rejects.toMatchObject({
      code: 'LEAT_SOURCE_FAILED',
    });
  });

  test('throw when there is nothing else', async () => {
    await expect(bench().pipeline([bad]).run()).rejects.toMatchObject({
      code: 'LEAT_SOURCE_FAILED',
      details: { resource: 'bad' },
    });
  });

  test('do not touch what a replacement would have replaced', async () => {
    const desk = bench();
    const version = (rows: Parameters<typeof items>[0]): ReturnType<typeof items> =>
      defineResource({ name: 'items', write: 'replace', rows });
    await desk.pipeline([version([{ v: 'old' }]), good]).run();
    await desk
      .pipeline([
        version(async function* () {
          yield [{ v: 'new' }];
          throw new Error('cut');
        }),
        good,
      ])
      .run();
    expect(await desk.rows('items')).toEqual([{ v: 'old' }]);
  });
});

describe('stopping', () => {
  test('draining loads what was read and keeps the state of the last page taken', async () => {
    const desk = bench();
    const drain = new AbortController();
    const resource = defineResource({
      name: 'items',
      rows: async function* ({ state }: ResourceContext) {
        for (let page = 1; page <= 5; page++) {
          state['page'] = page;
          if (page === 2) drain.abort();
          yield [{ page }];
        }
      },
    });
    const report = await desk.pipeline([resource]).run({ drain: drain.signal });
    expect(report).toMatchObject({ status: 'stopped', resources: [{ status: 'stopped', rows: 2 }] });
    expect(await desk.rows('items')).toEqual([{ page: 1n }, { page: 2n }]);
    expect(desk.store.datasets.get('test')?.snapshot.state[0]?.state).toBe('{"page":2}');
  });

  test('draining leaves a replacement that was not read to its end alone', async () => {
    const desk = bench();
    const drain = new AbortController();
    const replace = (rows: Parameters<typeof items>[0]): ReturnType<typeof items> =>
      defineResource({ name: 'items', write: 'replace', rows });
    await desk.pipeline([replace([{ v: 1 }, { v: 2 }])]).run();
    const cut = replace(async function* () {
      yield [{ v: 3 }];
      drain.abort();
      yield [{ v: 4 }];
    });
    await desk.pipeline([cut]).run({ drain: drain.signal });
    expect(await desk.rows('items')).toEqual([{ v: 1n }, { v: 2n }]);
  });

  test('the state of a replacement that is held back does not move', async () => {
    const desk = bench();
    const drain = new AbortController();
    const cut = defineResource({
      name: 'items',
      write: 'replace',
      rows: async function* ({ state }: ResourceContext) {
        state['position'] = 1;
        yield [{ v: 3 }];
        drain.abort();
        yield [{ v: 4 }];
      },
    });
    await desk.pipeline([cut]).run({ drain: drain.signal });
    expect(desk.store.datasets.get('test')?.snapshot.state ?? []).toEqual([]);
  });

  test('aborting throws, loads nothing, and the next run starts clean', async () => {
    const desk = bench();
    const abort = new AbortController();
    const resource = items(async function* () {
      yield [{ n: 1 }];
      abort.abort();
      yield [{ n: 2 }];
    });
    await expect(desk.pipeline([resource]).run({ signal: abort.signal })).rejects.toMatchObject({
      code: 'LEAT_ABORTED',
    });
    expect(desk.store.datasets.get('test')?.snapshot.loads ?? []).toEqual([]);
    await desk.pipeline([items([{ n: 3 }])]).run();
    expect(await desk.rows('items')).toEqual([{ n: 3n }]);
  });

  test('aborting during the load ends in the same error, and the next run finishes the package', async () => {
    const desk = bench();
    const abort = new AbortController();
    setFailPointHandler((name) => {
      if (name !== 'package.sealed') return;
      abort.abort();
      abort.signal.throwIfAborted();
    });
    await expect(desk.pipeline([items([{ n: 1 }])]).run({ signal: abort.signal })).rejects.toMatchObject({
      code: 'LEAT_ABORTED',
    });
    setFailPointHandler(undefined);
    const report = await desk.pipeline([items([{ n: 2 }])]).run();
    expect(report.loads.map(({ resumed }) => resumed)).toEqual([true, false]);
    expect(await desk.rows('items')).toEqual([{ n: 1n }, { n: 2n }]);
  });

  test('the signal reaches the source', async () => {
    const abort = new AbortController();
    const resource = items(async function* ({ signal }: ResourceContext) {
      abort.abort();
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('stopped waiting')));
        if (signal.aborted) reject(new Error('stopped waiting'));
      });
      yield [{ n: 1 }];
    });
    await expect(bench().pipeline([resource]).run({ signal: abort.signal })).rejects.toMatchObject({
      code: 'LEAT_ABORTED',
    });
  });

  test('a source that does not listen is left alone, and what it gives later is not taken', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const desk = bench();
    const abort = new AbortController();
    const late = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    const deaf = items(async function* () {
      try {
        yield [{ n: 1 }];
        abort.abort();
        vi.advanceTimersByTime(60_000);
        await late.promise;
        yield [{ n: 2 }];
      } finally {
        ended.resolve();
      }
    });
    await expect(desk.pipeline([deaf]).run({ signal: abort.signal })).rejects.toMatchObject({ code: 'LEAT_ABORTED' });
    vi.useRealTimers();
    late.resolve();
    await ended.promise;
    await desk.pipeline([items([{ n: 3 }])]).run();
    expect(await desk.rows('items')).toEqual([{ n: 3n }]);
  });
});

test('state goes on where the last run stopped, also on a machine that has nothing but the destination', async () => {
  const desk = bench();
  const counting = defineResource({
    name: 'items',
    rows: async function* ({ state }: ResourceContext) {
      const next = Number(state['next'] ?? 0);
      state['next'] = next + 2;
      yield [{ n: next }, { n: next + 1 }];
    },
  });
  await desk.pipeline([counting]).run();
  await desk.pipeline([counting], { workDir: bench().folder }).run();
  expect((await desk.rows('items')).map(({ n }) => n)).toEqual([0n, 1n, 2n, 3n]);
  expect(desk.store.datasets.get('test')?.snapshot.state).toMatchObject([
    { resource: 'items', version: 2, state: '{"next":4}' },
  ]);
});

test('choosing resources by name reads optional ones too, and refuses names that do not exist', async () => {
  const desk = bench();
  const source = [items([{ a: 1 }]), defineResource({ name: 'extra', optional: true, rows: [{ b: 1 }] })];
  const report = await desk.pipeline(source).run();
  expect(report.resources.map(({ name }) => name)).toEqual(['items']);
  expect((await desk.pipeline(source).run({ resources: ['extra'] })).resources.map(({ name }) => name)).toEqual([
    'extra',
  ]);
  const refusal = await desk
    .pipeline(source)
    .run({ resources: ['extras'] })
    .catch((error: unknown) => error);
  expect(isLeatError(refusal) && [refusal.code, refusal.remedy]).toEqual([
    'LEAT_UNKNOWN_RESOURCE',
    'Choose among: items, extra.',
  ]);
});
