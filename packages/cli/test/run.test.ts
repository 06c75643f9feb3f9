import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { failingResource, LINES, ownProject, rowsResource } from './fixtures.ts';
import { leat, objectOf, projectFolder, start } from './leat.ts';

const PEOPLE = rowsResource('people', [
  { id: 1, name: 'Ada', tags: ['a', 'b'] },
  { id: 2, name: 'Bo', tags: [] },
]);

test('a run prints what was read, what was loaded, the two lines scripts wait for, and the next step', async () => {
  const folder = await projectFolder(ownProject([PEOPLE, rowsResource('places', [{ id: 'x' }])]));
  const ended = await leat(folder, ['run']);
  expect(ended.code).toBe(0);
  const lines = ended.stdout.trimEnd().split('\n');
  expect(lines).toEqual([
    expect.stringMatching(/^✔ extract {4}people 2 · places 1 +\d+\.\d s$/),
    expect.stringMatching(/^✔ load {7}duckdb own\.duckdb · 3 tables · 5 rows · [\d.]+ k?B +\d+\.\d s$/),
    expect.stringMatching(/^Pipeline own load step completed in \d+\.\d\d seconds$/),
    expect.stringMatching(/^Load package \d+\.\d+ is LOADED and contains no failed jobs$/),
    'next: leat query "select count(*) from people"',
  ]);
});

test('what was loaded can be queried as table, JSON and CSV, from a folder below the project too', async () => {
  const folder = await projectFolder({ ...ownProject([PEOPLE]), 'below/empty.txt': '' });
  await leat(folder, ['run', 'own']);
  const sql = `select id, name, null as nothing, '' as empty, 9007199254740993 as big from people order by id`;
  expect((await leat(folder, ['query', sql])).stdout).toBe(
    'id  name  nothing  empty               big\n' +
      '──  ────  ───────  ─────  ────────────────\n' +
      ' 1  Ada   NULL            9007199254740993\n' +
      ' 2  Bo    NULL            9007199254740993\n' +
      '(2 rows)\n',
  );
  const below = join(folder, 'below');
  expect((await leat(below, ['query', sql, '--format', 'csv'])).stdout).toBe(
    'id,name,nothing,empty,big\r\n1,Ada,,"",9007199254740993\r\n2,Bo,,"",9007199254740993\r\n',
  );
  const row = (id: number, name: string): string =>
    `{"id":${id},"name":"${name}","nothing":null,"empty":"","big":9007199254740993}`;
  expect((await leat(folder, ['query', sql, '--format', 'json'])).stdout).toBe(
    `[\n${row(1, 'Ada')},\n${row(2, 'Bo')}\n]\n`,
  );
  const ended = await leat(folder, ['query', sql, '--json']);
  expect(objectOf(ended)).toMatchObject({
    version: 1,
    pipeline: 'own',
    dataset: 'own_data',
    rowCount: 2,
    rows: [{ id: 1 }, { id: 2 }],
  });
});

test('a query without rows is an empty table, an empty array, an empty file', async () => {
  const folder = await projectFolder(ownProject([PEOPLE]));
  await leat(folder, ['run']);
  const sql = 'select id from people where false';
  expect((await leat(folder, ['query', sql])).stdout).toBe('(0 rows)\n');
  expect((await leat(folder, ['query', sql, '--format', 'json'])).stdout).toBe('[]\n');
  expect((await leat(folder, ['query', sql, '--format', 'csv'])).stdout).toBe('');
  expect(objectOf(await leat(folder, ['query', sql, '--json']))).toMatchObject({ version: 1, rows: [], rowCount: 0 });
});

test('--json prints the report of the run on stdout and nothing else', async () => {
  const folder = await projectFolder(ownProject([PEOPLE]));
  const ended = await leat(folder, ['run', '--json']);
  // A run that takes a second or more tells its progress on stderr.
  expect(ended.code).toBe(0);
  expect(objectOf(ended)).toMatchObject({
    version: 1,
    status: 'done',
    pipeline: 'own',
    dataset: 'own_data',
    destination: { name: 'duckdb', location: 'own.duckdb' },
    resources: [{ name: 'people', status: 'done', rows: 2 }],
    loads: [{ resumed: false }],
  });
});

test('--resource, --limit, --dataset and --destination decide what is read and where it goes', async () => {
  const files = ownProject([PEOPLE, rowsResource('places', [{ id: 'x' }])], {
    destinations: { other: { plugin: 'duckdb', path: 'other.duckdb' } },
  });
  const folder = await projectFolder(files);
  const flags = ['--resource', 'people', '--limit', '1', '--dataset', 'elsewhere', '--destination', 'other', '--json'];
  const ended = await leat(folder, ['run', 'own', ...flags]);
  expect(objectOf(ended)).toMatchObject({
    dataset: 'elsewhere',
    destination: { location: 'other.duckdb' },
    resources: [{ name: 'people', rows: 1 }],
  });
  const query = await leat(folder, [
    'query',
    'select count(*) as n from people',
    '--dataset',
    'elsewhere',
    '--destination',
    'other',
    '--json',
  ]);
  expect(objectOf(query)).toMatchObject({ rows: [{ n: 1 }] });
});

