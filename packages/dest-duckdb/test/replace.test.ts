import { describe, expect, test } from 'vitest';
import {
  append,
  begin,
  call,
  column,
  commitOf,
  connect,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const items = table('items', [column('id', 'bigint', { nullable: false }), column('title', 'text')]);

describe('replace', () => {
  test.each(['swap', 'insert-from-staging', 'truncate-and-insert'] as const)(
    'by %s leaves only the rows of the load',
    async (strategy) => {
      using folder = new TemporaryFolder();
      await using client = await connect({ path: folder.file('w.duckdb') });
      const child = table('items__tags', [column('value', 'text')], { parent: 'items' });
      const publication = { chain: { root: items, children: [child] }, disposition: 'replace', strategy } as const;
      await load(
        client,
        [jsonl(folder, items, 'a', [{ id: 1 }, { id: 2 }]), jsonl(folder, child, 'at', [{ value: 'old' }])],
        [publication],
      );
      const wider = table('items', [...items.columns, column('extra', 'bool')]);
      const receipt = await load(
        client,
        [jsonl(folder, wider, 'b', [{ id: 3, extra: true }], '1.2')],
        [{ ...publication, chain: { root: wider, children: [child] } }],
        { loadId: '1.2' },
      );
      expect(await rowsOf(client, 'items')).toEqual([{ id: 3n, title: null, extra: true }]);
      expect(await rowsOf(client, 'items__tags')).toEqual([]);
      expect(receipt.tables['items']).toMatchObject({ loaded: 1, inserted: 1, deleted: 2 });
      expect(receipt.tables['items__tags']).toMatchObject({ loaded: 0, inserted: 0, deleted: 1 });
    },
  );

  test('gives readers the old table until the commit', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    await using session = await begin(client, '1.2');
    await session.loadFile(jsonl(folder, items, 'b', [{ id: 2 }], '1.2'), call);
    expect((await rowsOf(client, 'items')).map((row) => row['id'])).toEqual([1n]);
    expect(
      await select(client, "select table_name from duckdb_tables() where starts_with(table_name, '_leat_staging')"),
    ).toEqual([]);
    await session.commit(
      await commitOf(client, [{ chain: { root: items, children: [] }, disposition: 'replace', strategy: 'swap' }], {
        loadId: '1.2',
      }),
      call,
    );
    expect((await rowsOf(client, 'items')).map((row) => row['id'])).toEqual([2n]);
  });
});
