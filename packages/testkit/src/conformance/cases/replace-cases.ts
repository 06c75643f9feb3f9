import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import type { ReplaceStrategy } from '@leat/core';
import type { CaseList, ConformanceCase } from '../conformance-test.ts';
import type { SampleRow } from '../sample-row.ts';
import { append, appendRows, replace, SampleLoad } from '../sample-load.ts';
import { ITEMS, ORDERS } from '../sample-tables.ts';
import { comparableRows, type Workbench } from '../workbench.ts';

const OLD: readonly SampleRow[] = [1, 2, 3].map((id) => ({ id, title: `old ${id}` }));
const NEW: readonly SampleRow[] = [3, 4].map((id) => ({ id, title: `new ${id}` }));

/** New rows take the place of old ones, under the eyes of readers. */
export const replaceCases: CaseList = ({ replaceStrategies }) => replaceStrategies.flatMap(casesOf);

function casesOf(strategy: ReplaceStrategy): readonly ConformanceCase[] {
  const cases: ConformanceCase[] = [
    {
      name: `replace by ${strategy}: only the rows of the last load are left`,
      body: async (bench) => {
        await replaceRows(bench, strategy, OLD);
        await replaceRows(bench, strategy, NEW);
        assert.deepEqual(await bench.read(ITEMS), comparableRows(ITEMS, NEW));
      },
    },
    {
      name: `replace by ${strategy}: a load without rows empties the table`,
      body: async (bench) => {
        await appendRows(bench, ITEMS, OLD);
        await replaceRows(bench, strategy, []);
        assert.deepEqual(await bench.read(ITEMS), []);
      },
    },
    {
      name: `replace by ${strategy}: child tables are replaced with their parent, also where no list had an element`,
      body: async (bench) => {
        const lines = ORDERS.children[0] ?? ORDERS.root;
        const first = await SampleLoad.begin(bench);
        await first.stage(ORDERS.root, [{ id: 1, _leat_id: 'o1' }]);
        await first.stage(lines, [{ id: 1, sku: 'a', _leat_parent_id: 'o1' }]);
        await first.commit([append(ORDERS)]);
        const second = await SampleLoad.begin(bench);
        await second.stage(ORDERS.root, [{ id: 2, _leat_id: 'o2' }]);
        await second.commit([replace(ORDERS, strategy)]);
        assert.deepEqual(
          (await bench.read(ORDERS.root)).map((row) => row['id']),
          ['2'],
        );
        assert.deepEqual(await bench.read(lines), []);
      },
    },
    {
      name: `replace by ${strategy}: readers see the old rows until the commit`,
      body: async (bench) => {
        await appendRows(bench, ITEMS, OLD);
        const reader = await bench.connect();
        const load = await SampleLoad.begin(bench);
        assert.deepEqual(await bench.read(ITEMS, reader), comparableRows(ITEMS, OLD));
        await load.stage(ITEMS, NEW);
        assert.deepEqual(await bench.read(ITEMS, reader), comparableRows(ITEMS, OLD));
        await load.commit([replace(ITEMS, strategy)]);
        assert.deepEqual(await bench.read(ITEMS, reader), comparableRows(ITEMS, NEW));
      },
    },
  ];
  return strategy === 'truncate-and-insert' ? cases : [...cases, neverEmpty(strategy)];
}

/** `truncate-and-insert` is exempt: it is named so because readers may see the table empty. */
function neverEmpty(strategy: ReplaceStrategy): ConformanceCase {
  return {
    name: `replace by ${strategy}: readers never see an empty or half-replaced table during the commit`,
    body: async (bench) => {
      await appendRows(bench, ITEMS, OLD);
      const reader = await bench.connect();
      const load = await SampleLoad.begin(bench);
      await load.stage(ITEMS, NEW);
      const commit = await load.commitOf([replace(ITEMS, strategy)]);
      const seen = new Set<string>();
      // An error is something seen as well; it must not go unhandled while the commit is under way.
      const look = async (): Promise<void> => {
        seen.add(await bench.read(ITEMS, reader).then((rows) => JSON.stringify(rows), String));
      };
      const looks: Promise<void>[] = [];
      const receipt: typeof commit.receipt = (counts) => {
        // The latest moment before the commit becomes durable: rows are in place, and must not show.
        looks.push(look());
        return commit.receipt(counts);
      };
      const ended = new AbortController();
      const committing = load.session.commit({ ...commit, receipt }, bench.call).finally(() => ended.abort());
      // The commit is awaited below, and a rejection with it.
      committing.catch(() => {});
      while (!ended.signal.aborted) {
        // oxlint-disable-next-line no-await-in-loop -- one look after the other, as long as the commit lasts
        await look();
        // oxlint-disable-next-line no-await-in-loop -- lets a commit in this process go on
        await setImmediate();
      }
      await committing;
      await Promise.all(looks);
      const allowed = new Set([OLD, NEW].map((rows) => JSON.stringify(comparableRows(ITEMS, rows))));
      assert.deepEqual(
        [...seen].filter((each) => !allowed.has(each)),
        [],
        'a reader saw neither the old nor the new rows',
      );
      assert.deepEqual(await bench.read(ITEMS, reader), comparableRows(ITEMS, NEW));
    },
  };
}

async function replaceRows(bench: Workbench, strategy: ReplaceStrategy, rows: readonly SampleRow[]): Promise<void> {
  const load = await SampleLoad.begin(bench);
  if (rows.length > 0) await load.stage(ITEMS, rows);
  await load.commit([replace(ITEMS, strategy)]);
  await load.session[Symbol.asyncDispose]();
}
