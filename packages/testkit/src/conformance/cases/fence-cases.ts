import assert from 'node:assert/strict';
import type { CaseList } from '../conformance-test.ts';
import { expectRejection } from '../expect-rejection.ts';
import { append, comparableState, readState, SampleLoad, stateRow } from '../sample-load.ts';
import { ITEMS, table } from '../sample-tables.ts';

/** Two loads at once. */
export const fenceCases: CaseList = () => [
  {
    name: 'refuses the commit of a load that a later load of its pipeline has overtaken',
    body: async (bench) => {
      const overtaken = await SampleLoad.begin(bench);
      await overtaken.stage(ITEMS, [{ id: 1 }]);
      const later = await SampleLoad.begin(bench, { client: await bench.connect() });
      await later.stage(ITEMS, [{ id: 2 }]);
      await later.commit([append(ITEMS)], { state: [stateRow('items', 2, {})] });
      await expectRejection(overtaken.commit([append(ITEMS)], { state: [stateRow('items', 1, {})] }), 'LEAT_FENCED');
      await overtaken.session[Symbol.asyncDispose]();
      assert.deepEqual(
        (await bench.read(ITEMS)).map((row) => row['id']),
        ['2'],
      );
      assert.deepEqual(await readState(bench), comparableState([stateRow('items', 2, {})]));
      assert.equal((await bench.client.readLoads({}, bench.call)).length, 1);
    },
  },
  {
    name: 'refuses the commit of an overtaken load also while the later one is still under way',
    body: async (bench) => {
      const overtaken = await SampleLoad.begin(bench);
      await overtaken.stage(ITEMS, [{ id: 1 }]);
      const later = await SampleLoad.begin(bench, { client: await bench.connect() });
      await later.stage(ITEMS, [{ id: 2 }]);
      await expectRejection(overtaken.commit([append(ITEMS)]), 'LEAT_FENCED');
      await overtaken.session[Symbol.asyncDispose]();
      await later.commit([append(ITEMS)]);
      assert.deepEqual(
        (await bench.read(ITEMS)).map((row) => row['id']),
        ['2'],
      );
    },
  },
  {
    name: 'lets two pipelines load into one new dataset at the same time',
    body: async (bench) => {
      const other = await bench.connect();
      const [one, two] = await Promise.all([
        SampleLoad.begin(bench, { pipeline: 'one' }),
        SampleLoad.begin(bench, { pipeline: 'two', client: other }),
      ]);
      const [left, right] = [table('left'), table('right')];
      await Promise.all([one.stage(left, [{ id: 1 }]), two.stage(right, [{ id: 2 }])]);
      await one.commit([append(left)], { state: [stateRow('items', 1, {}, 'one')] });
      await two.commit([append(right)], { state: [stateRow('items', 1, {}, 'two')] });
      assert.deepEqual(await bench.read(left), [{ id: '1' }]);
      assert.deepEqual(await bench.read(right), [{ id: '2' }]);
      assert.deepEqual(await readState(bench, 'one'), comparableState([stateRow('items', 1, {}, 'one')]));
      assert.equal((await bench.client.readLoads({}, bench.call)).length, 2);
    },
  },
];
