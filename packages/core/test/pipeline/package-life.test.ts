import { appendFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { setFailPointHandler, type FailPointName } from '../../src/fail-points.ts';
import { defineResource, type RunEvent } from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';

afterEach(() => setFailPointHandler(undefined));

const items = defineResource({ name: 'items', rows: [{ id: 1, list: [1, 2] }, { id: 2 }] });

const packageFolder = (desk: Bench): string => join(desk.folder, 'test', 'memory.test', 'packages');
const states = async (desk: Bench): Promise<readonly string[]> =>
  (await readdir(packageFolder(desk))).map((name) => name.split('.').at(-1) ?? '');

/** Runs until a point and throws there, which leaves the package as a crash would. */
async function breakAt(desk: Bench, point: FailPointName): Promise<void> {
  setFailPointHandler((name) => {
    if (name === point) throw new Error(`broken at ${point}`);
  });
  await expect(desk.pipeline([items]).run()).rejects.toThrow();
  setFailPointHandler(undefined);
}

test('a loaded package keeps its documents and its receipt, and no rows', async () => {
  const desk = bench();
  const report = await desk.pipeline([items]).run();
  const [folder = ''] = await readdir(packageFolder(desk));
  expect(folder).toBe(`${report.loads[0]?.loadId}.loaded`);
  const files = (await readdir(join(packageFolder(desk), folder))).toSorted();
  expect(files).toEqual(['changes.json', 'manifest.json', 'quarantine', 'receipt.json', 'schema.json', 'state.json']);
  expect(JSON.parse(await readFile(join(packageFolder(desk), folder, 'receipt.json'), 'utf8'))).toEqual(
    report.loads[0]?.receipt,
  );
});

test('packages can be read by their owner only', async () => {
  const desk = bench();
  await desk.pipeline([items], { keepLoadedFiles: true }).run();
  for (const name of await readdir(packageFolder(desk), { recursive: true })) {
    const entry = await stat(join(packageFolder(desk), name));
    expect((entry.mode & 0o777).toString(8), name).toBe(entry.isDirectory() ? '700' : '600');
  }
});

test('the receipt balances, and names every file with its hash', async () => {
  const desk = bench();
  const { receipt } = (await desk.pipeline([items], { keepLoadedFiles: true }).run()).loads[0] ?? {};
  for (const [table, counts] of Object.entries(receipt?.tables ?? {})) {
    expect(counts.extracted, table).toBe(
      counts.filtered + counts.discarded + counts.quarantined + counts.duplicates + counts.loaded,
    );
  }
  expect(receipt?.files.map(({ name, rows }) => [name, rows]).toSorted()).toEqual([
    ['items.1.jsonl', 2],
    ['items__list.1.jsonl', 2],
  ]);
});

describe('after a break', () => {
  test.each<FailPointName>([
    'package.created',
    'job.closed',
    'load.begun',
    'extract.finished',
    'package.described',
    'package.before-seal',
  ])('before the seal (%s) the package is thrown away and the rows are read again', async (point) => {
    const desk = bench();
    await breakAt(desk, point);
    const events: RunEvent[] = [];
    const report = await desk.pipeline([items]).run({ onEvent: (event) => events.push(event) });
    expect(report.loads).toMatchObject([{ resumed: false }]);
    expect(await desk.rows('items')).toHaveLength(2);
    expect(await states(desk)).toEqual(['loaded']);
    expect(events.some(({ type }) => type === 'package-discarded')).toBe(true);
  });

  test.each<FailPointName>(['package.sealed', 'load.before-commit', 'load.in-receipt', 'load.committed'])(
    'behind the seal (%s) the package is finished first, and then the run goes on with new rows',
    async (point) => {
      const desk = bench();
      await breakAt(desk, point);
      expect(await states(desk)).toEqual([point === 'package.sealed' ? 'sealed' : 'loading']);
      const report = await desk.pipeline([items]).run();
      expect(report.loads.map(({ resumed }) => resumed)).toEqual([true, false]);
      // Once from the package, once because the source gives its rows at every run.
      expect(await desk.rows('items')).toHaveLength(4);
      const rows = await desk.rawRows('items');
      expect(new Set(rows.map((row) => row['_leat_id'])).size).toBe(4);
      expect(await states(desk)).toEqual(['loaded', 'loaded']);
    },
  );

  test.each(['package.loaded'] as const)('behind the commit (%s) nothing is left to do', async (point) => {
    const desk = bench();
    await breakAt(desk, point);
    const report = await desk.pipeline([items]).run();
    expect(report.loads).toMatchObject([{ resumed: false }]);
    expect(await desk.rows('items')).toHaveLength(4);
  });
});

describe('a sealed package', () => {
  const sealed = async (): Promise<{ desk: Bench; folder: string }> => {
    const desk = bench();
    await breakAt(desk, 'package.sealed');
    const [name = ''] = await readdir(packageFolder(desk));
    return { desk, folder: join(packageFolder(desk), name) };
  };

  test('with a changed byte is refused, by the name of the file', async () => {
    const { desk, folder } = await sealed();
    await appendFile(join(folder, 'jobs', 'items.1.jsonl'), '{"id":3}\n');
    await expect(desk.pipeline([items]).run()).rejects.toMatchObject({
      code: 'LEAT_PACKAGE_DAMAGED',
      details: { file: 'items.1.jsonl' },
    });
    expect(desk.store.datasets.get('test')?.snapshot.loads).toEqual([]);
  });

  test('of a newer format is refused', async () => {
    const { desk, folder } = await sealed();
    const manifest: object = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, format: 99 }));
    await expect(desk.pipeline([items]).run()).rejects.toMatchObject({ code: 'LEAT_PACKAGE_NEWER' });
  });

  test('whose manifest is no JSON is refused', async () => {
    const { desk, folder } = await sealed();
    await writeFile(join(folder, 'manifest.json'), '{"format":');
    await expect(desk.pipeline([items]).run()).rejects.toMatchObject({ code: 'LEAT_PACKAGE_DAMAGED' });
  });

  test('that does not balance is not committed', async () => {
    const { desk, folder } = await sealed();
    const path = join(folder, 'manifest.json');
    await writeFile(path, (await readFile(path, 'utf8')).replace('"extracted": 2', '"extracted": 3'));
    await expect(desk.pipeline([items]).run()).rejects.toMatchObject({ code: 'LEAT_UNBALANCED' });
    expect(desk.store.datasets.get('test')?.snapshot.loads).toEqual([]);
  });
});

