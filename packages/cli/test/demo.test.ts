import { expect, test } from 'vitest';
import { leat, objectOf, projectFolder } from './leat.ts';

const TABLES =
  "select table_name, estimated_size as rows from duckdb_tables() where schema_name = current_schema() and not starts_with(table_name, '_leat') order by 1";

test('the demo loads a vault, queries it, says what to do next, and does the same again', async () => {
  const folder = await projectFolder();
  const first = await leat(folder, ['demo']);
  expect(first.code).toBe(0);
  expect(first.stdout).toMatch(/^✔ extract {4}records 120 · /m);
  expect(first.stdout).toMatch(/^Pipeline leat-demo load step completed in \d+\.\d\d seconds$/m);
  expect(first.stdout).toMatch(/^Load package \S+ is LOADED and contains no failed jobs$/m);
  expect(first.stdout).toMatch(/^type +records +shared$/m);
  expect(first.stdout).toContain('leat run keeper');
  const tables = await leat(folder, ['query', TABLES, '--pipeline', 'leat-demo', '--json']);
  const second = await leat(folder, ['demo']);
  expect(second.code).toBe(0);
  const again = await leat(folder, ['query', TABLES, '--pipeline', 'leat-demo', '--json']);
  expect(objectOf(again)).toEqual(objectOf(tables));
  expect(objectOf(tables)).toMatchObject({ rows: expect.arrayContaining([{ table_name: 'records', rows: 120 }]) });
});

test('a configuration around it does not disturb the demo, and --json prints one object', async () => {
  const folder = await projectFolder({ 'leat.config.json': '{"destination":"snowflake","pipelines":{"other":{}}}' });
  const ended = await leat(folder, ['demo', '--records', '40', '--json'], { LEAT__DESTINATION: 'postgres' });
  expect(ended.code).toBe(0);
  expect(objectOf(ended)).toMatchObject({
    version: 1,
    run: {
      status: 'done',
      resources: expect.arrayContaining([expect.objectContaining({ name: 'records', rows: 40 })]),
    },
    query: {
      rows: expect.arrayContaining([{ type: 'login', records: expect.any(Number), shared: expect.any(Number) }]),
    },
    next: expect.any(Array),
  });
});
