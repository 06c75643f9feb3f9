import { startKeeperSimulator, type KeeperSimulator, type KeeperSimulatorOptions } from '@leat/keeper-simulator';
import { readdir } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { leat, objectOf, projectFolder } from './leat.ts';

async function keeper(
  options: KeeperSimulatorOptions = {},
): Promise<{ readonly simulator: KeeperSimulator; readonly environment: Readonly<Record<string, string>> }> {
  const simulator = await startKeeperSimulator({ rateLimit: 'off', vault: { records: 30 }, ...options });
  onTestFinished(() => simulator.close());
  const environment = {
    LEAT__SOURCES__KEEPER__BASE_URL: simulator.url,
    LEAT__SOURCES__KEEPER__API_KEY: simulator.apiKey,
    LEAT__SOURCES__KEEPER__RATE_PER_MINUTE: '100000',
  };
  return { simulator, environment };
}

test('leat run keeper works with environment variables alone, and so does the query after it', async () => {
  const { environment } = await keeper();
  const folder = await projectFolder();
  const run = await leat(folder, ['run', 'keeper'], environment);
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/records 30 · folders/);
  expect(run.stdout).toMatch(/\(\d+ requests\)/);
  expect(run.stdout).toContain('Pipeline keeper load step completed in ');
  const query = await leat(folder, ['query', 'select count(*) as n from records', '--json'], environment);
  expect(objectOf(query)).toMatchObject({ pipeline: 'keeper', dataset: 'keeper_data', rows: [{ n: 30 }] });
});

test('leat check asks service and destination, and loads nothing', async () => {
  const { environment } = await keeper();
  const folder = await projectFolder();
  const text = await leat(folder, ['check', 'keeper'], environment);
  expect(text.code).toBe(0);
  expect(text.stdout).toContain('✔ configuration keeper: complete; dataset keeper_data');
  expect(text.stdout).toMatch(/^✔ source /m);
  expect(text.stdout).toMatch(/^✔ destination duckdb: keeper\.duckdb/m);
  const json = objectOf(await leat(folder, ['check', 'keeper', '--json'], environment));
  // Opening a DuckDB file for writing would create it.
  expect(await readdir(folder)).toEqual([]);
  expect(json).toMatchObject({
    version: 1,
    ok: true,
    findings: expect.arrayContaining([expect.objectContaining({ subject: 'source', status: 'ok' })]),
  });
});

test('leat doctor has the findings of the check, and what would fail with its remedy', async () => {
  const { environment } = await keeper();
  const folder = await projectFolder();
  const well = await leat(folder, ['doctor', 'keeper'], environment);
  expect(well.code).toBe(0);
  const checked = (await leat(folder, ['check', 'keeper'], environment)).stdout.split('\n');
  const names = checked.flatMap((line) => /^\S source ([\w ]+):/.exec(line)?.[1] ?? []);
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) expect(well.stdout).toMatch(new RegExp(`^\\S source ${name}:`, 'm'));
  const wrong = { ...environment, LEAT__SOURCES__KEEPER__API_KEY: 'canary-wrong-key' };
  const ill = await leat(folder, ['doctor', 'keeper'], wrong);
  expect(ill.code).toBe(3);
  expect(ill.stdout).toMatch(/^✖ source .*\n {2}→ /m);
  expect(ill.stdout).not.toContain('canary');
});

test('a refused key ends in exit code 3 everywhere, with a remedy and without the key', async () => {
  const { environment } = await keeper();
  const folder = await projectFolder();
  const wrong = { ...environment, LEAT__SOURCES__KEEPER__API_KEY: 'canary-wrong-key' };
  const check = await leat(folder, ['check', 'keeper'], wrong);
  const run = await leat(folder, ['run', 'keeper', '--resource', 'records'], wrong);
  // The health of the service is told to everybody: the run is partial, and trying again does not help.
  const all = await leat(folder, ['run', 'keeper'], wrong);
  expect(check.code).toBe(3);
  expect(check.stdout).toMatch(/^✖ source .*\n {2}→ /m);
  expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('✖ LEAT_KEEPER_UNAUTHORIZED') });
  expect(all).toMatchObject({ code: 3, stdout: expect.stringContaining('health 1') });
  for (const { stdout, stderr } of [check, run, all]) expect(stdout + stderr).not.toContain('canary');
});

test('a typo in an option of the environment is told with the option that was meant', async () => {
  const { environment } = await keeper();
  const ended = await leat(await projectFolder(), ['run', 'keeper'], {
    ...environment,
    LEAT__SOURCES__KEEPER__RATE_PER_MINTUE: '5',
  });
  expect(ended.code).toBe(3);
  expect(ended.stderr).toContain('(did you mean "ratePerMinute"?)');
});

test('what the user of the service may not see is skipped with one reason, and fails only where it is asked for by name', async () => {
  const { environment } = await keeper({ account: { enterpriseAdministrator: false } });
  const folder = await projectFolder();
  const all = await leat(folder, ['run', 'keeper'], environment);
  expect(all.code).toBe(0);
  expect(all.stdout).toContain(
    `! users, teams, team_members, roles, nodes were skipped: The command "enterprise-down" is not permitted to the service's user`,
  );
  const named = await leat(folder, ['run', 'keeper', '--resource', 'records,users'], environment);
  expect(named).toMatchObject({ code: 7, stdout: expect.stringContaining('✖ users: LEAT_KEEPER_NOT_PERMITTED') });
  const alone = await leat(folder, ['run', 'keeper', '--resource', 'users'], environment);
  expect(alone).toMatchObject({ code: 4, stderr: expect.stringContaining('✖ LEAT_KEEPER_NOT_PERMITTED') });
});
