import assert from 'node:assert/strict';
import type { CaseList, ConformanceCase } from '../conformance-test.ts';
import { countsOf, DOCUMENTS, loadDocuments, readDocuments } from '../sample-documents.ts';

/** What sets the strategies that go by a primary key apart. */
export const mergeStrategyCases: CaseList = ({ mergeStrategies }) =>
  mergeStrategies.flatMap((strategy) => {
    switch (strategy) {
      case 'delete-insert':
        return [...replacing(strategy), ...mergeKeys()];
      case 'upsert':
        return [...replacing(strategy), ...surplus()];
      case 'insert-only':
        return leaving();
      case 'scd2':
        return [];
    }
  });

function replacing(strategy: 'delete-insert' | 'upsert'): readonly ConformanceCase[] {
  const write = strategy;
  const [updated, deleted] = strategy === 'upsert' ? [2, 0] : [0, 2];
  return [
    {
      name: `merge by ${strategy}: rows with a key of the load are replaced with their lists, the others stay`,
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write });
        const receipt = await loadDocuments(
          bench,
          [
            { id: 1, title: 'uno', lines: [{ sku: 'a', notes: ['x'] }] },
            { id: 3, title: 'tres', lines: [{ sku: 'd', notes: ['w'] }] },
            { id: 4, title: 'four' },
          ],
          { write },
        );
        assert.deepEqual(await readDocuments(bench), [
          'id=1 title=uno lines=a/x',
          'id=2 title=two lines=c/z',
          'id=3 title=tres lines=d/w',
          'id=4 title=four',
        ]);
        assert.deepEqual(countsOf(receipt), [
          `loaded 3 duplicates 0 inserted ${3 - updated} updated ${updated} deleted ${deleted}`,
          'loaded 2 duplicates 0 inserted 2 updated 0 deleted 2',
          'loaded 2 duplicates 0 inserted 2 updated 0 deleted 2',
        ]);
      },
    },
    {
      name: `merge by ${strategy}: lists that became empty lose their rows, also where the load has no list at all`,
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write });
        const receipt = await loadDocuments(bench, [{ id: 1, title: 'bare' }], { write });
        assert.deepEqual(await readDocuments(bench), [
          'id=1 title=bare',
          'id=2 title=two lines=c/z',
          'id=3 title=three',
        ]);
        assert.deepEqual(countsOf(receipt).slice(1), [
          'loaded 0 duplicates 0 inserted 0 updated 0 deleted 2',
          'loaded 0 duplicates 0 inserted 0 updated 0 deleted 2',
        ]);
      },
    },
    {
      name: `merge by ${strategy}: a row is replaced as a whole, also in columns that no row of the load has`,
      body: async (bench) => {
        await loadDocuments(bench, [{ id: 1, region: 'north', title: 'one' }], { write });
        await loadDocuments(bench, [{ id: 1, region: 'south' }], { write });
        assert.deepEqual(await readDocuments(bench), ['id=1 region=south']);
      },
    },
    {
      name: `merge by ${strategy}: rows of earlier appends are replaced with their lists, which know no root`,
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write: 'append' });
        await loadDocuments(bench, [{ id: 1, title: 'uno' }], { write });
        await loadDocuments(bench, [{ id: 2, title: 'dos', lines: [{ sku: 'd' }] }], { write });
        assert.deepEqual(await readDocuments(bench), ['id=1 title=uno', 'id=2 title=dos lines=d', 'id=3 title=three']);
      },
    },
    {
      name: `merge by ${strategy}: the same rows again leave the same rows`,
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write });
        const before = await readDocuments(bench);
        await loadDocuments(bench, DOCUMENTS, { write });
        assert.deepEqual(await readDocuments(bench), before);
      },
    },
    {
      name: `merge by ${strategy}: goes on after a replace, which goes on after a merge`,
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write });
        await loadDocuments(bench, DOCUMENTS.slice(0, 2), { write: 'replace' });
        await loadDocuments(
          bench,
          [
            { id: 1, title: 'uno' },
            { id: 3, title: 'tres', lines: [{ sku: 'd' }] },
          ],
          { write },
        );
        assert.deepEqual(await readDocuments(bench), [
          'id=1 title=uno',
          'id=2 title=two lines=c/z',
          'id=3 title=tres lines=d',
        ]);
      },
    },
  ];
}

