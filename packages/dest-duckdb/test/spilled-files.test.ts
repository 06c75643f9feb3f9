import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect, TemporaryFolder } from './warehouse.ts';

const SPILLED = 'duckdb_temp_storage_DEFAULT-0.tmp';

function spill(folder: TemporaryFolder): string {
  const spilled = folder.file('w.duckdb.tmp');
  mkdirSync(spilled, { recursive: true });
  writeFileSync(join(spilled, SPILLED), 'rows of a load that was killed');
  return spilled;
}

test('what a killed load has spilled goes when the database is opened', async () => {
  using folder = new TemporaryFolder();
  const spilled = spill(folder);
  await using _client = await connect({ path: folder.file('w.duckdb') });
  expect(existsSync(spilled)).toBe(false);
});

test('files of others stay', async () => {
  using folder = new TemporaryFolder();
  const spilled = spill(folder);
  writeFileSync(join(spilled, 'notes.txt'), 'mine');
  await using _client = await connect({ path: folder.file('w.duckdb') });
  expect(readdirSync(spilled)).toEqual(['notes.txt']);
});

test('what this process has spilled stays while it has the database open', async () => {
  using folder = new TemporaryFolder();
  const path = folder.file('w.duckdb');
  {
    await using _first = await connect({ path });
    spill(folder);
    await using _second = await connect({ path });
    expect(existsSync(folder.file('w.duckdb.tmp'))).toBe(true);
  }
  await using _third = await connect({ path });
  expect(existsSync(folder.file('w.duckdb.tmp'))).toBe(false);
});
