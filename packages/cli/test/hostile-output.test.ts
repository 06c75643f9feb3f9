import { expect, test } from 'vitest';
import { failingResource, ownProject, rowsResource, sourceModule } from './fixtures.ts';
import { leat, objectOf, projectFolder } from './leat.ts';

/** Clears the screen, changes the title, colours, starts a line, reverses the reading order, and ends with C1 controls. */
const HOSTILE = 'evil\u001b[2J\u001b]0;owned\u0007\u001b[31m\r\n\u202e\u2066\u009b1m\u2028x';
// oxlint-disable-next-line no-control-regex -- what must not come out
const STEERING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

test('names and values of others cannot steer the terminal', async () => {
  const folder = await projectFolder(
    ownProject([rowsResource(HOSTILE, [{ [HOSTILE]: HOSTILE }]), failingResource('other', 'SourceError', 'LEAT_OWN')]),
  );
  const run = await leat(folder, ['run']);
  expect(run.code).toBe(7);
  expect(run.stdout).toContain('evil\\u001b[2J');
  const tables = await leat(folder, [
    'query',
    'select table_name, column_name from information_schema.columns where table_schema = current_schema()',
  ]);
  const values = await leat(folder, ['query', `select '${HOSTILE}' as v, '${HOSTILE}' as "${HOSTILE}"`]);
  const json = await leat(folder, ['query', `select '${HOSTILE}' as v`, '--json']);
  for (const { stdout, stderr } of [run, tables, values, json]) expect(stdout + stderr).not.toMatch(STEERING);
  expect(objectOf(json)).toMatchObject({ rows: [{ v: HOSTILE }] });
});

test('messages of others stay on their line', async () => {
  const failing = `resource({ name: 'a', rows: async function* () { throw new Error(${JSON.stringify(`one\n✔ load done\u001b[2K ${HOSTILE}`)}); } })`;
  const ended = await leat(await projectFolder(ownProject([failing])), ['run', '--verbose']);
  expect(ended.code).toBe(4);
  expect(ended.stderr).not.toMatch(STEERING);
});

test('an unknown command or flag cannot steer the terminal either', async () => {
  const folder = await projectFolder();
  for (const words of [
    [HOSTILE],
    ['run', `--${HOSTILE}`],
    ['run', HOSTILE],
    ['explain', HOSTILE],
    ['query', 'select 1', '--pipeline', HOSTILE],
  ]) {
    const ended = await leat(folder, words);
    // The query is asked of a file that does not exist: the destination's failure, not the command line's.
    expect(ended.code).toBe(words[0] === 'query' ? 5 : 3);
    expect(ended.stderr).not.toMatch(STEERING);
  }
});

test('output is plain where it is no terminal, coloured with FORCE_COLOR, and plain again with NO_COLOR', async () => {
  const folder = await projectFolder(ownProject([rowsResource('people', [{ id: 1 }])]));
  const plain = await leat(folder, ['run']);
  const forced = await leat(folder, ['run'], { FORCE_COLOR: '1' });
  const refused = await leat(folder, ['run'], { NO_COLOR: '1' });
  expect(plain.stdout).not.toContain('\u001b');
  expect(forced.stdout).toContain('\u001b[32m✔\u001b[39m');
  expect(refused.stdout).not.toContain('\u001b');
});

const CANARY = 'canary-8f3a7c';

test('a secret is in no output, whatever fails', async () => {
  const echo = `resource({ name: 'echo', rows: async function* () {
    const key = typeof options.apiKey === 'string' ? options.apiKey : options.apiKey.reveal();
    throw Object.assign(new Error('refused with ' + key + ' and ' + encodeURIComponent(key)), { cause: new Error('header api-key: ' + key) });
  } })`;
  const secrets = '[sources.own]\napiKey = "canary-8f3a7c"\n';
  const folder = await projectFolder({
    'own.mjs': sourceModule([echo]),
    'leat.config.json': '{"pipelines":{"own":{"source":"./own.mjs"}}}',
    '.leat/secrets.toml': secrets,
  });
  const run = await leat(folder, ['run', '--verbose']);
  const json = await leat(folder, ['run', '--json']);
  const config = await leat(folder, ['config', 'show', '--origins']);
  const configJson = await leat(folder, ['config', 'show', '--origins', '--json']);
  const check = await leat(folder, ['check', '--verbose']);
  for (const { stdout, stderr } of [run, json, config, configJson, check])
    expect(stdout + stderr).not.toContain(CANARY);
  expect(run.stderr).toContain('refused with *** and ***');
  expect(objectOf(json)).toMatchObject({ error: { message: expect.stringContaining('refused with ***') } });
  expect(config.stdout).toContain('sources.own.apiKey = ***');
});
