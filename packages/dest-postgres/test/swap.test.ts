import {
  definePipeline,
  defineResource,
  silentLogger,
  type CallOptions,
  type Column,
  type Clock,
  type Dataset,
  type Destination,
  type PipelineSource,
  type Schema,
} from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { startKeeperSimulator } from '@leat/keeper-simulator';
import { keeper } from '@leat/source-keeper';
import { comparableValue, generatorSource } from '@leat/testkit';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
// oxlint-disable-next-line no-restricted-imports -- the data that are measured, which no package exports
import { nestedPages } from '../../../bench/src/workloads/nested.ts';
import { POISON_ROWS } from '../../core/test/support/poison-rows.ts';
import postgres from '../src/index.ts';
import { freshDataset, startServer, TemporaryFolder } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

type Word = 'duckdb' | 'postgres';

/** Load ids come from the clock, and ids of rows from load ids: with one clock both destinations have the same. */
const clock: Clock = { now: () => Date.parse('2026-11-25T12:00:00Z') };

const call: CallOptions = { signal: new AbortController().signal, logger: silentLogger };

/** The Keeper service's count of the requests it had, which grows with every one. */
const COUNTS_ITSELF = 'queue_status';

/** Everything a dataset holds: columns and rows of each table, every value in one spelling, rows in one order. */
type Content = Readonly<Record<string, { readonly columns: readonly string[]; readonly rows: readonly string[] }>>;

/** Runs the sources one after the other into one dataset, and reads everything back. */
async function loadInto(word: Word, sources: readonly PipelineSource[], schema: string): Promise<Content> {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  const destinations: Readonly<Record<Word, Destination>> = {
    duckdb: duckdb({ path: folder.file('swap.duckdb'), temporal: 'text' }),
    postgres: postgres({ url: server.url(), temporal: 'text' }),
  };
  const pipelines = sources.map((source, index) =>
    definePipeline({
      name: 'swap',
      source,
      destination: destinations[word],
      dataset,
      workDir: folder.file('work'),
      clock: { now: () => clock.now() + index * 60_000 },
    }),
  );
  for (const pipeline of pipelines) expect(await pipeline.run()).toMatchObject({ status: 'done' });
  const [pipeline] = pipelines;
  if (pipeline === undefined) throw new Error('no source');
  await using opened = await pipeline.open();
  return await contentOf(opened, schema);
}

async function contentOf(dataset: Dataset, schema: string): Promise<Content> {
  const stored = await dataset.client.readSchema(schema, call);
  // Written by core.
  const { tables } = JSON.parse(stored?.json ?? '{"tables":[]}') as Pick<Schema, 'tables'>;
  const names = tables.map(({ name }) => name);
  const described = await dataset.client.describeTables(names, call);
  const content: Record<string, Content[string]> = {};
  for (const { name, columns } of tables) {
    if (name === COUNTS_ITSELF) continue;
    const rows: string[] = [];
    for await (const row of dataset.rows(name)) rows.push(spell(row, columns));
    content[name] = {
      // A decimal without declared digits is as wide as each of them can have it.
      columns: (described.get(name)?.columns ?? [])
        .map((column) => `${column.name} ${column.dataType} ${column.nullable}`)
        .toSorted(),
      rows: rows.toSorted(),
    };
  }
  return content;
}

