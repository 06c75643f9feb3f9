import { silentLogger, SourceError, systemClock, type Json } from '@leat/core';
import { expect, test } from 'vitest';
import { generatedTables, generatorSource, type GeneratorOptions } from '../src/index.ts';
import { sha256 } from '../src/generator/value-pool.ts';

interface Read {
  readonly rows: readonly Record<string, unknown>[];
  readonly pageSizes: readonly number[];
}

async function read(
  options: GeneratorOptions,
  { name = 'rows', state = {}, limit }: { name?: string; state?: Record<string, Json>; limit?: number } = {},
): Promise<Read> {
  const host = { signal: new AbortController().signal, logger: silentLogger, clock: systemClock };
  const resources = await generatorSource.resources({ ...host, options });
  const resource = resources.find(({ definition }) => definition.name === name);
  if (typeof resource?.definition.rows !== 'function') throw new Error(`no resource ${name}`);
  const context = { ...host, state, wait: () => {}, countRequest: () => {}, ...(limit === undefined ? {} : { limit }) };
  const stream = await resource.definition.rows(context);
  const pages: Record<string, unknown>[][] = [];
  if (!(Symbol.asyncIterator in stream)) throw new Error('the generator yields asynchronously');
  for await (const page of stream) pages.push([page].flat().map((row) => ({ ...row })));
  return { rows: pages.flat(), pageSizes: pages.map((page) => page.length) };
}

test.each(['flat', 'nested', 'deep'] as const)(
  'the same seed gives the same %s rows, another seed other ones',
  async (shape) => {
    const one = await read({ rows: 50, seed: 7, shape });
    expect(await read({ rows: 50, seed: 7, shape, pageSize: 13 })).toMatchObject({ rows: one.rows });
    const other = await read({ rows: 50, seed: 8, shape });
    expect(other.rows).not.toEqual(one.rows);
  },
);

test('rows have unique ids, consecutive positions and the hash of their payload', async () => {
  const { rows } = await read({ rows: 5000, seed: 3 });
  expect(new Set(rows.map((row) => row['id'])).size).toBe(5000);
  expect(rows.map((row) => row['seq'])).toEqual(Array.from({ length: 5000 }, (_, seq) => seq));
  expect(rows.every((row) => row['payload_sha'] === sha256(String(row['payload'])))).toBe(true);
  expect(new Set(rows.map((row) => (row['note'] === null ? 'null' : row['note'] === '' ? 'empty' : 'text'))).size).toBe(
    3,
  );
  expect(rows.some((row) => Number.isInteger(row['price']) || Number.isInteger(row['ratio']))).toBe(false);
});

test('rows come in pages of the size asked for, and no more than the limit', async () => {
  expect((await read({ rows: 25, pageSize: 10 })).pageSizes).toEqual([10, 10, 5]);
  expect((await read({ rows: 25, pageSize: 10 }, { limit: 12 })).pageSizes).toEqual([10, 2]);
  expect((await read({ rows: 0 })).pageSizes).toEqual([]);
});

test('another revision has the same ids and other payloads', async () => {
  const [first, second] = [await read({ rows: 100 }), await read({ rows: 100, revision: 1 })];
  expect(second.rows.map((row) => row['id'])).toEqual(first.rows.map((row) => row['id']));
  expect(second.rows.map((row) => row['payload'])).not.toEqual(first.rows.map((row) => row['payload']));
});

test('several resources have their own rows', async () => {
  const options: GeneratorOptions = { rows: 10, resources: ['orders', 'users'] };
  const orders = await read(options, { name: 'orders' });
  expect((await read(options, { name: 'users' })).rows).not.toEqual(orders.rows);
});

test('a resource fails after the rows it was told, and others do not', async () => {
  const options: GeneratorOptions = { rows: 30, pageSize: 10, resources: ['good', 'bad'], failAfter: { bad: 15 } };
  expect((await read(options, { name: 'good' })).rows).toHaveLength(30);
  await expect(read(options, { name: 'bad' })).rejects.toThrow(SourceError);
  await expect(read({ rows: 30, failAfter: 0 })).rejects.toMatchObject({
    code: 'LEAT_GENERATOR_FAILED',
    recoverability: 'transient',
  });
  expect((await read({ rows: 30, failAfter: 30 })).rows).toHaveLength(30);
});

test('a resumed resource goes on where its state says', async () => {
  const state: Record<string, Json> = {};
  const options: GeneratorOptions = { rows: 25, pageSize: 10, resume: true };
  const first = await read(options, { state, limit: 12 });
  const second = await read(options, { state });
  expect([...first.rows, ...second.rows]).toEqual((await read({ rows: 25 })).rows);
  expect((await read(options, { state })).rows).toEqual([]);
});

test('five nested documents are forty rows of four tables', () => {
  const tables = generatedTables({ rows: 50_000, shape: 'nested' });
  const counts = tables.map((table) => [table.name, [...table.rows()].length]);
  expect(counts).toEqual([
    ['rows', 50_000],
    ['rows__items', 150_000],
    ['rows__events', 100_000],
    ['rows__tags', 100_000],
  ]);
});

test('every expected table has a key that is unique in it', () => {
  for (const table of generatedTables({ rows: 200, shape: 'deep', seed: 5 })) {
    const keys = [...table.rows()].map((row) => row[table.key]);
    expect(new Set(keys).size, table.name).toBe(keys.length);
    expect(keys.length).toBeGreaterThan(0);
  }
});

test.each([
  [{ rows: -1 }, 'rows'],
  [{ rows: 2 ** 31 }, 'rows'],
  [{ rows: 1, seed: 0.5 }, 'seed'],
  [{ rows: 1, pageSize: 0 }, 'pageSize'],
  [{ rows: 1, shape: 'round' }, 'shape'],
  [{ rows: 1, resources: [] }, 'resources'],
  [{ rows: 1, resources: ['a', 'a'] }, 'resources'],
  [{ rows: 1, failAfter: { rows: -1 } }, 'failAfter'],
  [{ rows: 1, revision: -1 }, 'revision'],
])('options %j are refused by name', async (options, name) => {
  const result = await generatorSource.options['~standard'].validate(options);
  expect(result.issues?.map((issue) => issue.path)).toEqual([[name]]);
});
