import { definePipeline, defineResource } from '@leat/core';
import { expect, test } from 'vitest';
import duckdb from '../src/index.ts';
import { TemporaryFolder } from './warehouse.ts';

test.each(['delete-insert', 'upsert', 'insert-only', 'scd2'] as const)(
  'a full refresh of a merge by %s empties the chain and merges in one transaction',
  async (strategy) => {
    using folder = new TemporaryFolder();
    const load = (rows: readonly { id: number; tags: readonly string[] }[], fullRefresh: boolean) =>
      definePipeline({
        name: 'refresh',
        source: defineResource({ name: 'items', primaryKey: 'id', write: { disposition: 'merge', strategy }, rows }),
        destination: duckdb({ path: folder.file('w.duckdb') }),
        workDir: folder.path,
      }).run({ fullRefresh });
    await load(
      [
        { id: 1, tags: ['old'] },
        { id: 9, tags: ['gone', 'too'] },
      ],
      false,
    );
    const report = await load(
      [
        { id: 1, tags: ['new'] },
        { id: 2, tags: [] },
        { id: 2, tags: [] },
      ],
      true,
    );
    expect(report.loads[0]?.receipt.tables).toMatchObject({
      items: { deleted: 2, duplicates: 1, inserted: 2 },
      items__tags: { deleted: 3, inserted: 1 },
    });
    await using dataset = await definePipeline({
      name: 'refresh',
      source: [],
      destination: duckdb({ path: folder.file('w.duckdb') }),
      workDir: folder.path,
    }).open();
    const rows = await Array.fromAsync(
      dataset.query(
        'select i.id, t.value from refresh.items i left join refresh.items__tags t on t._leat_parent_id = i._leat_id order by 1',
      ),
    );
    expect(rows).toEqual([
      { id: 1n, value: 'new' },
      { id: 2n, value: null },
    ]);
  },
);