/** One value per line, so that a difference shows which one it is. */
function spell(row: Readonly<Record<string, unknown>>, columns: readonly Column[]): string {
  expect(Object.keys(row).toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
  return columns
    .map((column) => `${column.name} = ${JSON.stringify(comparableValue(column, row[column.name]))}`)
    .toSorted()
    .join('\n');
}

/** The same with one word changed; gives what both hold. */
async function expectSame(sources: readonly PipelineSource[], schema = 'swap'): Promise<Content> {
  const onDuckdb = await loadInto('duckdb', sources, schema);
  const onPostgres = await loadInto('postgres', sources, schema);
  expect(Object.keys(onPostgres).toSorted()).toEqual(Object.keys(onDuckdb).toSorted());
  for (const [name, table] of Object.entries(onDuckdb)) expect([name, onPostgres[name]]).toEqual([name, table]);
  return onPostgres;
}

const rowsIn = (content: Content): number => Object.values(content).reduce((sum, { rows }) => sum + rows.length, 0);

test('everything of the Keeper source is the same on both', async () => {
  const simulator = await startKeeperSimulator({
    rateLimit: 'off',
    clock: { ...clock, sleep: () => Promise.resolve() },
    vault: { records: 120, users: 30, events: 500 },
  });
  try {
    const source = keeper({
      baseUrl: simulator.url,
      apiKey: simulator.apiKey,
      preset: 'full',
      pollIntervalMs: { min: 1, max: 5 },
      ratePerMinute: 100_000,
    });
    const content = await expectSame([source], 'keeper');
    expect(Object.keys(content)).toEqual(
      expect.arrayContaining(['records', 'users', 'compliance', 'audit_events', 'shared_folders__members']),
    );
    expect(rowsIn(content)).toBeGreaterThan(2000);
  } finally {
    await simulator.close();
  }
});

test('documents with lists in lists are the same on both, appended, replaced and merged', async () => {
  const orders = (write: 'append' | 'replace' | 'merge', rows: number): PipelineSource =>
    defineResource({ name: `orders_${write}`, primaryKey: 'number', write, rows: () => nestedPages(rows) });
  const content = await expectSame([
    orders('append', 4000),
    orders('replace', 4000),
    orders('merge', 4000),
    orders('append', 800),
    orders('replace', 800),
    orders('merge', 800),
  ]);
  expect(Object.keys(content)).toHaveLength(12);
  expect(rowsIn(content)).toBeGreaterThan(9000);
});

test('rows of the generator, whose texts are what encoders get wrong, are the same on both', async () => {
  const source = generatorSource({ rows: 1500, shape: 'nested', seed: 7, write: 'append' });
  const content = await expectSame([source], 'generator');
  expect(rowsIn(content)).toBeGreaterThan(1500);
});

/** What one of them cannot hold: its capabilities say so. What is documented of each, and nothing else, may differ. */
const LIMITED: Readonly<Record<string, Readonly<Record<Word, string>>>> = {
  // Postgres has no character NUL, and counts those it left out.
  NUL: { duckdb: String.raw`t = "a\u0000b"`, postgres: 't = "ab"' },
  // Beyond 38 digits DuckDB has text only.
  'an integer of 100 digits': { duckdb: `n = "1${'0'.repeat(99)}"`, postgres: `n = "1${'0'.repeat(99)}"` },
  // Postgres keeps 63 bytes of a name.
  'a key of 1,000 characters': { duckdb: `\n${'k'.repeat(60)}`, postgres: `${'k'.repeat(25)} = "1"` },
};

test('rows that something is wrong with are the same on both, but for what one of them cannot hold', async () => {
  const resources = POISON_ROWS.map(({ row }, index) =>
    defineResource({
      name: `case_${index}`,
      // Each lies among good ones; what is no object at all is set aside.
      rows: () => [[{ id: 1, ok: 'before' }, row, { id: 3, ok: 'after' }] as object[]],
    }),
  );
  const isLimited = (_: unknown, index: number): boolean => Object.hasOwn(LIMITED, POISON_ROWS[index]?.name ?? '');
  const content = await expectSame([resources.filter((_, index) => !isLimited(_, index))]);
  expect(Object.keys(content).length).toBeGreaterThan(50);
  const limited = resources.filter(isLimited);
  expect(limited).toHaveLength(Object.keys(LIMITED).length);
  for (const word of ['duckdb', 'postgres'] as const) {
    const held = await loadInto(word, [limited], 'swap');
    for (const [name, texts] of Object.entries(LIMITED)) {
      const table = `case_${POISON_ROWS.findIndex((one) => one.name === name)}`;
      expect([name, held[table]?.rows.join('\n\n')]).toEqual([name, expect.stringContaining(texts[word])]);
      expect(held[table]?.rows).toHaveLength(3);
    }
  }
});
