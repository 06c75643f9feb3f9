import { expect, test } from 'vitest';
import { defineResource, defineTransformer, SourceError, type AnyResource } from '../../src/index.ts';
import { bench } from '../support/run.ts';

const unavailable = (): never => {
  throw new SourceError('The licence does not include "aging".', {
    code: 'LEAT_TEST_UNLICENSED',
    recoverability: 'terminal',
    remedy: 'Leave it out.',
    unavailable: true,
  });
};

const aging = defineResource({ name: 'aging', write: 'replace', rows: (): readonly { id: number }[] => unavailable() });
const parts = defineTransformer({ name: 'parts', from: aging, rows: (parent) => [{ part: parent.id }] });
const users = defineResource({ name: 'users', write: 'replace', rows: [{ id: 1 }] });
const all: readonly AnyResource[] = [users, aging, parts];

test('a resource that the account cannot have is skipped with its reason, and so is what is made of it', async () => {
  const desk = bench();
  const report = await desk.pipeline(all).run({ failFast: true });
  expect(report.status).toBe('done');
  expect(report.resources.map(({ name, status, error }) => [name, status, error])).toEqual([
    ['users', 'done', undefined],
    ['aging', 'skipped', undefined],
    ['parts', 'skipped', undefined],
  ]);
  expect(report.resources[1]?.reason).toBe('The licence does not include "aging".');
  expect(await desk.rows('users')).toEqual([{ id: 1n }]);
});

test('what was loaded before stays when the resource is skipped', async () => {
  const desk = bench();
  const before = defineResource({ name: 'aging', write: 'replace', rows: [{ id: 7 }] });
  await desk.pipeline([users, before]).run();
  await desk.pipeline(all).run();
  expect(await desk.rows('aging')).toEqual([{ id: 7n }]);
});

test('a resource that was asked for by name fails', async () => {
  const desk = bench();
  const report = await desk.pipeline(all).run({ resources: ['users', 'aging'] });
  expect(report.status).toBe('partial');
  expect(report.resources[1]).toMatchObject({ status: 'failed', error: { code: 'LEAT_TEST_UNLICENSED' } });
});

test('what a resource warns of stands in the receipt, added up', async () => {
  const desk = bench();
  const doubtful = defineResource({
    name: 'events',
    rows: async function* ({ warn }) {
      for (const id of [1, 2]) {
        warn?.({ code: 'LEAT_TEST_DOUBT', column: 'id', count: 3, message: 'Rows may be missing.' });
        yield [{ id }];
      }
    },
  });
  const { warnings } = await desk.pipeline([doubtful]).run();
  expect(warnings).toEqual([
    { code: 'LEAT_TEST_DOUBT', table: 'events', column: 'id', count: 6, message: 'Rows may be missing.' },
  ]);
});
