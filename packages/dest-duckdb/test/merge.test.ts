import type { Column, DestinationClient, LoadJob, MergeStrategy, Table, TablePublication } from '@leat/core';
import { describe, expect, test } from 'vitest';
import {
  append,
  byId,
  column,
  connect,
  failure,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
  type Row,
} from './warehouse.ts';

const rowId = column('_leat_id', 'text', { nullable: false, role: 'row-id' });
const parentId = column('_leat_parent_id', 'text', { nullable: false, role: 'parent-id' });
const rootId = column('_leat_root_id', 'text', { role: 'root-id' });
const ordinal = column('_leat_ordinal', 'bigint', { nullable: false, role: 'ordinal' });
const items = table('items', [column('id', 'bigint'), column('title', 'text'), rowId]);

function merge(strategy: MergeStrategy, root: Table = items, children: readonly Table[] = []): TablePublication {
  return { chain: { root, children }, disposition: 'merge', strategy, merge: { primaryKey: ['id'], mergeKey: [] } };
}

/** A file of a load that merges: ordinals in the order of the rows, ids from keys. */
function merging(folder: TemporaryFolder, of: Table, loadId: string, rows: readonly Row[]): LoadJob {
  const named = rows.map((row, place) => ({ _leat_id: `k${String(row['id'])}`, _leat_ordinal: place, ...row }));
  const names = new Set(named.flatMap((row) => Object.keys(row)));
  const columns: readonly Column[] = [...of.columns, ordinal].filter(({ name }) => names.has(name));
  return jsonl(folder, { ...of, columns }, `${of.name}-${loadId}`, named, loadId);
}

async function mergeRows(
  folder: TemporaryFolder,
  client: DestinationClient,
  strategy: MergeStrategy,
  loadId: string,
  rows: readonly Row[],
  root: Table = items,
): Promise<Row> {
  const receipt = await load(client, [merging(folder, root, loadId, rows)], [merge(strategy, root)], { loadId });
  return { ...receipt.tables[root.name] };
}

describe.each(['delete-insert', 'upsert', 'insert-only'] as const)('a merge by %s', (strategy) => {
  test('that fails leaves the rows it would have replaced, and nothing of itself', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await mergeRows(folder, client, strategy, '1.1', [{ id: 1, title: 'one' }]);
    await select(client, 'alter table shop.items add column mine integer');
    await select(client, 'update shop.items set mine = 7');
    await select(client, 'alter table shop.items alter column mine set not null');
    const broken = mergeRows(folder, client, strategy, '1.2', [{ id: 1, title: 'uno' }, { id: 2 }]);
    expect(await failure(broken)).toMatchObject({ code: 'LEAT_CONSTRAINT' });
    expect(await rowsOf(client, 'items')).toEqual([{ id: 1n, title: 'one', _leat_id: 'k1', mine: 7 }]);
    expect(
      await select(client, "select table_name from duckdb_tables() where starts_with(table_name, '_leat_staging')"),
    ).toEqual([]);
  });

  test('of a load that was committed has no effect', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const first = await mergeRows(folder, client, strategy, '1.1', [{ id: 1, title: 'one' }]);
    await mergeRows(folder, client, strategy, '1.2', [
      { id: 1, title: 'uno' },
      { id: 2, title: 'two' },
    ]);
    const after = byId(await rowsOf(client, 'items'));
    expect(await mergeRows(folder, client, strategy, '1.1', [{ id: 1, title: 'one' }])).toEqual(first);
    expect(byId(await rowsOf(client, 'items'))).toEqual(after);
  });

  test('finds keys in a column that was widened', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await mergeRows(folder, client, strategy, '1.1', [{ id: 1, title: 'one' }]);
    const wider = table('items', [
      column('id', 'decimal', { precision: 30, scale: 2 }),
      column('title', 'text'),
      rowId,
    ]);
    await mergeRows(
      folder,
      client,
      strategy,
      '1.2',
      [{ id: '1.00', title: 'uno' }, { id: '12345678901234567890.5' }],
      wider,
    );
    // A file of before the column was widened, loaded after it.
    await mergeRows(folder, client, strategy, '1.3', [{ id: 1, title: 'eins' }], wider);
    const titles = byId(await rowsOf(client, 'items')).map((row) => [row['id'], row['title']]);
    expect(titles).toEqual([
      ['1.00', strategy === 'insert-only' ? 'one' : 'eins'],
      ['12345678901234567890.50', null],
    ]);
  });

  test('reaches elements of lists 300 levels down', { timeout: 60_000 }, async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const levels = Array.from({ length: 300 }, (_, level): Table =>
      table(`l${level}`, [rowId, parentId, rootId], { parent: level === 0 ? 'items' : `l${level - 1}` }),
    );
    const flagged = table('items', [...items.columns, column('gone', 'bool')]);
    const publication: TablePublication = {
      chain: { root: flagged, children: levels },
      disposition: 'merge',
      strategy,
      merge: { primaryKey: ['id'], mergeKey: [], hardDelete: 'gone' },
    };
    const elements = levels.map((level, place) =>
      merging(folder, level, '1.1', [
        { _leat_id: `a${place}`, _leat_parent_id: place === 0 ? 'k1' : `a${place - 1}`, _leat_root_id: 'k1' },
        {
          _leat_id: `b${place}`,
          _leat_parent_id: place === 0 ? 'k2' : `b${place - 1}`,
          _leat_root_id: 'k2',
          _leat_ordinal: 1,
        },
      ]),
    );
    await load(client, [merging(folder, items, '1.1', [{ id: 1 }, { id: 2 }]), ...elements], [publication]);
    const gone = merging(folder, flagged, '1.2', [{ id: 1, gone: true }]);
    const receipt = await load(client, [gone], [publication], { loadId: '1.2' });
    expect(receipt.tables['l299']).toMatchObject({ deleted: 1 });
    expect(await rowsOf(client, 'l299')).toEqual([{ _leat_id: 'b299', _leat_parent_id: 'b298', _leat_root_id: 'k2' }]);
  });
});

test('columns that people added keep their values through an upsert', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  await mergeRows(folder, client, 'upsert', '1.1', [{ id: 1, title: 'one' }]);
  await select(client, "alter table shop.items add column mine varchar default 'kept'");
  await mergeRows(folder, client, 'upsert', '1.2', [{ id: 1, title: 'uno' }]);
  expect(await rowsOf(client, 'items')).toEqual([{ id: 1n, title: 'uno', _leat_id: 'k1', mine: 'kept' }]);
});

test('a table that people made, without ids, is merged into by its keys', async () => {
  using folder = new TemporaryFolder();
  await using client = await connect({ path: folder.file('w.duckdb') });
  await load(client, [], [append(table('other', [column('id', 'bigint')]))], { loadId: '1.1' });
  await select(client, "create table shop.items as select 1 as id, 'mine' as title union all select 2, 'mine too'");
  const counts = await mergeRows(folder, client, 'delete-insert', '1.2', [{ id: 1, title: 'uno' }]);
  expect(counts).toMatchObject({ inserted: 1, deleted: 1 });
  expect(byId(await rowsOf(client, 'items')).map((row) => [Number(row['id']), row['title'], row['_leat_id']])).toEqual([
    [1, 'uno', 'k1'],
    [2, 'mine too', null],
  ]);
});
