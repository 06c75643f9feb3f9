import assert from 'node:assert/strict';
import type { LoadReceipt, MergeStrategy } from '@leat/core';
import type { CaseList, ConformanceCase } from '../conformance-test.ts';
import {
  countsOf,
  loadDocuments,
  readDocuments,
  readVersions,
  type DocumentLoad,
  type SampleDocument,
} from '../sample-documents.ts';
import { column } from '../sample-tables.ts';
import type { Workbench } from '../workbench.ts';

/** Versions of rows begin and end. */
export const scd2Cases: CaseList = ({ mergeStrategies }) =>
  mergeStrategies.includes('scd2')
    ? [...CASES, ...mergeStrategies.filter((strategy) => strategy !== 'scd2').map(afterwards)]
    : [];

const ONE: SampleDocument = { id: 1, title: 'one', lines: [{ sku: 'a', notes: ['x'] }] };
const TWO: SampleDocument = { id: 2, title: 'two', lines: [{ sku: 'b' }] };
const UNO: SampleDocument = { id: 1, title: 'uno', lines: [{ sku: 'c' }] };
const NATURAL = { rules: { mergeKey: ['id'] } };

const CASES: readonly ConformanceCase[] = [
  {
    name: 'merge by scd2: a changed row ends when the load that changed it began, an unchanged one goes on, a missing one ends',
    body: async (bench) => {
      await loadOn(bench, 1, [ONE, TWO, { id: 3, title: 'three' }]);
      const receipt = await loadOn(bench, 2, [UNO, TWO]);
      assert.deepEqual(await readVersions(bench), [
        `one: ${day(1)} ${day(2)}`,
        `three: ${day(1)} ${day(2)}`,
        `two: ${day(1)} -`,
        `uno: ${day(2)} -`,
      ]);
      assert.deepEqual(await readDocuments(bench), [
        'id=1 title=one lines=a/x',
        'id=1 title=uno lines=c',
        'id=2 title=two lines=b',
        'id=3 title=three',
      ]);
      assert.deepEqual(countsOf(receipt), [
        'loaded 2 duplicates 0 inserted 1 updated 2 deleted 0',
        'loaded 2 duplicates 0 inserted 1 updated 0 deleted 0',
        'loaded 0 duplicates 0 inserted 0 updated 0 deleted 0',
      ]);
    },
  },
  {
    name: 'merge by scd2: a load without rows ends every version',
    body: async (bench) => {
      await loadOn(bench, 1, [ONE, TWO]);
      await loadOn(bench, 2, []);
      assert.deepEqual(await readVersions(bench), [`one: ${day(1)} ${day(2)}`, `two: ${day(1)} ${day(2)}`]);
    },
  },
  {
    name: 'merge by scd2: with a natural key only versions of rows that came end',
    body: async (bench) => {
      await loadOn(bench, 1, [ONE, TWO], NATURAL);
      await loadOn(bench, 2, [UNO], NATURAL);
      await loadOn(bench, 3, [], NATURAL);
      assert.deepEqual(await readVersions(bench), [`one: ${day(1)} ${day(2)}`, `two: ${day(1)} -`, `uno: ${day(2)} -`]);
    },
  },
  {
    name: 'merge by scd2: natural keys of two columns are compared column by column',
    body: async (bench) => {
      const natural = { rules: { mergeKey: ['id', 'region'] } };
      const documents = [
        { id: 1, region: '23', title: 'a' },
        { id: 12, region: '3', title: 'b' },
        { id: 12, region: '4', title: 'c' },
      ];
      await loadOn(bench, 1, documents, natural);
      await loadOn(bench, 2, [{ id: 12, region: '3', title: 'd' }], natural);
      assert.deepEqual(await readVersions(bench), [
        `a: ${day(1)} -`,
        `b: ${day(1)} ${day(2)}`,
        `c: ${day(1)} -`,
        `d: ${day(2)} -`,
      ]);
    },
  },
  {
    name: 'merge by scd2: a version that comes back begins again, and its lists are there once',
    body: async (bench) => {
      await loadOn(bench, 1, [ONE]);
      await loadOn(bench, 2, [UNO]);
      const receipt = await loadOn(bench, 3, [ONE]);
      assert.deepEqual(await readVersions(bench), [
        `one: ${day(1)} ${day(2)}`,
        `one: ${day(3)} -`,
        `uno: ${day(2)} ${day(3)}`,
      ]);
      assert.deepEqual(await readDocuments(bench), [
        'id=1 title=one lines=a/x',
        'id=1 title=one lines=a/x',
        'id=1 title=uno lines=c',
      ]);
      assert.deepEqual(countsOf(receipt)[1], 'loaded 1 duplicates 0 inserted 0 updated 0 deleted 0');
    },
  },
  {
    name: 'merge by scd2: equal rows of one load are one version, and of one natural key the row read last is',
    body: async (bench) => {
      const equal = await loadOn(bench, 1, [ONE, ONE, TWO]);
      assert.deepEqual(await readVersions(bench), [`one: ${day(1)} -`, `two: ${day(1)} -`]);
      assert.deepEqual(countsOf(equal).slice(0, 2), [
        'loaded 3 duplicates 1 inserted 2 updated 0 deleted 0',
        'loaded 3 duplicates 1 inserted 2 updated 0 deleted 0',
      ]);
      const several = await loadOn(bench, 2, [{ id: 2, title: 'dos' }, UNO, { id: 2, title: 'deux' }], NATURAL);
      assert.deepEqual(await readVersions(bench), [
        `deux: ${day(2)} -`,
        `one: ${day(1)} ${day(2)}`,
        `two: ${day(1)} ${day(2)}`,
        `uno: ${day(2)} -`,
      ]);
      assert.equal(several.tables['orders']?.duplicates, 1);
    },
  },
  {
    name: 'merge by scd2: a flagged row ends the version of its key, and begins none',
    body: async (bench) => {
      const load = { rules: { ...NATURAL.rules, hardDelete: 'gone' }, columns: [column('gone', 'bool')] };
      await loadOn(bench, 1, [ONE, TWO], load);
      await loadOn(
        bench,
        2,
        [
          { id: 1, gone: true },
          { id: 9, gone: true },
        ],
        load,
      );
      assert.deepEqual(await readVersions(bench), [`one: ${day(1)} ${day(2)}`, `two: ${day(1)} -`]);
    },
  },
  {
    name: 'merge by scd2: rows from before have no beginning, and end with the first load',
    body: async (bench) => {
      await loadDocuments(bench, [ONE, TWO], { write: 'append' });
      await loadOn(bench, 2, [ONE]);
      assert.deepEqual(await readVersions(bench), [`one: - ${day(2)}`, `one: ${day(2)} -`, `two: - ${day(2)}`]);
      assert.deepEqual(await readDocuments(bench), [
        'id=1 title=one lines=a/x',
        'id=1 title=one lines=a/x',
        'id=2 title=two lines=b',
      ]);
    },
  },
  {
    name: 'merge by scd2: a clock that went back lets no version end before it began',
    body: async (bench) => {
      await loadOn(bench, 2, [ONE]);
      await loadOn(bench, 1, [UNO]);
      assert.deepEqual(await readVersions(bench), [`one: ${day(2)} ${day(2)}`, `uno: ${day(1)} -`]);
    },
  },
  {
    name: 'merge by scd2: a column that is new is null in older versions',
    body: async (bench) => {
      await loadOn(bench, 1, [ONE, TWO]);
      await loadOn(bench, 2, [TWO, { id: 1, title: 'more', extra: 'here' }], { columns: [column('extra')] });
      assert.deepEqual(await readDocuments(bench, ['title', 'extra']), [
        'title=more extra=here',
        'title=one lines=a/x',
        'title=two lines=b',
      ]);
      assert.deepEqual(await readVersions(bench), [
        `more: ${day(2)} -`,
        `one: ${day(1)} ${day(2)}`,
        `two: ${day(1)} -`,
      ]);
    },
  },
];

