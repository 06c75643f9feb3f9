import { expect, test } from 'vitest';
import { DESTINATIONS } from '../src/destinations.ts';
import { FLOORS } from '../src/floors.ts';
import { fingerprint } from '../src/fingerprint.ts';
import { floorLayout, leatLayout } from '../src/layouts.ts';
import { Preparation } from '../src/prepare.ts';
import { runChild } from '../src/run-child.ts';
import { TemporaryFolder } from '../src/temporary-folder.ts';
import { WORKLOADS } from '../src/workloads.ts';

const ROWS = 8000;

const COMPARED = DESTINATIONS.flatMap((destination) =>
  WORKLOADS.filter(
    ({ name, besideTenth }) => besideTenth !== true && FLOORS[destination.name]?.[name] !== undefined,
  ).map((workload) => ({ destination, workload })),
);

test.each(COMPARED)('leat and the floor load the same data of $workload.name into $destination.name', async (pair) => {
  const { destination, workload } = pair;
  await using _server = await destination.start?.();
  const read = destination.fingerprint ?? fingerprint;
  const shared = { workload: workload.name, destination: destination.name, rows: ROWS };
  using preparation = new Preparation(workload, shared);
  const task = { ...shared, ...(await preparation.input(ROWS)) };
  using leatFolder = (await preparation.folders('leat'))();
  using floorFolder = (await preparation.folders('floor'))();

  const measured = await runChild({ ...task, variant: 'leat', folder: leatFolder.path });
  await runChild({ ...task, variant: 'floor', folder: floorFolder.path });

  const loaded = await read(workload.tables, leatLayout(leatFolder.path));
  expect(loaded).toEqual(await read(workload.tables, floorLayout(floorFolder.path)));
  if (workload.merge === undefined) {
    const counted = Object.fromEntries(Object.entries(measured.tables).map(([table, rows]) => [table, String(rows)]));
    expect(counted).toEqual(Object.fromEntries(Object.entries(loaded).map(([table, print]) => [table, print['rows']])));
  }
  expect(Object.values(measured.tables).reduce((sum, rows) => sum + rows, 0)).toBe(ROWS);
});

test('a changed value, a lost tie to a parent and a lost row each change the fingerprint', async () => {
  const [, nested] = WORKLOADS;
  using folder = new TemporaryFolder();
  if (nested === undefined) throw new Error('there is no second workload');
  await runChild({ variant: 'floor', workload: nested.name, destination: 'duckdb', rows: 80, folder: folder.path });
  const layout = floorLayout(folder.path);
  const prints = [await fingerprint(nested.tables, layout)];
  for (const damage of [
    'UPDATE orders SET note = note || note WHERE number = 1',
    'UPDATE orders__tags SET parent_id = parent_id + 1 WHERE parent_id = 1',
    'DELETE FROM orders__lines__taxes WHERE parent_id = (SELECT min(parent_id) FROM orders__lines__taxes)',
  ]) {
    await execute(layout.path, damage);
    prints.push(await fingerprint(nested.tables, layout));
  }
  expect(new Set(prints.map((print) => JSON.stringify(print))).size).toBe(prints.length);
});

async function execute(path: string, statement: string): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
}
