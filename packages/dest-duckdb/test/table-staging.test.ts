import { tmpdir } from 'node:os';
import { silentLogger, systemClock } from '@leat/core';
import { SqlClient, sqlError, type SqlEngine, type SqlSession } from '@leat/sql';
import { describe, expect, test } from 'vitest';
import { DuckDbDatabase } from '../src/database.ts';
import {
  append,
  begin,
  byId,
  call,
  column,
  commitOf,
  failure,
  jsonl,
  load,
  rowsOf,
  select,
  table,
  TemporaryFolder,
} from './warehouse.ts';

const items = table('items', [column('id', 'bigint', { nullable: false }), column('title', 'text')]);

/** With memory for two readers of json at once, which take 32 MB each however small the file. */
async function database(path: string): Promise<DuckDbDatabase> {
  const options = {
    path,
    memoryLimit: '512MB',
    threads: undefined,
    accessMode: 'read-write',
    temporal: 'date',
  } as const;
  return await DuckDbDatabase.open(options, host);
}

const host = { dataset: 'shop', workDir: tmpdir(), logger: silentLogger, clock: systemClock };

/** DuckDB used as engines are that cannot hold a transaction open: staging in real tables, several sessions. */
describe('staging before the transaction', () => {
  async function clientOf(
    path: string,
    wrap: (engine: SqlEngine) => SqlEngine = (engine) => engine,
  ): Promise<SqlClient> {
    const opened = await database(path);
    const engine: SqlEngine = {
      dialect: { ...opened.dialect, stagingBecomesTable: false },
      staging: 'before-transaction',
      maxParallelLoads: 2,
      openSession: (options) => opened.openSession(options),
      [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
    };
    return new SqlClient(wrap(engine), host);
  }

  const staging = "select table_name from duckdb_tables() where starts_with(table_name, '_leat_staging')";

  test('publishes the files loaded in parallel and drops the staging tables', async () => {
    using folder = new TemporaryFolder();
    await using client = await clientOf(folder.file('w.duckdb'));
    const jobs = Array.from({ length: 8 }, (_job, index) =>
      jsonl(folder, items, `f${index}`, [{ id: index, title: `t${index}` }]),
    );
    const receipt = await load(client, jobs, [append(items)]);
    expect(receipt.tables['items']).toMatchObject({ loaded: 8, inserted: 8 });
    expect(byId(await rowsOf(client, 'items')).map((row) => row['id'])).toEqual([0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n]);
    expect(await select(client, staging)).toEqual([]);
  });

  test('drops them when the load is given up, and when the process died with them', async () => {
    using folder = new TemporaryFolder();
    await using client = await clientOf(folder.file('w.duckdb'));
    const abandoned = await begin(client, '1.1');
    await abandoned.loadFile(jsonl(folder, items, 'a', [{ id: 1 }]), call);
    expect(await select(client, staging)).toHaveLength(1);
    await abandoned[Symbol.asyncDispose]();
    expect(await select(client, staging)).toEqual([]);

    const dead = await begin(client, '1.2');
    await dead.loadFile(jsonl(folder, items, 'b', [{ id: 1 }], '1.2'), call);
    const other = await begin(client, '1.3', 'another pipeline');
    expect(await select(client, staging)).toHaveLength(1);
    await load(client, [jsonl(folder, items, 'c', [{ id: 2 }], '1.4')], [append(items)], { loadId: '1.4' });
    expect(await select(client, staging)).toEqual([]);
    expect((await rowsOf(client, 'items')).map((row) => row['id'])).toEqual([2n]);
    await other[Symbol.asyncDispose]();
  });

  test('takes a file again that failed, without duplicates', async () => {
    using folder = new TemporaryFolder();
    await using client = await clientOf(folder.file('w.duckdb'));
    await using session = await begin(client);
    const good = jsonl(folder, items, 'a', [{ id: 1 }]);
    expect(await failure(session.loadFile({ ...good, path: folder.file('absent.jsonl') }, call))).toMatchObject({
      code: 'LEAT_JOB_FILE',
    });
    await session.loadFile(good, call);
    await session.commit(await commitOf(client, [append(items)]), call);
    expect(await rowsOf(client, 'items')).toHaveLength(1);
  });

  describe('when the answer to COMMIT is lost', () => {
    /** Cuts the connection at the COMMIT of the load that inserted a load row. */
    function cutting(engine: SqlEngine, when: 'before' | 'after', thenRefuse: boolean): SqlEngine {
      let refuse = false;
      return {
        ...engine,
        dialect: engine.dialect,
        openSession: async (options): Promise<SqlSession> => {
          if (refuse) throw sqlError({ reason: 'connection', message: 'the server is away' });
          const session = await engine.openSession(options);
          let publishing = false;
          return {
            execute: (query, options2) => {
              publishing ||= query.sql.includes('insert into') && query.sql.includes('_leat_loads');
              return session.execute(query, options2);
            },
            stream: (query, options2) => session.stream(query, options2),
            begin: (options2) => session.begin(options2),
            commit: async (options2) => {
              if (!publishing || when === 'after') await session.commit(options2);
              if (!publishing) return;
              refuse = thenRefuse;
              throw sqlError({ reason: 'connection', message: 'connection reset' });
            },
            rollback: () => session.rollback(),
            bulkLoad: (job, target, options2) => session.bulkLoad(job, target, options2),
            [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
          };
        },
        [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
      };
    }

    test('and it took effect, the load row says so', async () => {
      using folder = new TemporaryFolder();
      await using client = await clientOf(folder.file('w.duckdb'), (engine) => cutting(engine, 'after', false));
      const receipt = await load(client, [jsonl(folder, items, 'a', [{ id: 1 }])], [append(items)]);
      expect(receipt.tables['items']).toMatchObject({ inserted: 1 });
      expect(await rowsOf(client, 'items')).toHaveLength(1);
    });

    test('and it did not, the error is the lost connection, and the load can be repeated', async () => {
      using folder = new TemporaryFolder();
      const path = folder.file('w.duckdb');
      await using client = await clientOf(path, (engine) => cutting(engine, 'before', false));
      const one = jsonl(folder, items, 'a', [{ id: 1 }]);
      expect(await failure(load(client, [one], [append(items)]))).toMatchObject({
        code: 'LEAT_CONNECTION',
        recoverability: 'transient',
      });
      await using again = await clientOf(path);
      await load(again, [one], [append(items)]);
      expect(await rowsOf(again, 'items')).toHaveLength(1);
    });

    test('and the row cannot be read, says that it does not know; the next run finds out', async () => {
      using folder = new TemporaryFolder();
      const path = folder.file('w.duckdb');
      await using client = await clientOf(path, (engine) => cutting(engine, 'after', true));
      const session = await begin(client);
      const one = jsonl(folder, items, 'a', [{ id: 1 }]);
      await session.loadFile(one, call);
      const commit = await commitOf(client, [append(items)]);
      expect(await failure(session.commit(commit, call))).toMatchObject({
        code: 'LEAT_COMMIT_UNKNOWN',
        recoverability: 'transient',
      });
      await using again = await clientOf(path);
      await using next = await begin(again);
      expect(next.committed?.tables['items']).toMatchObject({ inserted: 1 });
    });
  });
});
