import { definePipeline, defineResource, silentLogger, type Destination, type WriteMode } from '@leat/core';
import duckdb from '@leat/dest-duckdb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import postgres, { arrayLiteral } from '../src/index.ts';
import { failure, freshDataset, runAs, startServer, TemporaryFolder } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const ID = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11';
const OTHER = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12';
const TAGS = ['a b', 'c"d\\', null, '', 'NULL', '{}', ','];

interface Item {
  readonly id: string;
  readonly tags: string;
  readonly scores: string | null;
  readonly code: string;
}

const item = (id: string, scores: string | null = null): Item => ({ id, tags: arrayLiteral(TAGS), scores, code: 'x1' });

interface Run {
  readonly destination: Destination;
  readonly dataset: string;
  readonly rows: readonly Item[];
  readonly write?: WriteMode;
  readonly idType?: string;
}

async function runOnce({ destination, dataset, rows, write = 'append', idType = 'uuid' }: Run): Promise<void> {
  using folder = new TemporaryFolder();
  const source = defineResource({
    name: 'items',
    rows: () => rows,
    primaryKey: 'id',
    write,
    columns: {
      id: { dataType: 'text', nativeTypes: { postgres: idType } },
      tags: { dataType: 'text', nativeTypes: { postgres: 'text[]' } },
      scores: { dataType: 'text', nativeTypes: { postgres: 'numeric(6,2)[]' } },
      code: { dataType: 'text', nativeTypes: { postgres: 'character varying(4)' } },
    },
  });
  await definePipeline({
    name: 'native',
    source,
    destination,
    dataset,
    workDir: folder.path,
    logger: silentLogger,
  }).run();
}

const types = (dataset: string): Promise<readonly object[]> =>
  runAs(
    server.url(),
    `select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = '${dataset}.items'::regclass and attnum > 0 and attname::text not like '\\_leat%' order by attnum`,
  );

describe('a type of Postgres that a column was declared with', () => {
  test.each<WriteMode>([
    'append',
    { disposition: 'replace', strategy: 'insert-from-staging' },
    { disposition: 'replace', strategy: 'swap' },
    { disposition: 'merge', strategy: 'upsert' },
    { disposition: 'merge', strategy: 'delete-insert' },
    { disposition: 'merge', strategy: 'insert-only' },
    { disposition: 'merge', strategy: 'scd2' },
  ])('is real, and stays so in later loads by %j', async (write) => {
    const dataset = freshDataset();
    const destination = postgres({ url: server.url() });
    await runOnce({ destination, dataset, write, rows: [item(ID)] });
    await runOnce({ destination, dataset, write, rows: [item(ID), item(OTHER, arrayLiteral([1, 2.5, null]))] });
    expect(await types(dataset)).toEqual([
      { name: 'id', type: 'uuid' },
      { name: 'tags', type: 'text[]' },
      { name: 'scores', type: 'numeric(6,2)[]' },
      { name: 'code', type: 'character varying(4)' },
    ]);
    await using reading = await definePipeline({
      name: 'read',
      source: defineResource({ name: 'nothing', rows: [{ id: 1 }] }),
      destination,
      dataset,
      logger: silentLogger,
    }).open();
    const rows: object[] = [];
    for await (const row of reading.query(
      `select id, tags, scores, code from ${dataset}.items order by id, _leat_load_id`,
    ))
      rows.push(row);
    expect(rows.at(-1)).toEqual({ id: OTHER, tags: TAGS, scores: ['1.00', '2.50', null], code: 'x1' });
    expect(rows[0]).toEqual({ id: ID, tags: TAGS, scores: null, code: 'x1' });
  });

  test('refuses what is no value of it, by the name of the column and without the value', async () => {
    const dataset = freshDataset();
    const destination = postgres({ url: server.url() });
    const refused = await failure(runOnce({ destination, dataset, rows: [item(ID), item('hunter2-secret')] }));
    expect(refused).toMatchObject({ code: 'LEAT_VALUE', message: expect.stringContaining('"id"') });
    expect(refused.message).not.toContain('hunter2');
  });

  test.each(['uuid; drop table items', 'uuid) --', "text default 'x'", 'uuid"', '', 'text, x int', 'uuid/**/'])(
    'is refused where it is no name of a type: %j',
    async (idType) => {
      const run = runOnce({
        destination: postgres({ url: server.url() }),
        dataset: freshDataset(),
        rows: [item(ID)],
        idType,
      });
      expect(await failure(run)).toMatchObject({ code: 'LEAT_POSTGRES_TYPE', recoverability: 'terminal' });
    },
  );

  test('that the server does not have is a typed error', async () => {
    const run = runOnce({
      destination: postgres({ url: server.url() }),
      dataset: freshDataset(),
      rows: [item(ID)],
      idType: 'hstore',
    });
    expect(await failure(run)).toMatchObject({ code: 'LEAT_SQL_UNDEFINED' });
  });

  test('means nothing to another destination', async () => {
    using folder = new TemporaryFolder();
    const destination = duckdb({ path: folder.file('other.duckdb') });
    await runOnce({ destination, dataset: 'other', rows: [item(ID, '{1}')], idType: 'no type at all;' });
  });
});
