import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CheckFinding } from '@leat/core';
import { describe, expect, test } from 'vitest';
import {
  append,
  call,
  column,
  connect,
  failure,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const items = table('items', [column('id', 'bigint')]);
const LOOKING = { readOnly: true };

async function findings(path: string): Promise<readonly CheckFinding[]> {
  await using client = await connect({ path }, LOOKING);
  return await Array.fromAsync(client.check?.(call) ?? []);
}

describe('whoever only looks', () => {
  test('at a file that does not exist sees an empty dataset under its name, and creates nothing', async () => {
    using folder = new TemporaryFolder();
    let standIn: unknown;
    {
      await using client = await connect({ path: folder.file('sales.duckdb') }, LOOKING);
      expect(await client.readLoads({}, call)).toEqual([]);
      const databases = await select(client, "select path from duckdb_databases() where database_name = 'sales'");
      standIn = databases[0]?.['path'];
      expect(existsSync(String(standIn))).toBe(true);
    }
    expect(readdirSync(folder.path)).toEqual([]);
    expect(existsSync(dirname(String(standIn)))).toBe(false);
  });

  test('at a file sees what is in it, and cannot change it', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('sales.duckdb');
    {
      await using client = await connect({ path });
      await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    }
    await using client = await connect({ path }, LOOKING);
    expect(await rowsOf(client, 'items')).toEqual([{ id: 1n }]);
    expect(await failure(select(client, 'drop table shop.items'))).toMatchObject({ code: 'LEAT_DUCKDB_READ_ONLY' });
  });

  test('is not kept out by a load of the same process', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('sales.duckdb');
    await using loading = await connect({ path });
    await load(loading, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    await using client = await connect({ path }, LOOKING);
    expect(await rowsOf(client, 'items')).toEqual([{ id: 1n }]);
  });
});

describe('a check', () => {
  test('says that the first run makes the file, and makes none', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('sales.duckdb');
    expect(await findings(path)).toMatchObject([
      { status: 'ok', message: expect.stringContaining('does not exist yet') },
    ]);
    expect(existsSync(path)).toBe(false);
  });

  test('says that the file can be written', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('sales.duckdb');
    await using _ = await connect({ path });
    expect(await findings(path)).toMatchObject([{ status: 'ok', message: expect.stringContaining('can be written') }]);
  });

  test('names a folder that does not exist', async () => {
    using folder = new TemporaryFolder();
    expect(await findings(folder.file('absent/sales.duckdb'))).toMatchObject([
      { status: 'failed', message: expect.stringContaining('does not exist'), remedy: expect.any(String) },
    ]);
  });

  test('has nothing to say of a database in memory', async () => {
    expect(await findings(':memory:')).toEqual([]);
  });
});
