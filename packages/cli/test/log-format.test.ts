import { expect, test } from 'vitest';
import { failingResource, ownProject, rowsResource } from './fixtures.ts';
import { leat, objectOf, projectFolder, type Ended } from './leat.ts';

function linesOf({ stderr }: Ended): readonly Record<string, unknown>[] {
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

const PEOPLE = rowsResource('people', [{ id: 1 }, { id: 2 }]);

test('--log-format json prints every event of a run as one line of JSON on stderr; the result stays on stdout', async () => {
  const folder = await projectFolder(ownProject([PEOPLE, failingResource('b', 'SourceError', 'LEAT_OWN_DOWN')]));
  const ended = await leat(folder, ['--log-format', 'json', 'run', '--json']);
  expect(ended.code).toBe(7);
  expect(objectOf(ended)).toMatchObject({ version: 1, status: 'partial' });
  const lines = linesOf(ended);
  for (const line of lines)
    expect(line).toMatchObject({
      version: 1,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      level: expect.stringMatching(/^(debug|info|warn|error)$/),
      type: expect.any(String),
    });
  expect(lines.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['run-started', 'resource-progress', 'resource-failed', 'load-committed', 'run-finished']),
  );
  expect(lines.find(({ type }) => type === 'resource-failed')).toMatchObject({
    level: 'error',
    resource: 'b',
    code: 'LEAT_OWN_DOWN',
  });
  expect(lines.find(({ type }) => type === 'load-committed')).toMatchObject({
    receipt: { tables: { people: { loaded: 2 } } },
  });
});

test('with it errors, messages and mistakes of the command line are lines of JSON, too, without secrets', async () => {
  const echo = `resource({ name: 'a', rows: async function* ({ logger }) {
    logger.log('warn', 'line one\\nline two', { key: String(options.apiKey), count: 3 });
    throw thrown('SourceError', 'LEAT_OWN_DOWN');
  } })`;
  const folder = await projectFolder(ownProject([echo]));
  const secret = { LEAT__SOURCES__OWN__API_KEY: 'canary-5151' };
  const ended = await leat(folder, ['run', '--log-format=json', '--verbose'], secret);
  expect(ended).toMatchObject({ code: 4, stdout: '' });
  expect(ended.stderr).not.toContain('canary');
  const lines = linesOf(ended);
  expect(lines).toContainEqual(
    expect.objectContaining({
      type: 'log',
      level: 'warn',
      message: 'line one\nline two',
      details: { key: '***', count: 3 },
    }),
  );
  expect(lines.at(-1)).toMatchObject({ type: 'error', error: { code: 'LEAT_OWN_DOWN', remedy: 'Mend it.' } });
  const mistake = await leat(folder, ['--log-format', 'json', 'rnu']);
  expect(mistake).toMatchObject({ code: 3, stdout: '' });
  expect(linesOf(mistake)).toEqual([expect.objectContaining({ type: 'error' })]);
});
