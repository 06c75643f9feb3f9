import assert from 'node:assert/strict';
import { DATA_TYPES, DestinationError } from '@leat/core';
import type { CaseList } from '../conformance-test.ts';
import { expectRejection } from '../expect-rejection.ts';
import { column, ITEMS } from '../sample-tables.ts';
import { append, appendRows, SampleLoad, stateRow } from '../sample-load.ts';
import { PIPELINE } from '../workbench.ts';

/** What a plugin says about itself, and what a dataset is before and after leat. */
export const pluginCases: CaseList = (capabilities) => [
  {
    name: 'describes its capabilities as plain data',
    body: async ({ capabilities: described }) => {
      assert.deepEqual(structuredClone(described), described);
      assert.ok(described.identifiers.maxBytes >= 1 && described.maxParallelLoads >= 1);
      assert.ok(DATA_TYPES.filter((type) => described.nativeTypes.has(type)).length === described.nativeTypes.size);
      assert.ok(described.nativeTypes.has('text'), 'what is not native is loaded as text');
    },
  },
  {
    name: 'names a type of its own for every type it stores natively',
    body: async ({ plugin }) => {
      for (const dataType of capabilities.nativeTypes) {
        const type = plugin.types.toDestination(
          column('value', dataType, dataType === 'decimal' ? { precision: 38, scale: 9 } : {}),
        );
        assert.ok(type.length > 0, dataType);
      }
    },
  },
  {
    name: 'finds nothing in a dataset that does not exist yet',
    body: async ({ client, call }) => {
      assert.equal((await client.describeTables(['items', '_leat_loads'], call)).size, 0);
      assert.equal(await client.readSchema('conformance', call), undefined);
      assert.deepEqual(await client.readState(PIPELINE, call), []);
      assert.deepEqual(await client.readLoads({}, call), []);
    },
  },
  {
    name: 'refuses to read a table that does not exist with a typed error',
    body: async (bench) => {
      await expectRejection(bench.read({ ...ITEMS, name: 'absent' }));
      await appendRows(bench, ITEMS, [{ id: 1 }]);
      const error = await expectRejection(bench.read({ ...ITEMS, name: 'absent' }));
      assert.ok(error instanceof DestinationError || error.name === 'DestinationError');
    },
  },
  {
    name: 'drops the dataset with everything in it, and can load into it again',
    body: async (bench) => {
      const { client, call } = bench;
      await client.dropDataset(call);
      await appendRows(bench, ITEMS, [{ id: 1 }], { state: [stateRow('items', 1, {})] });
      await client.dropDataset(call);
      assert.equal((await client.describeTables(['items'], call)).size, 0);
      assert.equal(await client.readSchema('conformance', call), undefined);
      assert.deepEqual(await client.readState(PIPELINE, call), []);
      assert.deepEqual(await client.readLoads({}, call), []);

      const load = await SampleLoad.begin(bench);
      await load.stage(ITEMS, [{ id: 2, title: 'again' }]);
      await load.commit([append(ITEMS)]);
      assert.deepEqual(await bench.read(ITEMS), [{ id: '2', title: 'again' }]);
    },
  },
];