/** Versions that ended are not what a later strategy merges with. */
function afterwards(strategy: MergeStrategy): ConformanceCase {
  return {
    name: `merge by ${strategy} after scd2: versions that ended stay, with the lists they share`,
    body: async (bench) => {
      await loadOn(bench, 1, [ONE, TWO]);
      await loadOn(bench, 2, [UNO]);
      await loadOn(bench, 3, [ONE]);
      await loadDocuments(bench, [{ id: 1, title: 'last' }], { write: strategy });
      const versions = [`one: ${day(1)} ${day(2)}`, `two: ${day(1)} ${day(2)}`, `uno: ${day(2)} ${day(3)}`];
      const now = strategy === 'insert-only' ? `one: ${day(3)} -` : 'last: - -';
      assert.deepEqual(await readVersions(bench), [...versions, now].toSorted());
      const current = strategy === 'insert-only' ? 'id=1 title=one lines=a/x' : 'id=1 title=last';
      assert.deepEqual(
        await readDocuments(bench),
        ['id=1 title=one lines=a/x', 'id=1 title=uno lines=c', 'id=2 title=two lines=b', current].toSorted(),
      );
    },
  };
}

/** A load that began on a day of January 2024. */
function loadOn(
  bench: Workbench,
  begun: number,
  documents: readonly SampleDocument[],
  load: Omit<DocumentLoad, 'write'> = {},
): Promise<LoadReceipt> {
  return loadDocuments(bench, documents, { ...load, write: 'scd2', commit: { startedAt: new Date(`${day(begun)}Z`) } });
}

function day(number: number): string {
  return `2024-01-0${number}T10:00:00`;
}
