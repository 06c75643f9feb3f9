import assert from 'node:assert/strict';
import { LoadError } from '@leat/core';
import type { CaseList } from '../conformance-test.ts';
import { expectRejection } from '../expect-rejection.ts';
import { append, appendRows, comparableState, readState, SampleLoad, stateRow } from '../sample-load.ts';
import { ITEMS, table } from '../sample-tables.ts';
import { PIPELINE, type Workbench } from '../workbench.ts';

const FRESH = table('fresh');

/** Everything of a load becomes visible in its commit, or nothing does. */
export const commitCases: CaseList = ({ transactions }) => [
  {
    name: 'shows nothing of a load before its commit',
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      await load.stage(ITEMS, [{ id: 1 }]);
      await expectNothing(bench);
      await load.commit([append(ITEMS)], { state: [stateRow('items', 1, {})] });
      assert.equal((await bench.read(ITEMS)).length, 1);
    },
  },
  {
    name: 'leaves no trace of a load that was abandoned',
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      await load.stage(ITEMS, [{ id: 1 }]);
      await load.session[Symbol.asyncDispose]();
      await expectNothing(bench);
      await appendRows(bench, ITEMS, [{ id: 2 }]);
      assert.deepEqual(
        (await bench.read(ITEMS)).map((row) => row['id']),
        ['2'],
      );
    },
  },
  {
    name: 'a receipt that does not balance: no row of the load is left',
    body: async (bench) => {
      await unbalancedLoad(bench);
      assert.deepEqual(
        (await bench.read(ITEMS)).map((row) => row['id']),
        ['1'],
      );
      if (transactions !== 'ddl-and-dml') return;
      assert.equal((await bench.client.describeTables(['fresh'], bench.call)).size, 0);
    },
  },
  {
    name: 'a receipt that does not balance: state stays as it was',
    body: async (bench) => {
      await unbalancedLoad(bench);
      assert.deepEqual(await readState(bench), comparableState([stateRow('items', 1, { cursor: 1 })]));
    },
  },
  {
    name: 'a receipt that does not balance: neither load nor schema is stored, and the load can be repeated',
    body: async (bench) => {
      const { loadId } = await unbalancedLoad(bench);
      assert.equal((await bench.client.readLoads({}, bench.call)).length, 1);
      assert.equal((await bench.client.readSchema('conformance', bench.call))?.version, 1);
      const again = await SampleLoad.begin(bench, { loadId });
      assert.equal(again.session.committed, undefined);
      await again.stage(ITEMS, [{ id: 2 }]);
      await again.commit([append(ITEMS)]);
      assert.deepEqual(
        (await bench.read(ITEMS)).map((row) => row['id']),
        ['1', '2'],
      );
    },
  },
  {
    name: 'replaces state per resource, and touches no state a load does not bring',
    body: async (bench) => {
      await appendRows(bench, ITEMS, [], {
        state: [stateRow('items', 1, { cursor: 1 }), stateRow('users', 1, { cursor: 'a' })],
      });
      await appendRows(bench, ITEMS, [], { state: [stateRow('items', 2, { cursor: 2 })] });
      await appendRows(bench, ITEMS, [], { state: [] });
      const left = [stateRow('items', 2, { cursor: 2 }), stateRow('users', 1, { cursor: 'a' })];
      assert.deepEqual(await readState(bench), comparableState(left));
      assert.deepEqual(await bench.client.readState('another', bench.call), []);
    },
  },
  {
    name: 'keeps the digits and letters of a state document',
    body: async (bench) => {
      const state = '{"n":9007199254740993,"text":"é \\u0001 \\" \\\\ \'","list":[],"__proto__":{"x":null}}';
      await appendRows(bench, ITEMS, [], { state: [{ ...stateRow('items', 1, {}), state }] });
      const [row] = await bench.client.readState(PIPELINE, bench.call);
      assert.equal(row?.state.includes('9007199254740993'), true);
      assert.deepEqual(JSON.parse(row?.state ?? ''), JSON.parse(state));
    },
  },
  {
    name: 'lists loads newest first, all of them, some of them, or one by its id',
    body: async (bench) => {
      const receipts = [
        await appendRows(bench, ITEMS, [{ id: 1 }]),
        await appendRows(bench, ITEMS, [{ id: 2 }]),
        await appendRows(bench, ITEMS, []),
      ];
      const ids = receipts.map(({ loadId }) => loadId).toReversed();
      const { client, call } = bench;
      assert.deepEqual(
        (await client.readLoads({}, call)).map(({ loadId }) => loadId),
        ids,
      );
      assert.deepEqual(
        (await client.readLoads({ limit: 2 }, call)).map(({ loadId }) => loadId),
        ids.slice(0, 2),
      );
      const [first] = receipts;
      assert.ok(first !== undefined);
      assert.deepEqual(await client.readLoads({ loadId: first.loadId }, call), [
        {
          loadId: first.loadId,
          pipeline: PIPELINE,
          status: 'loaded',
          startedAt: new Date(1_749_667_187_541),
          committedAt: new Date(1_749_667_188_042),
          receipt: first,
        },
      ]);
      assert.deepEqual(await client.readLoads({ loadId: '1.0' }, call), []);
    },
  },
];

async function expectNothing(bench: Workbench): Promise<void> {
  const reader = await bench.connect();
  assert.equal((await reader.describeTables(['items'], bench.call)).size, 0);
  await expectRejection(bench.read(ITEMS, reader));
  assert.deepEqual(await reader.readLoads({}, bench.call), []);
  assert.deepEqual(await reader.readState(PIPELINE, bench.call), []);
  assert.equal(await reader.readSchema('conformance', bench.call), undefined);
}

/** A good load of row 1, then one of row 2 whose receipt is refused. */
async function unbalancedLoad(bench: Workbench): Promise<SampleLoad> {
  await appendRows(bench, ITEMS, [{ id: 1 }], { state: [stateRow('items', 1, { cursor: 1 })] });
  const load = await SampleLoad.begin(bench);
  await load.stage(ITEMS, [{ id: 2 }]);
  await load.stage(FRESH, [{ id: 2 }]);
  const refused = load.commit([append(ITEMS), append(FRESH)], {
    state: [stateRow('items', 2, { cursor: 2 })],
    schema: { name: 'conformance', version: 2, hash: 'hash-2', json: '{"version":2}' },
    receipt: () => {
      throw new LoadError('The rows of this load do not balance.', {
        code: 'LEAT_UNBALANCED',
        recoverability: 'terminal',
        remedy: 'None: the receipt is refused on purpose.',
      });
    },
  });
  await expectRejection(refused, 'LEAT_UNBALANCED');
  await load.session[Symbol.asyncDispose]();
  return load;
}
