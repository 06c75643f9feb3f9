import assert from 'node:assert/strict';
import { planSchemaChanges, type Column, type DataType, type Widening } from '@leat/core';
import type { CaseList, ConformanceCase } from '../conformance-test.ts';
import type { SampleRow, SampleValue } from '../sample-row.ts';
import { append, appendRows, SampleLoad } from '../sample-load.ts';
import { column, ITEMS, table } from '../sample-tables.ts';
import { comparableRows } from '../workbench.ts';

const WITH_NOTE = table('items', column('title'), column('note'));

/** Tables change while rows stay. */
export const schemaCases: CaseList = ({ nativeTypes, widenings, decimal }) => [
  {
    name: 'describes a table it just made so that no further changes are planned',
    body: async (bench) => {
      const columns = [...nativeTypes].map((dataType) =>
        column(`a_${dataType}`, dataType, bounded(dataType, decimal.maxPrecision)),
      );
      const everything = table('everything', ...columns);
      await appendRows(bench, everything, [{ id: 1 }]);
      const stored = await bench.client.describeTables(['everything'], bench.call);
      assert.deepEqual(planSchemaChanges([everything], stored), []);
      const described = stored.get('everything')?.columns.map(({ name }) => name);
      assert.deepEqual(described?.toSorted(), everything.columns.map(({ name }) => name).toSorted());
    },
  },
  {
    name: 'adds columns between two loads: older rows have null in them',
    body: async (bench) => {
      await appendRows(bench, ITEMS, [{ id: 1, title: 'old' }]);
      await appendRows(bench, WITH_NOTE, [{ id: 2, title: 'new', note: 'noted' }]);
      const rows = [
        { id: 1, title: 'old' },
        { id: 2, title: 'new', note: 'noted' },
      ];
      assert.deepEqual(await bench.read(WITH_NOTE), comparableRows(WITH_NOTE, rows));
    },
  },
  {
    name: 'takes files of one load that have different columns',
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      await load.stage(ITEMS, [{ id: 1, title: 'early' }]);
      await load.stage(WITH_NOTE, [{ id: 2, title: 'later', note: 'noted' }]);
      const reordered = table('items', column('note'), column('title'));
      await load.stage(reordered, [{ id: 3, title: 'last', note: 'also' }]);
      await load.commit([append(WITH_NOTE)]);
      const rows = [
        { id: 1, title: 'early' },
        { id: 2, title: 'later', note: 'noted' },
        { id: 3, title: 'last', note: 'also' },
      ];
      assert.deepEqual(await bench.read(WITH_NOTE), comparableRows(WITH_NOTE, rows));
    },
  },
  {
    name: 'makes changes that were made before without harm',
    body: async (bench) => {
      await appendRows(bench, WITH_NOTE, [{ id: 1, title: 'one', note: 'a' }]);
      const changes = [
        ...planSchemaChanges([WITH_NOTE], new Map()),
        { kind: 'add-columns', table: 'items', columns: [column('note')] } as const,
      ];
      await appendRows(bench, WITH_NOTE, [{ id: 2, title: 'two', note: 'b' }], { changes });
      assert.deepEqual(
        (await bench.read(WITH_NOTE)).map((row) => row['note']),
        ['a', 'b'],
      );
    },
  },
  {
    name: 'lets a column that had to have a value take nulls',
    body: async (bench) => {
      const strict = table('items', column('title', 'text', { nullable: false }));
      await appendRows(bench, strict, [{ id: 1, title: 'one' }]);
      await appendRows(bench, ITEMS, [{ id: 2, title: null }]);
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [{ id: 1, title: 'one' }, { id: 2 }]));
      const stored = await bench.client.describeTables(['items'], bench.call);
      assert.deepEqual(planSchemaChanges([ITEMS], stored), []);
    },
  },
  {
    name: 'keeps the newest version of every schema',
    body: async (bench) => {
      const versions = [1, 2].map((version) => ({
        name: 'shop',
        version,
        hash: `hash-${version}`,
        json: JSON.stringify({ version, tables: [] }),
      }));
      for (const schema of versions) {
        // oxlint-disable-next-line no-await-in-loop -- versions come one after another
        await appendRows(bench, ITEMS, [{ id: schema.version }], { schema });
        // oxlint-disable-next-line no-await-in-loop -- as above
        const stored = await bench.client.readSchema('shop', bench.call);
        assert.deepEqual(stored && { ...stored, json: JSON.parse(stored.json) }, {
          ...schema,
          json: JSON.parse(schema.json),
        });
      }
      await appendRows(bench, ITEMS, [{ id: 3 }], { schema: { name: 'other', version: 7, hash: 'h', json: '{}' } });
      assert.equal((await bench.client.readSchema('shop', bench.call))?.version, 2);
      assert.equal((await bench.client.readSchema('other', bench.call))?.version, 7);
    },
  },
  ...widenings.filter(({ from, to }) => from in SAMPLES && to in SAMPLES).map(widening),
];

/** Values that every type a column can be widened to holds as well. */
const SAMPLES: Partial<Record<DataType, readonly SampleValue[]>> = {
  bigint: [0n, -1n, 9_007_199_254_740_991n],
  double: [0.5, -1, 1e15],
  decimal: ['0.5', '-1', '123456789.25'],
  text: ['', 'text'],
  bool: [true, false],
  date: ['2024-02-29'],
  timestamp: ['2024-02-29T12:30:00.250Z'],
};

function widening({ from, to }: Widening): ConformanceCase {
  return {
    name: `widens a column from ${from} to ${to} and keeps its values`,
    body: async (bench) => {
      const before = table('items', column('value', from, bounded(from, 18)));
      const after = table('items', column('value', to, bounded(to, bench.capabilities.decimal.maxPrecision)));
      const old = sampleRows(from, 0);
      const fresh = sampleRows(to, old.length);
      await appendRows(bench, before, old);
      await appendRows(bench, after, fresh);
      const read = await bench.read(after);
      // Text may spell an old value in more than one way; that it is there is all that can be asked.
      const kept = to === 'text' ? read.slice(0, old.length) : comparableRows(after, old);
      assert.deepEqual(read, [...kept, ...comparableRows(after, fresh)]);
      assert.ok(read.every((row) => row['value'] !== null));
    },
  };
}

function sampleRows(type: DataType, firstId: number): readonly SampleRow[] {
  return (SAMPLES[type] ?? []).map((value, index) => ({ id: firstId + index, value }));
}

function bounded(dataType: DataType, precision: number): Partial<Column> {
  return dataType === 'decimal' ? { precision, scale: Math.min(9, Math.floor(precision / 2)) } : {};
}
