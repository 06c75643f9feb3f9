import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { LoadJob } from '@leat/core';
import { describe, expect, test } from 'vitest';
import {
  append,
  begin,
  call,
  column,
  connect,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const items = table('items', [column('id', 'bigint')]);

/** Runs a load in another process and kills it, by SIGKILL, at the step. */
async function killAt(stop: string, path: string, jobs: readonly LoadJob[]): Promise<void> {
  const child = spawn(process.execPath, ['--conditions=@leat/source', join(import.meta.dirname, 'child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split('\n').includes(stop)) child.kill('SIGKILL');
  });
  child.once('exit', (_code, signal) =>
    signal === 'SIGKILL' ? resolve() : reject(new Error(`ended before ${stop}: ${output}`)),
  );
  child.stdin.end(JSON.stringify({ path, loadId: '1.2', jobs, stop }));
  await promise;
}

describe.each(['after-begin', 'after-first-file', 'after-files', 'in-commit', 'after-commit'])(
  'a process killed %s',
  (stop) => {
    test.each(['an empty database', 'a loaded one'])(
      'leaves %s with all of its load or nothing, and the load can be repeated',
      async (which) => {
        using folder = new TemporaryFolder();
        const path = folder.file('w.duckdb');
        const before = which === 'a loaded one' ? 3 : 0;
        const jobs = [0, 1].map((part) =>
          jsonl(
            folder,
            items,
            `k${part}`,
            Array.from({ length: 5000 }, (_row, index) => ({ id: part * 5000 + index })),
            '1.2',
          ),
        );
        if (before > 0) {
          await using client = await connect({ path });
          await load(client, [jsonl(folder, items, 'a', [{ id: -1 }, { id: -2 }, { id: -3 }])], [append(items)]);
        }
        await killAt(stop, path, jobs);
        await using client = await connect({ path });
        const committed = stop === 'after-commit';
        const count = async (): Promise<unknown> =>
          (await client.describeTables(['items'], call)).size === 0
            ? 0n
            : (await select(client, 'select count(*) as n from items'))[0]?.['n'];
        expect(await count()).toBe(BigInt(before + (committed ? 10_000 : 0)));
        expect(
          await select(client, "select table_name from duckdb_tables() where starts_with(table_name, '_leat_staging')"),
        ).toEqual([]);
        expect((await client.readLoads({ loadId: '1.2' }, call)).length).toBe(committed ? 1 : 0);

        await using session = await begin(client, '1.2');
        expect(session.committed !== undefined).toBe(committed);
        await session[Symbol.asyncDispose]();
        await load(client, jobs, [append(items)], { loadId: '1.2' });
        expect(await count()).toBe(BigInt(before + 10_000));
        expect(new Set((await rowsOf(client, 'items')).map((row) => row['id'])).size).toBe(before + 10_000);
      },
    );
  },
);
