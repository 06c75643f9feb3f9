import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';
import type { LoadJob } from '@leat/core';
import { describe, expect, test } from 'vitest';
import {
  append,
  begin,
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

const items = table('items', [column('id', 'bigint'), column('title', 'text')]);
const root = process.getuid?.() === 0;

/** Somebody without rights of their own. */
const NOBODY = 65_534;

/** A file system of its own, which is the only thing that can be read-only or full for root. */
class Mount implements Disposable {
  readonly path: string;

  constructor(folder: TemporaryFolder, size: string) {
    this.path = folder.file('mount');
    mkdirSync(this.path);
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', this.path], { stdio: 'ignore' });
  }

  remount(mode: 'ro' | 'rw'): void {
    execFileSync('mount', ['-o', `remount,${mode}`, this.path]);
  }

  [Symbol.dispose](): void {
    execFileSync('umount', [this.path]);
  }
}

/** Root may mount, except in most containers. */
function tryMount(folder: TemporaryFolder, size: string): Mount | undefined {
  if (!root) return undefined;
  try {
    return new Mount(folder, size);
  } catch {
    return undefined;
  }
}

interface ReadOnlyPlace extends Disposable {
  readonly path: string;
  /** What opening for writing there is refused with. */
  readonly code: string;
}

interface SmallDisk extends Disposable {
  readonly path: string;
  /** Loads the files in another process and gives the error it ended with. */
  run(jobs: readonly LoadJob[]): unknown;
  grow(): void;
}

/** Starts another process that holds the database open, and waits until it does. */
async function holder(path: string): Promise<ChildProcess> {
  const script = `import { DuckDBInstance } from '@duckdb/node-api'; globalThis.held = await DuckDBInstance.create(process.argv[1]); console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script, path], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.stdout?.once('data', () => resolve());
  child.once('exit', () => reject(new Error('the holder ended early')));
  await promise;
  return child;
}

async function killed(child: ChildProcess): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  child.removeAllListeners('exit');
  child.once('exit', () => resolve());
  child.kill('SIGKILL');
  await promise;
}

describe('opening', () => {
  test('a file that another process holds says who does, and works once it is free', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('w.duckdb');
    {
      await using client = await connect({ path });
      await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    }
    const child = await holder(path);
    try {
      expect(await failure(connect({ path }))).toMatchObject({
        code: 'LEAT_LOCKED',
        recoverability: 'transient',
        message: `Another process has ${path} open`,
        details: { process: child.pid },
      });
    } finally {
      await killed(child);
    }
    await using client = await connect({ path });
    expect(await rowsOf(client, 'items')).toHaveLength(1);
  });

  const files: readonly (readonly [string, (path: string) => void])[] = [
    ['text', (path) => writeFileSync(path, 'hello, this is no database. '.repeat(400))],
    ['a few bytes', (path) => writeFileSync(path, 'hi')],
    ['nothing', (path) => writeFileSync(path, '')],
    [
      'a SQLite database',
      (path) => writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8192)])),
    ],
    ['a folder', (path) => mkdirSync(path)],
  ];
  test.each(files)('%s where a database should be is refused and left as it is', async (_what, make) => {
    using folder = new TemporaryFolder();
    const path = folder.file('w.duckdb');
    make(path);
    const before = inspect(existsSync(path) && readdirSync(folder.path));
    expect(await failure(connect({ path }))).toMatchObject({
      code: 'LEAT_DUCKDB_NOT_A_DATABASE',
      recoverability: 'terminal',
      message: `${path} is not a DuckDB database`,
    });
    expect(inspect(existsSync(path) && readdirSync(folder.path))).toBe(before);
  });

  test('a file of a newer DuckDB is told apart from a damaged one', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('w.duckdb');
    await (await connect({ path }))[Symbol.asyncDispose]();
    const bytes = readFileSync(path);
    expect(headerChecksum(bytes)).toBe(bytes.readBigUInt64LE(0));
    bytes.writeBigUInt64LE(9999n, VERSION_OFFSET);
    bytes.writeBigUInt64LE(headerChecksum(bytes), 0);
    writeFileSync(path, bytes);
    expect(await failure(connect({ path }))).toMatchObject({
      code: 'LEAT_DUCKDB_VERSION',
      recoverability: 'terminal',
      message: `${path} was written by a newer DuckDB`,
    });
    bytes.writeUInt8(bytes.readUInt8(100) ^ 0xff, 100);
    writeFileSync(path, bytes);
    expect(await failure(connect({ path }))).toMatchObject({ code: 'LEAT_DUCKDB_CORRUPT' });
  });

  test.each([
    ['does not exist', 'no/such/folder/w.duckdb'],
    ['is a file', 'file/w.duckdb'],
  ])('a folder that %s is named', async (_why, name) => {
    using folder = new TemporaryFolder();
    writeFileSync(folder.file('file'), '');
    const path = folder.file(name);
    expect(await failure(connect({ path }))).toMatchObject({
      code: 'LEAT_DUCKDB_FOLDER',
      recoverability: 'terminal',
      message: `The folder of ${path} does not exist`,
    });
  });

  test('shows the path as the user wrote it, everywhere in the error', async () => {
    using folder = new TemporaryFolder();
    const path = relative(process.cwd(), folder.file('no/w.duckdb'));
    const refused = await failure(connect({ path }));
    expect(refused.message).toBe(`The folder of ${path} does not exist`);
    expect(inspect(refused, { depth: 9 }).replaceAll(path, '')).not.toContain(folder.path);
  });

  test('reads a file that does not exist yet only if asked to create it', async () => {
    using folder = new TemporaryFolder();
    expect(await failure(connect({ path: folder.file('w.duckdb'), accessMode: 'read-only' }))).toMatchObject({
      code: 'LEAT_DUCKDB_MISSING',
    });
    expect(readdirSync(folder.path)).toEqual([]);
  });

  test('read-only reads and refuses to load', async () => {
    using folder = new TemporaryFolder();
    const path = folder.file('w.duckdb');
    {
      await using client = await connect({ path });
      await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    }
    await using client = await connect({ path, accessMode: 'read-only' });
    expect(await rowsOf(client, 'items')).toHaveLength(1);
    expect(await failure(begin(client, '1.2'))).toMatchObject({
      code: 'LEAT_DUCKDB_READ_ONLY',
      recoverability: 'terminal',
    });
    expect(await failure(connect({ path }))).toMatchObject({ code: 'LEAT_DUCKDB_MODE' });
  });

  test('two clients of one process share the file, also behind a link', async () => {
    using folder = new TemporaryFolder();
    symlinkSync(folder.file('w.duckdb'), folder.file('link.duckdb'));
    await using first = await connect({ path: folder.file('w.duckdb') });
    await using second = await connect({ path: folder.file('link.duckdb') });
    await load(first, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
    expect(await rowsOf(second, 'items')).toHaveLength(1);
  });

  test('leaves no scratch files beside the database', async () => {
    using folder = new TemporaryFolder();
    await (await connect({ path: folder.file('w.duckdb') }))[Symbol.asyncDispose]();
    expect(readdirSync(folder.path)).toEqual(['w.duckdb']);
  });
});

describe('a folder that cannot be written', () => {
  test('is named, for a new file and for one that exists; reading works', async () => {
    using folder = new TemporaryFolder();
    using place = readOnlyPlace(folder);
    expect(await failure(connect({ path: join(place.path, 'new.duckdb') }))).toMatchObject({
      code: place.code,
      recoverability: 'terminal',
    });
    expect(await failure(connect({ path: join(place.path, 'w.duckdb') }))).toMatchObject({
      code: place.code,
      recoverability: 'terminal',
    });
    await using client = await connect({ path: join(place.path, 'w.duckdb'), accessMode: 'read-only' });
    expect(await select(client, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  /** Root ignores permission bits but not a read-only file system; without the right to mount it becomes nobody. */
  function readOnlyPlace(folder: TemporaryFolder): ReadOnlyPlace {
    const script = `import { DuckDBInstance } from '@duckdb/node-api'; (await DuckDBInstance.create(process.argv[1])).closeSync();`;
    const made = folder.file('made.duckdb');
    execFileSync(process.execPath, ['--input-type=module', '-e', script, made], { cwd: import.meta.dirname });
    const mount = tryMount(folder, '4m');
    if (mount) {
      copyFileSync(made, join(mount.path, 'w.duckdb'));
      mount.remount('ro');
      return { path: mount.path, code: 'LEAT_DUCKDB_READ_ONLY', [Symbol.dispose]: () => mount[Symbol.dispose]() };
    }
    const path = folder.file('locked');
    mkdirSync(path);
    copyFileSync(made, join(path, 'w.duckdb'));
    chmodSync(join(path, 'w.duckdb'), 0o444);
    chmodSync(path, 0o555);
    chmodSync(folder.path, 0o755);
    if (root) process.seteuid?.(NOBODY);
    const restore = (): void => {
      if (root) process.seteuid?.(0);
      chmodSync(path, 0o755);
    };
    return { path, code: 'LEAT_PERMISSION', [Symbol.dispose]: restore };
  }
});

describe('a full disk', () => {
  test('is a typed error, leaves what was loaded, and the same load works once there is room', async () => {
    using folder = new TemporaryFolder();
    using disk = smallDisk(folder);
    const { path } = disk;
    {
      await using client = await connect({ path });
      await load(client, [jsonl(folder, items, 'a', [{ id: 1, title: 'before' }])], [append(items)]);
    }
    const files = [0, 1, 2].map((part) => jsonl(folder, items, `big${part}`, bulky(part * 20_000), '1.2'));
    const failed = disk.run(files);
    expect(failed).toMatchObject({
      code: 'LEAT_DUCKDB_DISK_FULL',
      recoverability: 'terminal',
      message: expect.stringContaining(path),
    });
    disk.grow();
    await using client = await connect({ path });
    expect(await rowsOf(client, 'items')).toEqual([{ id: 1n, title: 'before' }]);
    expect((await client.readLoads({}, call)).map((row) => row.loadId)).toEqual(['1.1']);
    await load(client, files, [append(items)], { loadId: '1.2' });
    expect(await select(client, 'select count(*) as n from items')).toEqual([{ n: 60_001n }]);
  }, 120_000);

  /** Text that does not compress. */
  function bulky(from: number): { id: number; title: string }[] {
    return Array.from({ length: 20_000 }, (_row, index) => ({
      id: from + index,
      title: createHash('sha512')
        .update(String(from + index))
        .digest('base64'),
    }));
  }

  /** A disk of 4 MB: a file system for who may mount, a limit on the size of files for others. */
  function smallDisk(folder: TemporaryFolder): SmallDisk {
    const mount = tryMount(folder, '4m');
    const path = mount ? join(mount.path, 'w.duckdb') : folder.file('w.duckdb');
    const limit = mount ? '' : "trap '' XFSZ; ulimit -f 4096;";
    return {
      path,
      run: (jobs) => {
        const input = JSON.stringify({ path, loadId: '1.2', jobs, stop: 'never' });
        const command = `${limit} exec "$0" --conditions=@leat/source "$1"`;
        const output = execFileSync('bash', ['-c', command, process.execPath, join(import.meta.dirname, 'child.ts')], {
          input,
          encoding: 'utf8',
        });
        return JSON.parse(output.trim().split('\n').at(-1) ?? '{}');
      },
      grow: () => mount && execFileSync('mount', ['-o', 'remount,size=64m', mount.path]),
      [Symbol.dispose]: () => mount?.[Symbol.dispose](),
    };
  }
});

/** Where the main header keeps the storage version: checksum (8), magic (4), version (8). DuckDB 1.5.6, main_header.cpp. */
const VERSION_OFFSET = 12;

/** The checksum over the first block of a database file after the checksum itself. */
function headerChecksum(bytes: Buffer): bigint {
  const mask = 2n ** 64n - 1n;
  let result = 5381n;
  for (let offset = 8; offset < 4096; offset += 8)
    result ^= (bytes.readBigUInt64LE(offset) * 0xbf58476d1ce4e5b9n) & mask;
  return result;
}
