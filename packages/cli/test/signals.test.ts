import { expect, test } from 'vitest';
import { LINES, ownProject } from './fixtures.ts';
import { leat, objectOf, projectFolder, start } from './leat.ts';

const COUNT = 'select count(*) as n, max(text) as last from lines';

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)('%s drains: what was read is loaded, and the exit code is %i', async (signal, code) => {
  const folder = await projectFolder(ownProject([LINES]));
  const command = start(folder, ['run']);
  await command.said('listening');
  command.send('one');
  await command.said('taken 1');
  command.signal(signal);
  await command.said('Stopping: what was read is being loaded');
  // The source is asked for one more page only when it was waiting for it already.
  command.send('two');
  const ended = await command.ended();
  expect(ended.code).toBe(code);
  expect(ended.stdout).toContain('is LOADED and contains no failed jobs');
  expect(ended.stderr).not.toContain('✖');
  expect(objectOf(await leat(folder, ['query', COUNT, '--json']))).toMatchObject({ rows: [{ n: 2, last: 'two' }] });
});

test('Ctrl-C twice stops at once, nothing is half loaded, and the next run goes on', async () => {
  const folder = await projectFolder(ownProject([LINES]));
  const command = start(folder, ['run']);
  await command.said('listening');
  command.send('one');
  await command.said('taken 1');
  command.signal('SIGINT');
  await command.said('press Ctrl-C again');
  command.signal('SIGINT');
  const ended = await command.ended();
  expect(ended.code).toBe(130);
  expect(ended.stdout).toBe('');
  expect(ended.stderr).toContain('✖ LEAT_ABORTED');
  const next = start(folder, ['run', '--json']);
  next.send('again');
  next.endInput();
  expect(await next.ended()).toMatchObject({ code: 0 });
  expect(objectOf(await leat(folder, ['query', COUNT, '--json']))).toMatchObject({ rows: [{ n: 1, last: 'again' }] });
});

test('with --json a stopped run prints one object: the report after one signal, the error after two', async () => {
  const folder = await projectFolder(ownProject([LINES]));
  const drained = start(folder, ['run', '--json']);
  await drained.said('listening');
  drained.signal('SIGINT');
  await drained.said('Stopping');
  drained.send('one');
  expect(objectOf(await drained.ended())).toMatchObject({ version: 1, status: 'stopped' });
  const stopped = start(folder, ['run', '--json']);
  await stopped.said('listening');
  stopped.signal('SIGINT');
  await stopped.said('Stopping');
  stopped.signal('SIGINT');
  expect(objectOf(await stopped.ended())).toMatchObject({ version: 1, error: { code: 'LEAT_ABORTED' } });
});
