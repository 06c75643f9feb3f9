import { appendFile, chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killableProject, ownProject, rowsResource, sourceModule } from './fixtures.ts';
import { leat, objectOf, projectFolder } from './leat.ts';

const PEOPLE = [rowsResource('people', [{ id: 1 }, { id: 2 }], 'append')];

/** A project with a package that was sealed and never loaded, and its load id. */
async function pendingPackage(): Promise<{ readonly folder: string; readonly id: string }> {
  const folder = await projectFolder(killableProject(PEOPLE));
  await leat(folder, ['run'], { KILL_AT: 'package.sealed' });
  const { packages } = objectOf(await leat(folder, ['packages', '--json'])) as { packages: { loadId: string }[] };
  return { folder, id: packages[0]?.loadId ?? 'none' };
}

test('a package that waits is listed, shown, verified, told by info, sync and doctor, and finished by the next run', async () => {
  const { folder, id } = await pendingPackage();
  expect((await leat(folder, ['packages', 'list'])).stdout).toMatch(
    new RegExp(`^${id.replace('.', '\\.')}  sealed       1     2  \\d+ B +0$`, 'm'),
  );
  expect(objectOf(await leat(folder, ['packages', 'show', id, '--json']))).toMatchObject({
    version: 1,
    pipeline: 'own',
    package: { loadId: id, state: 'sealed', manifest: { tables: { people: { written: 2 } } } },
  });
  expect((await leat(folder, ['packages', 'show', id])).stdout).toMatch(/^state {8}sealed$/m);
  expect(objectOf(await leat(folder, ['packages', 'verify', '--json']))).toMatchObject({
    ok: true,
    packages: [{ loadId: id, files: [{ file: 'people.1.parquet', status: 'intact' }] }],
  });
  const doctor = await leat(folder, ['doctor']);
  expect(doctor.code).toBe(0);
  expect(doctor.stdout).toContain(`! packages own: 1 load package sealed and not loaded: ${id}\n  → Run the pipeline`);
  expect(doctor.stdout).toMatch(/^! locks .*left behind by process \d+ on .*, which is gone$/m);
  expect((await leat(folder, ['sync'])).stdout).toContain('The next run of own finishes 1 load package first, then ');
  expect(objectOf(await leat(folder, ['info', '--json']))).toMatchObject({ local: { pendingPackages: [id] } });
  expect(objectOf(await leat(folder, ['run', '--json']))).toMatchObject({ loads: [{ loadId: id, resumed: true }, {}] });
});

test('a package whose rows are nowhere else is dropped by force only', async () => {
  const { folder, id } = await pendingPackage();
  const refused = await leat(folder, ['packages', 'drop', id]);
  expect(refused).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('✖ LEAT_PACKAGE_PENDING') });
  const dropped = await leat(folder, ['packages', 'drop', id, '--force']);
  expect(dropped).toMatchObject({ code: 0, stdout: `Dropped load package ${id}\n` });
  expect(objectOf(await leat(folder, ['packages', '--json']))).toMatchObject({ packages: [] });
});

test('a damaged file is refused by name, with exit code 6', async () => {
  const { folder, id } = await pendingPackage();
  const job = (await readdir(folder, { recursive: true })).find((path) => path.endsWith('.parquet')) ?? '';
  await appendFile(join(folder, job), 'x');
  const ended = await leat(folder, ['packages', 'verify', id]);
  expect(ended.code).toBe(6);
  expect(ended.stdout).toMatch(/people\.1\.parquet {2}damaged/);
  expect((await leat(folder, ['run'])).code).toBe(6);
});

test.each([
  [['packages', 'show', '1.000000'], 'LEAT_PACKAGE_UNKNOWN'],
  [['packages', 'drop', '1.000000'], 'LEAT_PACKAGE_UNKNOWN'],
  [['packages', 'drop'], 'LEAT_USAGE'],
  [['quarantine', 'show', '1.000000'], 'LEAT_PACKAGE_UNKNOWN'],
  [['quarantine', 'replay', '1.000000'], 'LEAT_PACKAGE_UNKNOWN'],
])('leat %j without such a package exits with 3', async (words, code) => {
  const ended = await leat(await projectFolder(ownProject(PEOPLE)), words);
  expect(ended).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining(`✖ ${code}`) });
});

test('packages can be looked at when values of the destination are missing', async () => {
  const config = { destinations: { duckdb: { path: { $env: 'NOT_SET' } } } };
  const ended = await leat(await projectFolder(ownProject(PEOPLE, config)), ['packages', '--json']);
  expect(objectOf(ended)).toMatchObject({ version: 1, packages: [] });
});

/** One good row, and one that is no object. */
const POISON = `resource({ name: 'people', write: 'append', rows: [{ id: 1 }, 'no object'] })`;

