import {
  definePipeline,
  defineResource,
  isLeatError,
  type AnyResource,
  type Dataset,
  type Destination,
  type Pipeline,
} from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import postgres from '../src/index.ts';
import { freshDataset, runAs, startServer, TemporaryFolder } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** From lists of attacks on SQL, shells, paths and templates: each is a name or a value, whatever else it could mean. */
const HOSTILE = [
  'a"b',
  'a""b',
  "a'b",
  "a''b",
  'a`b',
  'a]b[c',
  "x'; drop table victim; --",
  'x"; drop table victim; --',
  "x\\'; drop table victim; --",
  "'; copy victim to program 'id'; --",
  '"; set role postgres; --',
  "' or 1=1 --",
  "') ; select pg_sleep(60); --",
  "E'\\x27'",
  '$$; drop table victim; $$',
  '$1',
  '?',
  ':name',
  '%s %I %L',
  '${name}',
  '{{name}}',
  '/* a',
  '*/ a',
  '--a',
  'a;b',
  'a.b',
  'public.victim',
  'pg_catalog',
  'information_schema',
  ' a ',
  'a\tb',
  'a\nb',
  'a\r\nb',
  '\\.',
  '../../etc/passwd',
  'a/b',
  'a\\b',
  'select',
  'null',
  '__proto__',
  'constructor',
  '',
  ' ',
  '\u202Ea',
  'a\u0000b',
  '\uD800',
  '𝕏"𝕏',
] as const;

interface Names {
  readonly dataset?: string;
  readonly pipeline?: string;
}

/** Names of tables and columns keep their spelling, as far as the destination can. */
function pipelineOf(
  destination: Destination,
  folder: TemporaryFolder,
  { dataset = 'safe', pipeline = 'safe' }: Names,
  resources: readonly AnyResource[],
): Pipeline {
  const workDir = folder.file('work');
  return definePipeline({ name: pipeline, source: resources, destination, dataset, naming: 'direct', workDir });
}

/** A table for every name, each with a column for every name, which holds the name as its value. */
function attacks(): readonly AnyResource[] {
  const row = Object.fromEntries(HOSTILE.map((text) => [text, text]));
  return HOSTILE.map((text) =>
    defineResource<string, Record<string, unknown>>({
      name: text,
      description: text,
      columns: { key: { dataType: 'bigint', description: text, unique: true, index: true } },
      primaryKey: 'key',
      write: 'merge',
      rows: () => [{ key: 1, ...row }],
    }),
  );
}

const safe = (): readonly AnyResource[] => [
  defineResource({ name: 'safe', primaryKey: 'key', write: 'merge', rows: [{ key: 1 }] }),
];

/** What Postgres keeps of a text: it has no character NUL; no engine has half a surrogate. */
const kept = (text: string): string => text.replaceAll('\0', '').toWellFormed();

async function rowsIn(dataset: Dataset, table: string): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of dataset.rows(table)) rows.push(row);
  return rows;
}

test('tables, columns, keys, indexes, comments and values on Postgres, in a first and in a second load', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  const destination = postgres({ url: server.url(), keys: true, indexes: true });
  await runAs(server.url(), 'create table victim (id int)', 'insert into victim values (1)');
  for (const round of [1, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- the second load meets the tables of the first
    const { loads } = await pipelineOf(destination, folder, { dataset }, attacks()).run();
    const counts = Object.values(loads[0]?.receipt.tables ?? {});
    expect([round, counts.length, new Set(counts.map(({ loaded }) => loaded))]).toEqual([
      round,
      HOSTILE.length,
      new Set([1]),
    ]);
  }
  const tables = await runAs(
    server.url(),
    `select relname as name, obj_description(c.oid, 'pg_class') as description from pg_class c where relnamespace = '${dataset}'::regnamespace and relkind = 'r' and relname::text not like '\\_leat%'`,
  );
  expect(tables).toHaveLength(HOSTILE.length);
  await using reading = await pipelineOf(destination, folder, { dataset }, attacks()).open();
  const values = HOSTILE.map(kept).toSorted();
  for (const { name } of tables) {
    // oxlint-disable-next-line no-await-in-loop -- one table after the other
    const [row = {}, ...more] = await rowsIn(reading, String(name));
    expect(more).toEqual([]);
    const own = Object.entries(row).filter(([column]) => column !== 'key' && !column.startsWith('_leat'));
    expect(own.map(([, value]) => value).toSorted()).toEqual(values);
  }
  expect(await runAs(server.url(), 'select id from victim')).toEqual([{ id: 1 }]);
});

test('tables, columns and values on DuckDB, in a first and in a second load', async () => {
  using folder = new TemporaryFolder();
  const destination = duckdb({ path: folder.file('a.duckdb') });
  // Every name of a column, since rows bring them; of the tables a few, since DuckDB takes its time for a wide one.
  const few = attacks().filter((_, index) => index % 6 === 0);
  for (const round of [1, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- the second load meets the tables of the first
    const { loads } = await pipelineOf(destination, folder, {}, few).run();
    const counts = Object.values(loads[0]?.receipt.tables ?? {});
    expect([round, counts.length, new Set(counts.map(({ loaded }) => loaded))]).toEqual([
      round,
      few.length,
      new Set([1]),
    ]);
  }
});

/** What Postgres calls nothing, or keeps for itself. */
const IMPOSSIBLE = {
  dataset: { '': 'LEAT_IDENTIFIER', 'a\u0000b': 'LEAT_IDENTIFIER', pg_catalog: 'LEAT_PERMISSION' },
  pipeline: { 'a\u0000b': 'LEAT_VALUE' },
};

test.each(['dataset', 'pipeline'] as const)(
  '%s on Postgres: taken as a name, or refused by a typed error',
  async (what) => {
    const destination = postgres({ url: server.url(), statementTimeoutMs: 30_000 });
    await runAs(
      server.url(),
      'drop table if exists victim',
      'create table victim (id int)',
      'insert into victim values (1)',
    );
    const refused: Record<string, string> = {};
    for (const text of HOSTILE) {
      using folder = new TemporaryFolder();
      const names = { dataset: freshDataset(), [what]: text };
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other: some of these would be the same schema
        const { loads } = await pipelineOf(destination, folder, names, safe()).run();
        expect(Object.values(loads[0]?.receipt.tables ?? {})).toMatchObject([{ loaded: 1 }]);
      } catch (error) {
        if (!isLeatError(error)) throw error;
        refused[text] = error.code;
      }
    }
    expect(refused).toEqual(IMPOSSIBLE[what]);
    expect(await runAs(server.url(), 'select id from victim')).toEqual([{ id: 1 }]);
  },
);
