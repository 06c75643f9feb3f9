import assert from 'node:assert/strict';
import type { MergeStrategy } from '@leat/core';
import type { CaseList, ConformanceCase } from '../conformance-test.ts';
import { countsOf, DOCUMENTS, loadDocuments, readDocuments, type SampleDocument } from '../sample-documents.ts';
import { column } from '../sample-tables.ts';
import type { Workbench } from '../workbench.ts';

/** Rows of a load meet those with the same primary key. */
export const mergeCases: CaseList = ({ mergeStrategies }) =>
  mergeStrategies.flatMap((strategy) =>
    strategy === 'scd2' ? [] : [...inEveryMerge(strategy), ...hardDeletes(strategy)],
  );

function inEveryMerge(strategy: MergeStrategy): readonly ConformanceCase[] {
  const write = strategy;
  return [
    {
      name: `merge by ${strategy}: of several rows with one key in a load, the one read last stays, with its lists`,
      body: async (bench) => {
        const receipt = await loadDocuments(
          bench,
          [
            { id: 1, title: 'first', lines: [{ sku: 'a', notes: ['x'] }, { sku: 'b' }] },
            { id: 2, title: 'other', lines: [{ sku: 'c' }] },
            { id: 1, title: 'second', lines: [{ sku: 'd' }] },
            { id: 1, title: 'last', lines: [{ sku: 'e', notes: ['y'] }] },
          ],
          { write },
        );
        assert.deepEqual(await readDocuments(bench), ['id=1 title=last lines=e/y', 'id=2 title=other lines=c']);
        assert.deepEqual(countsOf(receipt), [
          'loaded 4 duplicates 2 inserted 2 updated 0 deleted 0',
          'loaded 5 duplicates 3 inserted 2 updated 0 deleted 0',
          'loaded 2 duplicates 1 inserted 1 updated 0 deleted 0',
        ]);
      },
    },
    ...(['asc', 'desc'] as const).map((order) => ({
      name: `merge by ${strategy}: of several rows with one key, the first by a column ${order} stays, nulls and ties last`,
      body: async (bench: Workbench) => {
        const documents: readonly SampleDocument[] = [
          { id: 1, title: 'null', rank: null },
          { id: 1, title: 'low', rank: -2 },
          { id: 1, title: 'high', rank: 10, lines: [{ sku: 'a' }] },
          { id: 1, title: 'middle', rank: 9 },
          { id: 1, title: 'none', rank: null },
          { id: 2, title: 'tie', rank: 5 },
          { id: 2, title: 'tie read last', rank: 5 },
          { id: 3, title: 'null', rank: null },
          { id: 3, title: 'null read last', rank: null },
        ];
        await loadDocuments(bench, documents, {
          write,
          rules: { dedupSort: { column: 'rank', order } },
          columns: [column('rank', 'bigint')],
        });
        assert.deepEqual(await readDocuments(bench), [
          order === 'asc' ? 'id=1 title=low' : 'id=1 title=high lines=a',
          'id=2 title=tie read last',
          'id=3 title=null read last',
        ]);
      },
    })),
    {
      name: `merge by ${strategy}: keys of two columns are compared column by column`,
      body: async (bench) => {
        const rules = { primaryKey: ['id', 'region'] };
        const documents = [
          { id: 1, region: '23', title: 'a' },
          { id: 12, region: '3', title: 'b' },
          { id: 1, region: '2', title: 'c' },
        ];
        await loadDocuments(bench, documents, { write, rules });
        await loadDocuments(
          bench,
          [
            { id: 12, region: '3', title: 'b2' },
            { id: 2, region: '3', title: 'd' },
          ],
          {
            write,
            rules,
          },
        );
        assert.deepEqual(
          await readDocuments(bench),
          [
            `id=12 region=3 title=${strategy === 'insert-only' ? 'b' : 'b2'}`,
            'id=1 region=2 title=c',
            'id=1 region=23 title=a',
            'id=2 region=3 title=d',
          ].toSorted(),
        );
      },
    },
    {
      name: `merge by ${strategy}: names of keys are names, whatever else they could mean`,
      body: async (bench) => {
        for (const key of ['select', 'a"b', "x'; drop table orders; --", 'a.b', 't', 's', 'r']) {
          // oxlint-disable-next-line no-await-in-loop -- the first name that does not work is the one named
          await bench.client.dropDataset(bench.call);
          const load = { write, rules: { primaryKey: ['id', key] }, columns: [column(key)] };
          // oxlint-disable-next-line no-await-in-loop -- as above
          await loadDocuments(bench, [{ id: 1, [key]: 'k', title: 'old', lines: [{ sku: 'a' }] }], load);
          // oxlint-disable-next-line no-await-in-loop -- as above
          await loadDocuments(bench, [{ id: 1, [key]: 'k', title: 'new', lines: [{ sku: 'b' }] }], load);
          const kept = strategy === 'insert-only' ? 'title=old lines=a' : 'title=new lines=b';
          // oxlint-disable-next-line no-await-in-loop -- as above
          assert.deepEqual(await readDocuments(bench), [`id=1 ${kept}`], key);
        }
      },
    },
    {
      name: `merge by ${strategy}: a load without rows changes nothing`,
      body: async (bench) => {
        await loadDocuments(bench, DOCUMENTS, { write });
        const before = await readDocuments(bench);
        const receipt = await loadDocuments(bench, [], { write });
        assert.deepEqual(await readDocuments(bench), before);
        assert.deepEqual(countsOf(receipt), Array(3).fill('loaded 0 duplicates 0 inserted 0 updated 0 deleted 0'));
      },
    },
    {
      name: `merge by ${strategy}: a column that is new is null in older rows`,
      body: async (bench) => {
        await loadDocuments(bench, [{ id: 1, title: 'old' }], { write });
        await loadDocuments(bench, [{ id: 2, title: 'new', extra: 'here' }], { write, columns: [column('extra')] });
        assert.deepEqual(await readDocuments(bench, ['id', 'extra']), ['id=1', 'id=2 extra=here']);
      },
    },
    {
      name: `merge by ${strategy}: rows whose key is null stay, and are equal to nothing`,
      body: async (bench) => {
        await loadDocuments(
          bench,
          [
            { id: null, title: 'without' },
            { id: 1, title: 'one' },
          ],
          { write: 'append' },
        );
        await loadDocuments(bench, [{ id: 2, title: 'two' }], { write });
        assert.deepEqual(await readDocuments(bench), ['id=1 title=one', 'id=2 title=two', 'title=without']);
      },
    },
  ];
}