test('rows that were set aside are listed and shown, and loaded when they are mended', async () => {
  const folder = await projectFolder(ownProject([POISON]));
  await leat(folder, ['run']);
  const list = await leat(folder, ['quarantine']);
  expect(list.stdout).toMatch(/people\.jsonl {5}1 {2}not-an-object$/m);
  expect(objectOf(await leat(folder, ['quarantine', 'list', '--json']))).toMatchObject({
    version: 1,
    files: [{ file: 'people.jsonl', rows: 1, reasons: ['not-an-object'] }],
  });
  const shown = objectOf(await leat(folder, ['quarantine', 'show', '--json']));
  expect(shown).toMatchObject({ version: 1, rows: [{ reason: 'not-an-object', path: [], row: 'no object' }] });
  expect((await leat(folder, ['doctor'])).stdout).toContain('! packages own: 1 row set aside');
  const again = await leat(folder, ['quarantine', 'replay']);
  expect(again.stdout).toContain('Replayed 1 row of 1 file; 1 row set aside again');
  const file = (await readdir(folder, { recursive: true })).find((path) => path.endsWith('people.jsonl')) ?? '';
  await writeFile(join(folder, file), '{"reason":"mended","path":[],"row":{"id":12345678901234567890}}\n');
  // A number beyond 2^53 keeps its digits.
  expect((await leat(folder, ['quarantine', 'show', '--json'])).stdout).toContain('"row":{"id":12345678901234567890}');
  const replayed = await leat(folder, ['quarantine', 'replay', '--json']);
  expect(replayed.code).toBe(0);
  expect(objectOf(replayed)).toMatchObject({
    version: 1,
    run: { status: 'done' },
    replayed: [{ rows: 1 }],
    skipped: [],
  });
  const query = await leat(folder, ['query', 'select count(*) as n from people', '--json']);
  expect(objectOf(query)).toMatchObject({ rows: [{ n: 2 }] });
  expect((await leat(folder, ['quarantine', 'replay'])).stdout).toBe('Nothing to replay\n');
});

test('rows whose resource is gone are left, with exit code 6, and their package is not dropped by accident', async () => {
  const folder = await projectFolder(ownProject([POISON]));
  await leat(folder, ['run']);
  await writeFile(join(folder, 'own.mjs'), sourceModule([rowsResource('others', [{ id: 1 }])]));
  const ended = await leat(folder, ['quarantine', 'replay']);
  expect(ended.code).toBe(6);
  expect(ended.stdout).toMatch(
    /^! \S+ people\.jsonl: the source has no such resource any more\nNothing to replay; 1 file left$/m,
  );
  const { packages } = objectOf(await leat(folder, ['packages', '--json'])) as { packages: { loadId: string }[] };
  const refused = await leat(folder, ['packages', 'drop', packages[0]?.loadId ?? '']);
  expect(refused).toMatchObject({ code: 3, stderr: expect.stringContaining('✖ LEAT_PACKAGE_QUARANTINE') });
});

test('the doctor finds secrets in the configuration, files that others can read, and pipelines that cannot run', async () => {
  const folder = await projectFolder(
    ownProject(PEOPLE, {
      sources: { crm: { apiKey: 'canary-literal' } },
      pipelines: { own: { source: './own.mjs' }, gone: { source: 'nowhere' } },
    }),
  );
  await writeFile(join(folder, '.env'), 'X=1');
  await chmod(join(folder, '.env'), 0o644);
  const ended = await leat(folder, ['doctor']);
  expect(ended.code).toBe(3);
  expect(ended.stdout).not.toContain('canary');
  expect(ended.stdout).toMatch(
    /^✖ configuration sources\.crm\.apiKey: a secret stands in leat\.config\.json.*\n {2}→ /m,
  );
  expect(ended.stdout).toMatch(
    /^! configuration \.env: others on this machine can read it\n {2}→ Run: chmod 600 \.env$/m,
  );
  expect(ended.stdout).toMatch(
    /^✖ pipeline gone: LEAT_PLUGIN_MISSING .*\n {2}→ Did you mean|^✖ pipeline gone: LEAT_PLUGIN_MISSING/m,
  );
  expect(ended.stdout).toMatch(/^✔ destination duckdb: own\.duckdb/m);
  const json = await leat(folder, ['doctor', 'own', '--json']);
  expect(objectOf(json)).toMatchObject({ version: 1, ok: false, findings: expect.any(Array) });
});

test.each([
  ['of a run that is under way', { host: hostname(), pid: process.pid }, '✔ locks', 'a run is under way'],
  ['of another host', { host: 'elsewhere.example.com', pid: 1 }, '! locks', 'cannot be seen from here'],
  ['without content', undefined, '! locks', 'held by process 0 on an unknown host'],
])('the doctor tells the lock %s', async (_title, holder, mark, message) => {
  const folder = await projectFolder({
    ...ownProject(PEOPLE),
    '.leat/own/duckdb.own_data/lock': holder === undefined ? '' : JSON.stringify(holder),
  });
  const { stdout } = await leat(folder, ['doctor']);
  expect(stdout.split('\n').find((line) => line.startsWith(mark))).toContain(message);
});

test('the doctor and the check say why a DuckDB file cannot be created', async () => {
  const folder = await projectFolder(ownProject(PEOPLE, { destinations: { duckdb: { path: 'no/such/own.duckdb' } } }));
  const ended = await leat(folder, ['check']);
  expect(ended.code).toBe(3);
  expect(ended.stdout).toContain('✖ destination file: the folder of no/such/own.duckdb does not exist');
  await rm(join(folder, '.leat'), { recursive: true, force: true });
  await writeFile(join(folder, '.leat'), 'in the way');
  expect((await leat(folder, ['doctor'])).code).toBe(3);
});
