import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { setFailPointHandler } from '../../src/fail-points.ts';
import { defineResource } from '../../src/index.ts';
import { bench, type Bench } from '../support/run.ts';

afterEach(() => setFailPointHandler(undefined));

const items = defineResource({
  name: 'items',
  rows: [
    { id: 1, list: [1] },
    { id: 2, bad: () => 1 },
  ],
});
const packageFolder = (desk: Bench): string => join(desk.folder, 'test', 'memory.test', 'packages');

async function sealOnly(desk: Bench): Promise<string> {
  setFailPointHandler((name) => {
    if (name === 'package.sealed') throw new Error('broken');
  });
  await expect(desk.pipeline([items]).run()).rejects.toThrow('broken');
  setFailPointHandler(undefined);
  return (await (await desk.pipeline([items]).packages()).list())[0]?.loadId ?? '';
}

describe('packages', () => {
  test('are listed with their state, rows and files', async () => {
    const desk = bench();
    const { loads } = await desk.pipeline([items], { keepLoadedFiles: true }).run();
    const list = await (await desk.pipeline([items]).packages()).list();
    expect(list).toMatchObject([
      { loadId: loads[0]?.loadId, state: 'loaded', tables: 2, rows: 2, quarantineFiles: ['items.jsonl'] },
    ]);
  });

  test('are listed although they cannot be read, which is told', async () => {
    const desk = bench();
    const damaged = await sealOnly(desk);
    await writeFile(join(packageFolder(desk), `${damaged}.sealed`, 'manifest.json'), '{');
    const packages = await desk.pipeline([items]).packages();
    expect(await packages.list()).toMatchObject([
      { loadId: damaged, state: 'sealed', problem: 'LEAT_PACKAGE_DAMAGED', rows: undefined },
    ]);
    await expect(packages.show(damaged)).rejects.toMatchObject({ code: 'LEAT_PACKAGE_DAMAGED' });
  });

  test('show their manifest and, once loaded, their receipt', async () => {
    const desk = bench();
    const loadId = await sealOnly(desk);
    const packages = await desk.pipeline([items]).packages();
    expect(await packages.show(loadId)).toMatchObject({ state: 'sealed', manifest: { loadId }, receipt: undefined });
    await desk.pipeline([items]).run();
    expect(await packages.show(loadId)).toMatchObject({ state: 'loaded', receipt: { loadId } });
  });

  test('are verified file by file', async () => {
    const desk = bench();
    const loadId = await sealOnly(desk);
    const packages = await desk.pipeline([items]).packages();
    expect((await packages.verify(loadId)).map(({ status }) => status)).toEqual(['intact', 'intact']);
    await appendFile(join(packageFolder(desk), `${loadId}.sealed`, 'jobs', 'items.1.jsonl'), 'x');
    expect(await packages.verify(loadId)).toContainEqual({ file: 'items.1.jsonl', status: 'damaged' });
  });

  test('tell deleted files of loaded packages from damaged ones', async () => {
    const desk = bench();
    const { loads } = await desk.pipeline([items]).run();
    const files = await (await desk.pipeline([items]).packages()).verify(loads[0]?.loadId ?? '');
    expect(files.map(({ status }) => status)).toEqual(['deleted', 'deleted']);
  });

  test('that are pending are dropped only when that is meant', async () => {
    const desk = bench();
    const loadId = await sealOnly(desk);
    const packages = await desk.pipeline([items]).packages();
    await expect(packages.drop(loadId, false)).rejects.toMatchObject({ code: 'LEAT_PACKAGE_PENDING' });
    await packages.drop(loadId, true);
    expect(await readdir(packageFolder(desk))).toEqual([]);
    await expect(packages.drop(loadId, true)).rejects.toMatchObject({ code: 'LEAT_PACKAGE_UNKNOWN' });
  });

  test('are not dropped under the hands of a run', async () => {
    const desk = bench();
    const loadId = await sealOnly(desk);
    const packages = await desk.pipeline([items]).packages();
    let refused: unknown;
    async function* dropping(): AsyncGenerator<{ readonly id: number }[]> {
      refused = await packages.drop(loadId, true).catch((error: unknown) => error);
      yield [{ id: 3 }];
    }
    await desk.pipeline([defineResource({ name: 'items', rows: dropping })]).run();
    expect(refused).toMatchObject({ code: 'LEAT_LOCKED' });
    await packages.drop(loadId, false);
    expect((await packages.list()).map((one) => one.loadId)).not.toContain(loadId);
  });

  test('that nobody made yet are looked for without a trace', async () => {
    const desk = bench();
    expect(await (await desk.pipeline([items]).packages()).list()).toEqual([]);
    expect(await (await desk.pipeline([items]).quarantine()).list()).toEqual([]);
    await expect(readdir(join(desk.folder, 'test'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('with rows in quarantine outlive the others', async () => {
    const desk = bench();
    await desk.pipeline([items]).run();
    const good = defineResource({ name: 'items', rows: [{ id: 3 }] });
    for (let run = 0; run < 103; run++) await desk.pipeline([good]).run();
    const list = await (await desk.pipeline([items]).packages()).list();
    expect(list).toHaveLength(101);
    expect(list[0]?.quarantineFiles).toEqual(['items.jsonl']);
  });
});

describe('quarantine', () => {
  test('is listed with reason, path and row', async () => {
    const desk = bench();
    await desk.pipeline([items]).run();
    expect(await (await desk.pipeline([items]).quarantine()).list()).toMatchObject([
      {
        file: 'items.jsonl',
        rows: [{ reason: 'unsupported-value', path: ['bad'], row: { id: 2, bad: '[function]' } }],
      },
    ]);
  });

  test('rows that were mended are loaded by a replay, once', async () => {
    const desk = bench();
    const { loads } = await desk.pipeline([items]).run();
    const file = join(packageFolder(desk), `${loads[0]?.loadId}.loaded`, 'quarantine', 'items.jsonl');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"[function]"', '9007199254740993'));
    const report = await desk.pipeline([items]).replay();
    expect(report).toMatchObject({
      replayed: [{ file: 'items.jsonl', rows: 1 }],
      skipped: [],
      run: { status: 'done' },
    });
    expect(await desk.rows('items')).toEqual([{ id: 1n }, { id: 2n, bad: 9007199254740993n }]);
    expect(await desk.pipeline([items]).replay()).toMatchObject({ replayed: [], run: undefined });
    expect(await desk.rows('items')).toHaveLength(2);
  });

  test('a replay that was broken off behind its commit loads nothing twice', async () => {
    const desk = bench();
    await desk.pipeline([items]).run();
    setFailPointHandler((name) => {
      if (name === 'package.cleaned') throw new Error('broken');
    });
    await expect(desk.pipeline([items]).replay()).rejects.toThrow('broken');
    setFailPointHandler(undefined);
    await desk.pipeline([items]).replay();
    expect((await desk.rows('items')).filter(({ id }) => id === 2n)).toHaveLength(1);
  });

  test('rows of a resource that replaces are added to what is there', async () => {
    const desk = bench();
    const replacing = defineResource({ ...items.definition, write: 'replace' });
    await desk.pipeline([replacing]).run();
    await desk.pipeline([replacing]).replay();
    expect((await desk.rows('items')).map(({ id }) => id)).toEqual([1n, 2n]);
  });

  test('files of resources that are gone are left alone, with the reason', async () => {
    const desk = bench();
    await desk.pipeline([items]).run();
    const other = defineResource({ name: 'others', rows: [] as readonly object[] });
    const report = await desk.pipeline([other]).replay();
    expect(report).toMatchObject({ run: undefined, skipped: [{ file: 'items.jsonl' }] });
  });
});

describe('plan', () => {
  test('tells new tables and columns, and writes nothing', async () => {
    const desk = bench();
    const first = await desk.pipeline([items]).plan();
    expect(
      first.changes.map((change) => [change.kind, change.kind === 'create-table' ? change.table.name : change.table]),
    ).toEqual([
      ['create-table', 'items'],
      ['create-table', 'items__list'],
    ]);
    expect(desk.store.datasets.size).toBe(0);
    await desk.pipeline([items]).run();
    expect((await desk.pipeline([items]).plan()).changes).toEqual([]);
    const grown = defineResource({ name: 'items', rows: [{ id: 2n ** 70n, extra: 'x' }] });
    const { changes } = await desk.pipeline([grown]).plan();
    expect(changes).toMatchObject([
      { kind: 'add-columns', table: 'items', columns: [{ name: 'extra', dataType: 'text' }] },
      {
        kind: 'widen-column',
        table: 'items',
        column: { name: 'id', dataType: 'decimal' },
        from: { dataType: 'bigint' },
      },
    ]);
  });

  test('says what a contract would refuse', async () => {
    const desk = bench();
    await desk.pipeline([items]).run();
    const grown = defineResource({ name: 'items', contract: 'freeze', rows: [{ id: 1, extra: 'x' }] });
    expect(await desk.pipeline([grown]).plan()).toMatchObject({
      changes: [],
      decisions: [{ resource: 'items', error: { code: 'LEAT_CONTRACT' } }],
    });
  });

  test('reads no more than the sample', async () => {
    let read = 0;
    const endless = defineResource({
      name: 'items',
      rows: async function* () {
        for (;;) yield [{ id: read++ }];
      },
    });
    const plan = await bench().pipeline([endless]).plan({ sample: 5 });
    expect(plan.sampledRows).toBe(5);
    expect(read).toBeLessThan(10);
  });
});
