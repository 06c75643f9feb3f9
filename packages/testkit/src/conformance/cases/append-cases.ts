import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { isLeatError, type PublishedCounts } from '@leat/core';
import type { CaseList } from '../conformance-test.ts';
import type { SampleRow } from '../sample-row.ts';
import { append, appendRows, SampleLoad } from '../sample-load.ts';
import { column, ITEMS, ORDERS, table } from '../sample-tables.ts';
import { comparableRows } from '../workbench.ts';

const ONE: SampleRow = { id: 1, title: 'one' };
const TWO: SampleRow = { id: 2, title: 'two' };
const PARALLEL_FILES = 50;

/** Rows arrive, once. */
export const appendCases: CaseList = ({ maxParallelLoads }) => [
  {
    name: 'appends the rows of a load to those of earlier loads',
    body: async (bench) => {
      await appendRows(bench, ITEMS, [ONE]);
      await appendRows(bench, ITEMS, [TWO]);
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [ONE, TWO]));
    },
  },
  {
    name: 'loads the same job twice without doubling its rows',
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      const job = await load.stage(ITEMS, [ONE, TWO]);
      assert.equal((await load.run(job)).rows, 2);
      const receipt = await load.commit([append(ITEMS)]);
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [ONE, TWO]));
      assert.equal(receipt.tables['items']?.loaded, 2);
    },
  },
  {
    name: 'takes up a load that was interrupted before its commit without doubling its rows',
    body: async (bench) => {
      const interrupted = await SampleLoad.begin(bench);
      const job = await interrupted.stage(ITEMS, [ONE, TWO]);
      await interrupted.session[Symbol.asyncDispose]();
      const resumed = await SampleLoad.begin(bench, { loadId: interrupted.loadId, client: await bench.connect() });
      assert.equal(resumed.session.committed, undefined);
      await resumed.run(job);
      await resumed.commit([append(ITEMS)]);
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [ONE, TWO]));
    },
  },
  {
    name: 'takes up a load whose first session is still open, as where a server has not noticed that a client died',
    body: async (bench) => {
      const lingering = await SampleLoad.begin(bench);
      const job = await lingering.stage(ITEMS, [ONE, TWO]);
      const resumed = await SampleLoad.begin(bench, { loadId: lingering.loadId, client: await bench.connect() });
      await resumed.run(job);
      await resumed.commit([append(ITEMS)]);
      await lingering.session[Symbol.asyncDispose]();
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [ONE, TWO]));
    },
  },
  {
    name: 'knows a load that was committed: committing it again has no effect and gives the same receipt',
    body: async (bench) => {
      const { loadId } = await committedLoad(bench);
      const again = await SampleLoad.begin(bench, { loadId, client: await bench.connect() });
      const [stored] = await bench.client.readLoads({ loadId }, bench.call);
      assert.ok(stored !== undefined);
      assert.deepEqual(again.session.committed, stored.receipt);
      await again.stage(ITEMS, [ONE, TWO]);
      assert.deepEqual(await again.commit([append(ITEMS)]), stored.receipt);
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [ONE, TWO]));
      assert.equal((await bench.client.readLoads({}, bench.call)).length, 1);
    },
  },
  {
    name: 'commits once when the commit is sent twice, as after a lost answer',
    body: async (bench) => {
      const load = await committedLoad(bench);
      const [stored] = await bench.client.readLoads({}, bench.call);
      assert.deepEqual(await load.commit([append(ITEMS)]), stored?.receipt);
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, [ONE, TWO]));
    },
  },
  {
    name: 'counts the rows it loaded instead of trusting the manifest',
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      const job = await load.job(ITEMS, [ONE, TWO], 7);
      // Either answer keeps a file that was cut from passing as whole.
      const counted = await load.run(job).then(
        ({ rows }) => rows,
        (error: unknown) => (isLeatError(error) ? 'refused' : error),
      );
      assert.ok(
        counted === 2 || counted === 'refused',
        `a file of 2 rows with a promise of 7 gave ${inspect(counted)}`,
      );
    },
  },
  {
    name: 'hands its counts per table to the receipt, and stores the receipt it gets',
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      await load.stage(ITEMS, [ONE]);
      await load.stage(ITEMS, [TWO]);
      const empty = table('empty', column('title'));
      const commit = await load.commitOf([append(ITEMS), append(empty)]);
      let counts: ReadonlyMap<string, PublishedCounts> = new Map();
      const receipt = (counted: typeof counts): ReturnType<typeof commit.receipt> => commit.receipt((counts = counted));
      const given = await load.session.commit({ ...commit, receipt }, bench.call);
      const none = { duplicates: 0, updated: 0, deleted: 0 };
      assert.deepEqual(counts.get('items'), { loaded: 2, inserted: 2, ...none });
      assert.deepEqual(counts.get('empty'), { loaded: 0, inserted: 0, ...none });
      assert.deepEqual([...counts.keys()].toSorted(), ['empty', 'items']);
      assert.deepEqual(given, commit.receipt(counts));
      assert.deepEqual(
        (await bench.client.readLoads({}, bench.call)).map((row) => row.receipt),
        [given],
      );
    },
  },
  {
    name: `loads ${PARALLEL_FILES} files of one table, as many at once as it says it can`,
    body: async (bench) => {
      const load = await SampleLoad.begin(bench);
      const rows = Array.from({ length: PARALLEL_FILES * 3 }, (_, id) => ({ id, title: `row ${id}` }));
      const files = Array.from({ length: PARALLEL_FILES }, (_, file) => rows.slice(file * 3, file * 3 + 3));
      const jobs = await Promise.all(files.map((file) => load.job(ITEMS, file)));
      const counted: number[] = [];
      // Every worker takes the next job as soon as it is done with one.
      const queue = jobs.values();
      const worker = async (): Promise<void> => {
        // oxlint-disable-next-line no-await-in-loop -- a worker does one job after another
        for (const job of queue) counted.push((await load.run(job)).rows);
      };
      await Promise.all(Array.from({ length: maxParallelLoads }, worker));
      await load.commit([append(ITEMS)]);
      assert.deepEqual(
        counted,
        jobs.map(() => 3),
      );
      assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, rows));
    },
  },
  {
    name: 'publishes child tables together with their parent',
    body: async (bench) => {
      const lines = ORDERS.children[0] ?? ORDERS.root;
      const orders = [1, 2].map((id) => ({ id, customer: `customer ${id}`, _leat_id: `o${id}` }));
      const parts = [1, 2, 3].map((id) => ({ id, sku: `sku ${id}`, _leat_parent_id: `o${Math.min(id, 2)}` }));
      const load = await SampleLoad.begin(bench);
      await load.stage(ORDERS.root, orders);
      await load.stage(lines, parts);
      await load.commit([append(ORDERS)]);
      assert.deepEqual(await bench.read(ORDERS.root), comparableRows(ORDERS.root, orders));
      assert.deepEqual(await bench.read(lines), comparableRows(lines, parts));
    },
  },
  {
    name: 'creates a declared table also when no rows came for it',
    body: async (bench) => {
      await appendRows(bench, ITEMS, []);
      assert.deepEqual(await bench.read(ITEMS), []);
      assert.ok((await bench.client.describeTables(['items'], bench.call)).has('items'));
    },
  },
];

async function committedLoad(bench: Parameters<typeof SampleLoad.begin>[0]): Promise<SampleLoad> {
  const load = await SampleLoad.begin(bench);
  await load.stage(ITEMS, [ONE, TWO]);
  await load.commit([append(ITEMS)]);
  return load;
}