function hardDeletes(strategy: MergeStrategy): readonly ConformanceCase[] {
  const write = strategy;
  return [
    {
      name: `merge by ${strategy}: a flagged row deletes the row with its key and what was unnested from it, and is not inserted`,
      body: async (bench) => {
        const load = { write, rules: { hardDelete: 'gone' }, columns: [column('gone', 'bool')] };
        await loadDocuments(bench, DOCUMENTS, load);
        const receipt = await loadDocuments(
          bench,
          [
            { id: 1, gone: true, lines: [{ sku: 'never', notes: ['never'] }] },
            { id: 9, gone: true },
            { id: 4, title: 'four', gone: false, lines: [{ sku: 'd' }] },
            { id: 5, title: 'five', gone: null },
          ],
          load,
        );
        assert.deepEqual(await readDocuments(bench), [
          'id=2 title=two lines=c/z',
          'id=3 title=three',
          'id=4 title=four lines=d',
          'id=5 title=five',
        ]);
        assert.deepEqual(countsOf(receipt), [
          'loaded 4 duplicates 0 inserted 2 updated 0 deleted 1',
          'loaded 2 duplicates 0 inserted 1 updated 0 deleted 2',
          'loaded 1 duplicates 0 inserted 0 updated 0 deleted 2',
        ]);
      },
    },
    {
      name: `merge by ${strategy}: duplicates are resolved before rows delete`,
      body: async (bench) => {
        const load = { write, rules: { hardDelete: 'gone' }, columns: [column('gone', 'text')] };
        await loadDocuments(
          bench,
          [
            { id: 1, title: 'one' },
            { id: 2, title: 'two' },
          ],
          load,
        );
        const documents = [
          { id: 1, title: 'again', gone: 'yes' },
          { id: 1, title: 'again', gone: null },
          { id: 2, title: 'back', gone: null },
          { id: 2, title: 'back', gone: '' },
        ];
        const receipt = await loadDocuments(bench, documents, load);
        assert.deepEqual(await readDocuments(bench), [
          strategy === 'insert-only' ? 'id=1 title=one' : 'id=1 title=again',
        ]);
        assert.equal(receipt.tables['orders']?.duplicates, 2);
      },
    },
  ];
}
