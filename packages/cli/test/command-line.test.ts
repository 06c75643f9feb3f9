import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { leat, objectOf, projectFolder } from './leat.ts';

const COMMANDS = [
  'run',
  'plan',
  'demo',
  'query',
  'check',
  'doctor',
  'info',
  'schema',
  'types',
  'loads',
  'state',
  'packages',
  'quarantine',
  'sync',
  'drop',
  'config',
  'plugins',
  'explain',
];

test('--version prints the version of the package', async () => {
  const folder = await projectFolder();
  const manifest: unknown = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const ended = await leat(folder, ['--version']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect({ version: ended.stdout.trim() }).toEqual({ version: (manifest as { readonly version: string }).version });
});

test.each([[[]], [['--help']], [['-h']], [['help']]])('leat %j explains the command', async (words) => {
  const ended = await leat(await projectFolder(), words);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toContain('Usage: leat <command>');
  for (const command of COMMANDS) expect(ended.stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
});

test.each(COMMANDS)('leat %s --help explains the command', async (name) => {
  const folder = await projectFolder();
  const ended = await leat(folder, [name, '--help']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout).toMatch(new RegExp(`^Usage: leat ${name}\\b.*\\[flags\\]$`, 'm'));
  expect((await leat(folder, ['help', name])).stdout).toBe(ended.stdout);
});

const MISTAKES: readonly (readonly [words: readonly string[], cause: string])[] = [
  [['rnu'], 'there is no command "rnu" (did you mean "run"?)'],
  [['frobnicate'], 'there is no command "frobnicate"'],
  [['--verison'], 'there is no flag "--verison" (did you mean "--version"?)'],
  [['run', '--limt', '3'], 'leat run has no flag "--limt" (did you mean "--limit"?)'],
  [['run', '-x'], 'leat run has no flag "-x"'],
  [['run', '--limit'], '--limit needs a value'],
  [['run', '--limit', '--json'], '--limit needs a value'],
  [['run', '--limit', '0'], '--limit must be a whole number above zero, not "0"'],
  [['run', '--limit=1e3'], '--limit must be a whole number above zero, not "1e3"'],
  [['run', '--fail-fast=yes'], '--fail-fast takes no value'],
  [['run', 'a', 'b'], 'leat run does not know what to do with "b"'],
  [['query'], 'leat query needs <sql>'],
  [['query', 'select 1', '--format', 'tabel'], '--format cannot be "tabel" (did you mean "table"?)'],
  [['run', '--wait=soon'], '--wait must be a whole number above zero, not "soon"'],
  [['run', '--wait', '0'], '--wait must be a whole number above zero, not "0"'],
  [['run', '--log-format', 'jsno'], '--log-format cannot be "jsno" (did you mean "json"?)'],
  [['packages', 'lst'], 'leat packages cannot "lst" (did you mean "list"?)'],
  [['quarantine', 'repaly'], 'leat quarantine cannot "repaly" (did you mean "replay"?)'],
  [['state', 'reset'], 'leat state cannot "reset"'],
  [['schema', '--format', 'mermiad'], '--format cannot be "mermiad" (did you mean "mermaid"?)'],
  [['config', 'shwo'], 'leat config cannot "shwo" (did you mean "show"?)'],
  [['explain', 'LEAT_LOKED'], 'no code is called LEAT_LOKED (did you mean "LEAT_LOCKED"?)'],
  [['run', '--__proto__'], 'leat run has no flag "--__proto__"'],
];

test.each(MISTAKES)('leat %j exits with 3 and says why', async (words, cause) => {
  const folder = await projectFolder();
  const text = await leat(folder, words);
  // A flag that lacks its value would take `--json` for it: it goes where it is a flag for sure.
  const json = await leat(folder, words.at(-1) === '--limit' ? ['run', '--json', '--limit'] : [...words, '--json']);
  if (!words.includes('--json')) {
    expect(text).toMatchObject({ code: 3, stdout: '' });
    expect(text.stderr).toContain(`✖ LEAT_USAGE  ${cause}`);
    expect(text.stderr).toMatch(/^ {2}→ \S/m);
  }
  expect(json.code).toBe(3);
  expect(objectOf(json)).toMatchObject({
    version: 1,
    error: { code: 'LEAT_USAGE', message: expect.stringContaining(cause) },
  });
});

const OBJECTS: readonly (readonly [words: readonly string[], shape: object])[] = [
  [['--version'], { leat: expect.any(String), node: process.versions.node }],
  [['--help'], { commands: expect.arrayContaining([{ name: 'run', summary: expect.any(String) }]) }],
  [['doctor'], { ok: true, findings: expect.arrayContaining([expect.objectContaining({ subject: 'runtime' })]) }],
  [['run', '--help'], { name: 'run', options: { limit: { type: 'count' } } }],
  [
    ['config', 'show', '--origins'],
    { settings: expect.arrayContaining([{ path: 'destination', value: 'duckdb', origin: 'default' }]) },
  ],
  [['--verbose', 'config', 'show'], { file: null }],
  [['config', 'show'], { settings: expect.arrayContaining([{ path: 'destination', value: 'duckdb' }]), file: null }],
  [
    ['plugins'],
    {
      plugins: expect.arrayContaining([
        expect.objectContaining({ kind: 'source', name: 'keeper', installed: true, package: '@leat/source-keeper' }),
      ]),
    },
  ],
  [['explain', 'leat_locked'], { code: 'LEAT_LOCKED', title: expect.any(String), remedy: expect.any(String) }],
  [['explain', 'LEAT_KEEPER_UNAUTHORIZED'], { code: 'LEAT_KEEPER_UNAUTHORIZED' }],
  [['explain', 'LEAT_CONFIG_MISSING'], { code: 'LEAT_CONFIG_MISSING' }],
  [
    ['explain'],
    {
      codes: expect.objectContaining({
        LEAT_LOCKED: expect.anything(),
        LEAT_USAGE: expect.anything(),
        LEAT_DUCKDB_CORRUPT: expect.anything(),
      }),
    },
  ],
];

test.each(OBJECTS)('leat %j --json prints one versioned object and nothing else', async (words, shape) => {
  const ended = await leat(await projectFolder(), [...words, '--json']);
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(objectOf(ended)).toMatchObject({ version: 1, ...shape });
});

test('a plugin that is missing is listed with its install command', async () => {
  const ended = await leat(await projectFolder({ 'yarn.lock': '' }), ['plugins']);
  expect(ended.stdout).toMatch(/^destination +snowflake +not installed: yarn add @leat\/dest-snowflake$/m);
});