function leaving(): readonly ConformanceCase[] {
  return [
    {
      name: 'merge by insert-only: rows with new keys are added with their lists, all others stay as they are',
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write: 'insert-only' });
        const receipt = await loadDocuments(
          bench,
          [
            { id: 1, title: 'uno', lines: [{ sku: 'never', notes: ['never'] }] },
            { id: 3, title: 'tres', lines: [{ sku: 'never' }] },
            { id: 4, title: 'four', lines: [{ sku: 'd', notes: ['w'] }] },
          ],
          { write: 'insert-only' },
        );
        assert.deepEqual(await readDocuments(bench), [
          'id=1 title=one lines=a/x/y,b',
          'id=2 title=two lines=c/z',
          'id=3 title=three',
          'id=4 title=four lines=d/w',
        ]);
        assert.deepEqual(countsOf(receipt), [
          'loaded 3 duplicates 0 inserted 1 updated 0 deleted 0',
          'loaded 3 duplicates 0 inserted 1 updated 0 deleted 0',
          'loaded 2 duplicates 0 inserted 1 updated 0 deleted 0',
        ]);
      },
    },
    {
      name: 'merge by insert-only: rows of earlier appends stay, and their keys are known',
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write: 'append' });
        const before = await readDocuments(bench);
        await loadDocuments(bench, DOCUMENTS, { write: 'insert-only' });
        assert.deepEqual(await readDocuments(bench), before);
      },
    },
  ];
}

function mergeKeys(): readonly ConformanceCase[] {
  const write = 'delete-insert';
  return [
    {
      name: 'merge by delete-insert: a merge key replaces groups as a whole, and leaves duplicates in them',
      body: async (bench) => {
        const load = { write, rules: { primaryKey: [], mergeKey: ['region'] } } as const;
        await loadDocuments(
          bench,
          [
            { id: 1, region: 'north', lines: [{ sku: 'a', notes: ['x'] }] },
            { id: 2, region: 'north' },
            { id: 3, region: 'south', lines: [{ sku: 'b' }] },
          ],
          load,
        );
        const documents = [
          { id: 4, region: 'north' },
          { id: 4, region: 'north', lines: [{ sku: 'c' }] },
        ];
        const receipt = await loadDocuments(bench, documents, load);
        assert.deepEqual(await readDocuments(bench), [
          'id=3 region=south lines=b',
          'id=4 region=north',
          'id=4 region=north lines=c',
        ]);
        assert.deepEqual(countsOf(receipt)[0], 'loaded 2 duplicates 0 inserted 2 updated 0 deleted 2');
      },
    },
    {
      name: 'merge by delete-insert: with a primary and a merge key, a row goes if it has either',
      body: async (bench) => {
        const load = { write, rules: { primaryKey: ['id'], mergeKey: ['region'] } } as const;
        const documents = [
          { id: 1, region: 'north', lines: [{ sku: 'a', notes: ['x'] }] },
          { id: 2, region: 'south', lines: [{ sku: 'b' }] },
          { id: 3, region: 'west', lines: [{ sku: 'c' }] },
        ];
        await loadDocuments(bench, documents, load);
        const receipt = await loadDocuments(bench, [{ id: 1, region: 'south' }], load);
        assert.deepEqual(await readDocuments(bench), ['id=1 region=south', 'id=3 region=west lines=c']);
        assert.deepEqual(
          countsOf(receipt).map((counts) => counts.slice(-1)),
          ['2', '2', '1'],
        );
      },
    },
  ];
}

function surplus(): readonly ConformanceCase[] {
  return [
    {
      name: 'merge by upsert: a key that appends left several times is there once afterwards',
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write: 'append' });
        await loadDocuments(bench, DOCUMENTS, { write: 'append' });
        const receipt = await loadDocuments(bench, [{ id: 1, title: 'uno', lines: [{ sku: 'd' }] }], {
          write: 'upsert',
        });
        assert.deepEqual(await readDocuments(bench), [
          'id=1 title=uno lines=d',
          'id=2 title=two lines=c/z',
          'id=2 title=two lines=c/z',
          'id=3 title=three',
          'id=3 title=three',
        ]);
        assert.deepEqual(countsOf(receipt)[0], 'loaded 1 duplicates 0 inserted 0 updated 1 deleted 1');
      },
    },
  ];
}