const ENDINGS: readonly (readonly [title: string, resources: readonly string[], code: number, error: string])[] = [
  ['a source that fails', [failingResource('a', 'SourceError', 'LEAT_OWN_DOWN')], 4, 'LEAT_OWN_DOWN'],
  [
    'a source that throws anything',
    [`resource({ name: 'a', rows: async function* () { throw new RangeError('x'); } })`],
    4,
    'LEAT_SOURCE_FAILED',
  ],
  [
    'a source that refuses its credentials',
    [failingResource('a', 'SourceError', 'LEAT_OWN_KEY', { reason: 'authentication' })],
    3,
    'LEAT_OWN_KEY',
  ],
  ['data that break a contract', [failingResource('a', 'SchemaError', 'LEAT_OWN_DATA')], 6, 'LEAT_OWN_DATA'],
  ['a destination that fails', [failingResource('a', 'DestinationError', 'LEAT_OWN_STORE')], 5, 'LEAT_OWN_STORE'],
  ['a plugin that breaks', ['(() => { throw new TypeError("broken"); })()'], 1, 'LEAT_UNEXPECTED'],
];

test.each(ENDINGS)('%s ends in its exit code, with code, cause and remedy', async (_title, resources, code, error) => {
  const folder = await projectFolder(ownProject(resources));
  const text = await leat(folder, ['run']);
  expect(text).toMatchObject({ code, stdout: '' });
  expect(text.stderr).toMatch(new RegExp(`^✖ ${error}  .+\n  → .+\n$`));
  const json = await leat(folder, ['run', '--json']);
  expect(json).toMatchObject({ code, stderr: '' });
  expect(objectOf(json)).toMatchObject({
    version: 1,
    error: { code: error, message: expect.any(String), remedy: expect.any(String) },
  });
});

test('the stack of an error is shown with --verbose only', async () => {
  const folder = await projectFolder(
    ownProject([`resource({ name: 'a', rows: async function* () { throw new RangeError('the cause'); } })`]),
  );
  expect((await leat(folder, ['run'])).stderr).not.toContain('    at ');
  const { stderr } = await leat(folder, ['run', '--verbose']);
  expect(stderr).toMatch(/SourceError: .*\n {4}at /);
  expect(stderr).toMatch(/caused by RangeError: the cause\n {4}at /);
});

test('when one of several resources fails the others are loaded, and the exit code says partial', async () => {
  const folder = await projectFolder(ownProject([PEOPLE, failingResource('broken', 'SourceError', 'LEAT_OWN_DOWN')]));
  const ended = await leat(folder, ['run']);
  expect(ended.code).toBe(7);
  expect(ended.stdout).toContain('✖ broken: LEAT_OWN_DOWN made to fail → Mend it.');
  expect(ended.stdout).toMatch(/is LOADED and contains no failed jobs/);
  expect(objectOf(await leat(folder, ['query', 'select count(*) as n from people', '--json']))).toMatchObject({
    rows: [{ n: 2 }],
  });
});

test('with --fail-fast nothing is loaded when one resource fails', async () => {
  const folder = await projectFolder(ownProject([failingResource('broken', 'SourceError', 'LEAT_OWN_DOWN'), PEOPLE]));
  const ended = await leat(folder, ['run', '--fail-fast']);
  expect(ended).toMatchObject({ code: 4, stdout: '', stderr: expect.stringContaining('✖ LEAT_OWN_DOWN') });
  expect((await leat(folder, ['query', 'select * from people'])).code).toBe(5);
});

test('a file that is no database ends in exit code 5', async () => {
  const folder = await projectFolder(ownProject([PEOPLE]));
  await writeFile(join(folder, 'own.duckdb'), 'not a database, but long enough to be read as one'.repeat(100));
  const ended = await leat(folder, ['run']);
  expect(ended.code).toBe(5);
  expect(ended.stderr).toContain('✖ LEAT_DUCKDB_NOT_A_DATABASE');
});

test('a second run of the same pipeline is locked out with exit code 8, and the first one is not disturbed', async () => {
  const folder = await projectFolder(ownProject([LINES]));
  const first = start(folder, ['run']);
  await first.said('listening');
  const second = await leat(folder, ['run']);
  expect(second).toMatchObject({ code: 8, stdout: '' });
  expect(second.stderr).toContain('✖ LEAT_LOCKED');
  first.send('a');
  first.endInput();
  expect(await first.ended()).toMatchObject({ code: 0, stdout: expect.stringContaining('lines 1') });
});

test('the environment wins over the configuration file, and the configured destination is a word away', async () => {
  const folder = await projectFolder(ownProject([PEOPLE], { destinations: { duckdb: { path: 'from-file.duckdb' } } }));
  const ended = await leat(folder, ['run', '--json'], { LEAT__DESTINATIONS__DUCKDB__PATH: 'from-environment.duckdb' });
  expect(objectOf(ended)).toMatchObject({ destination: { location: 'from-environment.duckdb' } });
  const missing = await leat(folder, ['run', '--destination', 'snowflake']);
  expect(missing.code).toBe(3);
  expect(missing.stderr).toContain('→ Run: npm install @leat/dest-snowflake');
});

test('a query that fails ends in exit code 5 without a result', async () => {
  const folder = await projectFolder(ownProject([PEOPLE]));
  await leat(folder, ['run']);
  const ended = await leat(folder, ['query', 'select * from nowhere', '--json']);
  expect(ended.code).toBe(5);
  expect(objectOf(ended)).toMatchObject({ version: 1, error: { remedy: expect.any(String) } });
});

test('a query whose reader goes away ends quietly', async () => {
  const folder = await projectFolder(ownProject([PEOPLE]));
  await leat(folder, ['run']);
  const command = start(folder, ['query', 'select * from range(100000000)', '--format', 'csv']);
  await command.printed();
  command.closeOutput();
  expect(await command.ended()).toMatchObject({ code: 0, stderr: '' });
});
