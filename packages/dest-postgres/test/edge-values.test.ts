import { definePipeline, defineResource, type Pipeline, type RunReport } from '@leat/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostgresServer } from '../../../tools/servers/postgres-server.ts';
import postgres from '../src/index.ts';
import { failure, freshDataset, runAs, startServer, TemporaryFolder, type Row } from './warehouse.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

function pipelineOf(folder: TemporaryFolder, dataset: string, rows: readonly Row[]): Pipeline {
  return definePipeline({
    name: 'edges',
    source: defineResource<string, Row>({
      name: 'items',
      rows: () => rows,
      columns: {
        at: { dataType: 'timestamp' },
        day: { dataType: 'date' },
        doc: { dataType: 'json' },
        note: { dataType: 'text' },
        native: { dataType: 'text', nativeTypes: { postgres: 'timestamp with time zone' } },
      },
    }),
    destination: postgres({ url: server.url(), temporal: 'text' }),
    dataset,
    workDir: folder.path,
  });
}

async function loaded(rows: readonly Row[]): Promise<{ readonly report: RunReport; readonly rows: readonly Row[] }> {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  const pipeline = pipelineOf(folder, dataset, rows);
  const report = await pipeline.run();
  await using reading = await pipeline.open();
  const found: Row[] = [];
  for await (const row of reading.query<Row>(`select * from ${dataset}.items order by id`)) found.push(row);
  return { report, rows: found };
}
describe('times that leat has no type for', () => {
  test.each<[string, unknown]>([
    ['before the year 1', '-000043-03-15T00:00:00Z'],
    ['after the year 9999', '+012024-01-01T00:00:00Z'],
    ['infinity', 'infinity'],
    ['before the beginning', '-infinity'],
    ['the last one of a Date', new Date(8.64e15)],
    ['the first one of a Date', new Date(-8.64e15)],
  ])('%s is kept as text beside the column, and counted', async (_what, at) => {
    const { report, rows } = await loaded([
      { id: 1, at: '2024-01-01T00:00:00Z' },
      { id: 2, at },
    ]);
    const text = at instanceof Date ? at.toISOString() : at;
    expect(rows).toMatchObject([{ at: '2024-01-01T00:00:00.000000Z' }, { at: null, at__v_text: text }]);
    expect(report.loads[0]?.receipt.warnings).toMatchObject([{ code: 'LEAT_VARIANT', column: 'at', count: 1 }]);
  });

  test('the first and the last of those it has are exact', async () => {
    const { rows } = await loaded([
      { id: 1, at: '0001-01-01T00:00:00Z', day: '0001-01-01' },
      { id: 2, at: '9999-12-31T23:59:59.999999Z', day: '9999-12-31' },
      { id: 3, at: '1969-12-31T23:59:59.999999Z', day: '1582-10-10' },
    ]);
    expect(rows).toMatchObject([
      { at: '0001-01-01T00:00:00.000000Z', day: '0001-01-01' },
      { at: '9999-12-31T23:59:59.999999Z', day: '9999-12-31' },
      { at: '1969-12-31T23:59:59.999999Z', day: '1582-10-10' },
    ]);
  });

  test('are times in a column that was declared by the type of Postgres, in the words of Postgres', async () => {
    const { rows } = await loaded([
      { id: 1, native: 'infinity' },
      { id: 2, native: '0044-03-15 12:00:00+00 BC' },
      { id: 3, native: '12024-01-01 00:00:00+02' },
    ]);
    expect(rows).toMatchObject([
      { native: 'infinity' },
      { native: '-000043-03-15T12:00:00.000000Z' },
      { native: '+012023-12-31T22:00:00.000000Z' },
    ]);
  });
});

test('the character NUL is left out of texts, documents and keys, half a surrogate becomes U+FFFD, and both are counted', async () => {
  const { report, rows } = await loaded([
    { id: 1, note: 'n\0\uD800', doc: { a: 'x\0y', 'k\0': ['\uDC00z'], b: '\0', c: String.raw`\u0000` } },
    { id: 2, doc: '\0', 'ke\0y': '\0' },
  ]);
  expect(rows).toMatchObject([
    { note: 'n\uFFFD', doc: { a: 'xy', k: ['\uFFFDz'], b: '', c: String.raw`\u0000` } },
    { doc: '', ke_y: '' },
  ]);
  const { warnings = [] } = report.loads[0]?.receipt ?? {};
  const counts = warnings.map(({ code, column, count }) => `${code} ${column} ${count}`);
  expect(counts.toSorted()).toEqual([
    'LEAT_LONE_SURROGATE doc 1',
    'LEAT_LONE_SURROGATE note 1',
    'LEAT_NUL_REMOVED doc 4',
    'LEAT_NUL_REMOVED ke_y 1',
    'LEAT_NUL_REMOVED note 1',
  ]);
});

test('a value larger than Postgres takes ends the load by a typed error, and nothing of it is there', async () => {
  using folder = new TemporaryFolder();
  const dataset = freshDataset();
  await pipelineOf(folder, dataset, [{ id: 1, note: 'x' }]).run();
  // The server makes the value itself: a file of 1 GB would only show the same error.
  await runAs(
    server.url(),
    `delete from ${dataset}.items`,
    `alter table ${dataset}.items add column large text generated always as (repeat(note, 1100000000)) stored`,
  );
  expect(await failure(pipelineOf(folder, dataset, [{ id: 2, note: 'y' }]).run())).toMatchObject({
    code: 'LEAT_POSTGRES_FIELD_SIZE',
    recoverability: 'terminal',
    remedy: expect.stringContaining('1 GB'),
  });
  expect(await runAs(server.url(), `select 1 from ${dataset}.items`)).toEqual([]);
});
