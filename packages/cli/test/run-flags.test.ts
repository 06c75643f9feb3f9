import { expect, test } from 'vitest';
import { LINES, ownProject, rowsResource } from './fixtures.ts';
import { leat, objectOf, projectFolder, start } from './leat.ts';

const EVENTS = `resource({ name: 'events', write: 'append', incremental: { cursor: 'at' }, rows: [
  { at: '2024-01-01T00:00:00Z', n: 1 }, { at: '2024-02-01T00:00:00Z', n: 2 }, { at: '2024-03-01T00:00:00Z', n: 3 },
] })`;
const COUNT = ['query', 'select count(*) as n from events', '--json'];

test('--from and --to load a window again and leave the cursor where it is; what has none is skipped', async () => {
  const folder = await projectFolder(ownProject([EVENTS, rowsResource('people', [{ id: 1 }])]));
  await leat(folder, ['run']);
  const before = objectOf(await leat(folder, ['state', '--json']));
  const window = await leat(folder, ['run', '--from', '2024-01-15', '--to=2024-02-15']);
  expect(window.code).toBe(0);
  expect(window.stdout).toMatch(/^! people was skipped: it has no cursor/m);
  expect(objectOf(await leat(folder, COUNT))).toMatchObject({ rows: [{ n: 4 }] });
  expect(objectOf(await leat(folder, ['state', '--json']))).toEqual(before);
  const named = await leat(folder, ['run', '--from', '2024-01-15', '--resource', 'people']);
  expect(named).toMatchObject({ code: 3, stderr: expect.stringContaining('✖ LEAT_BACKFILL_UNSUPPORTED') });
});

test('--full-refresh loads everything anew, of all resources or of those named', async () => {
  const folder = await projectFolder(ownProject([EVENTS]));
  await leat(folder, ['run']);
  await leat(folder, ['run', 'own', '--full-refresh']);
  expect(objectOf(await leat(folder, COUNT))).toMatchObject({ rows: [{ n: 3 }] });
  const named = await leat(folder, ['run', '--full-refresh=events', '--json']);
  expect(objectOf(named)).toMatchObject({ resources: [{ name: 'events', rows: 3 }] });
  expect(objectOf(await leat(folder, COUNT))).toMatchObject({ rows: [{ n: 3 }] });
  const unknown = await leat(folder, ['run', '--full-refresh=nothing']);
  expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('✖ LEAT_UNKNOWN_RESOURCE') });
});

test('--wait waits for the other run of the pipeline, at most as long as it says', async () => {
  const folder = await projectFolder(ownProject([LINES]));
  const first = start(folder, ['run']);
  await first.said('listening');
  const patient = start(folder, ['run', '--wait', 'own', '--json']);
  patient.endInput();
  const impatient = await leat(folder, ['run', 'own', '--wait', '1']);
  expect(impatient).toMatchObject({ code: 8, stderr: expect.stringContaining('✖ LEAT_LOCKED') });
  first.send('a');
  first.endInput();
  expect(await first.ended()).toMatchObject({ code: 0 });
  const ended = await patient.ended();
  expect(ended.code).toBe(0);
  expect(objectOf(ended)).toMatchObject({ status: 'done', resources: [{ name: 'lines', rows: 0 }] });
});

test('--resource may be given several times, and lists', async () => {
  const folder = await projectFolder(ownProject(['a', 'b', 'c', 'd'].map((name) => rowsResource(name, [{ id: 1 }]))));
  const run = await leat(folder, ['run', '--resource', 'a', '--resource=b,d', '--json']);
  expect(objectOf(run)).toMatchObject({ resources: [{ name: 'a' }, { name: 'b' }, { name: 'd' }] });
});