describe('the working folder', () => {
  const lockPath = (desk: Bench): string => join(desk.folder, 'test', 'memory.test', 'lock');

  test('is held by one run at a time', async () => {
    const desk = bench();
    let inner: Promise<unknown> = Promise.resolve();
    const nested = defineResource({
      name: 'items',
      rows: async function* () {
        inner = desk
          .pipeline([items])
          .run()
          .catch((error: unknown) => error);
        await inner;
        yield [{ id: 1 }];
      },
    });
    await desk.pipeline([nested]).run();
    expect(await inner).toMatchObject({ code: 'LEAT_LOCKED', recoverability: 'transient' });
  });

  test('can be waited for', async () => {
    const desk = bench();
    const order: string[] = [];
    let second: Promise<unknown> = Promise.resolve();
    const first = defineResource({
      name: 'items',
      rows: async function* () {
        second = desk
          .pipeline([items])
          .run({ wait: 60_000 })
          .then(() => order.push('second'));
        yield [{ id: 1 }];
      },
    });
    await desk.pipeline([first]).run();
    order.push('first');
    await second;
    expect(order).toEqual(['first', 'second']);
    expect(await desk.rows('items')).toHaveLength(3);
  });

  test.each([
    ['a process that is gone', { host: hostname(), pid: 2 ** 22 + 1 }],
    ['an earlier process with the same id', { host: hostname(), pid: process.pid }],
  ])('is taken over from %s', async (_, holder) => {
    const desk = bench();
    await mkdir(join(desk.folder, 'test', 'memory.test'), { recursive: true });
    await writeFile(lockPath(desk), JSON.stringify(holder));
    await desk.pipeline([items]).run();
    expect(await desk.rows('items')).toHaveLength(2);
  });

  test('is not taken from a process on another host', async () => {
    const desk = bench();
    await mkdir(join(desk.folder, 'test', 'memory.test'), { recursive: true });
    await writeFile(lockPath(desk), JSON.stringify({ host: 'elsewhere.example.com', pid: 1 }));
    await expect(desk.pipeline([items]).run()).rejects.toMatchObject({
      code: 'LEAT_LOCKED',
      details: { host: 'elsewhere.example.com' },
    });
  });

  test('that is a file gives an error with a remedy', async () => {
    const desk = bench();
    await writeFile(join(desk.folder, 'file'), '');
    await expect(desk.pipeline([items], { workDir: join(desk.folder, 'file') }).run()).rejects.toMatchObject({
      code: 'LEAT_WORK_DIR',
    });
  });

  test.each(['../../escape', 'a/b', 'a\0b', '..', 'con:aux', 'x'.repeat(500)])(
    'cannot be left by a pipeline called %j',
    async (name) => {
      const desk = bench();
      await desk.pipeline([items], { name, dataset: name }).run();
      expect((await readdir(desk.folder)).length).toBe(1);
    },
  );
});

test('load ids grow although the clock goes back', async () => {
  const desk = bench();
  let now = 1_700_000_000_000;
  const clock = { now: () => now };
  const first = await desk.pipeline([items], { clock }).run();
  now -= 3_600_000;
  const second = await desk.pipeline([items], { clock }).run();
  const elsewhere = await desk.pipeline([items], { clock, workDir: bench().folder }).run();
  const ids = [first, second, elsewhere].map((report) => report.loads[0]?.loadId ?? '');
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(3);
});

test('a load whose id another one has taken meanwhile ends in an error, and the next run loads its rows', async () => {
  const desk = bench();
  const clock = { now: () => 1_700_000_000_000 };
  const slow = defineResource({
    name: 'slow',
    rows: async function* () {
      const folder = join(desk.folder, 'slow', 'memory.test', 'packages');
      const [own = ''] = await readdir(folder);
      // Another machine's load of the very same id, committed while this one still reads.
      await desk.pipeline([items], { name: 'other', dataset: 'test', workDir: join(desk.folder, 'elsewhere') }).run();
      const loads = desk.store.datasets.get('test')?.snapshot.loads ?? [];
      Object.assign(loads[0] ?? {}, { loadId: own.replace('.writing', '') });
      yield [{ id: 1 }];
    },
  });
  const pipeline = desk.pipeline([slow], { name: 'slow', dataset: 'test', clock });
  await expect(pipeline.run()).rejects.toMatchObject({ code: 'LEAT_LOAD_ID_TAKEN' });
  const quick = defineResource({ name: 'slow', rows: [{ id: 1 }] });
  await desk.pipeline([quick], { name: 'slow', dataset: 'test', clock }).run();
  expect(await desk.rows('slow')).toEqual([{ id: 1n }]);
});

test('a run without anything new makes no load and leaves no package', async () => {
  const desk = bench();
  const empty = defineResource({ name: 'items', rows: [] as readonly object[] });
  for (let run = 0; run < 3; run++) expect((await desk.pipeline([empty]).run()).loads).toEqual([]);
  expect(await readdir(packageFolder(desk))).toEqual([]);
});

test('rows that are all refused make no table, and the receipt has them', async () => {
  const desk = bench();
  const report = await desk.pipeline([defineResource({ name: 'items', rows: [5, 'x'] as never })]).run();
  expect(report.loads[0]?.receipt.tables['items']).toMatchObject({ extracted: 2, quarantined: 2, loaded: 0 });
  expect(desk.store.datasets.get('test')?.snapshot.tables.size).toBe(0);
});

test('a replacement by nothing empties the table and those unnested from it', async () => {
  const desk = bench();
  const replace = (rows: readonly object[]): ReturnType<typeof defineResource> =>
    defineResource({ name: 'items', write: 'replace', rows });
  await desk.pipeline([replace([{ id: 1, list: [1] }])]).run();
  await desk.pipeline([replace([])]).run();
  expect(await desk.rows('items')).toEqual([]);
  expect(await desk.rows('items__list')).toEqual([]);
});

test('names stay the same from run to run, whatever the order of keys', async () => {
  const desk = bench();
  await desk.pipeline([defineResource({ name: 'items', rows: [{ userId: 'a', user_id: 'b' }] })]).run();
  await desk.pipeline([defineResource({ name: 'items', rows: [{ user_id: 'b', userId: 'a' }] })]).run();
  const [first, second] = await desk.rows('items');
  expect(Object.values(first ?? {}).toSorted()).toEqual(['a', 'b']);
  expect(second).toEqual(first);
});

test('two resources can fill one table', async () => {
  const desk = bench();
  const source = ['north', 'south'].map((name) =>
    defineResource({ name, table: 'places', rows: [{ name, list: [name] }] }),
  );
  await desk.pipeline(source).run();
  expect((await desk.rows('places')).map((row) => row['name']).toSorted()).toEqual(['north', 'south']);
  expect(await desk.rows('places__list')).toHaveLength(2);
});
