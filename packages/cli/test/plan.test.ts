import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PipelinePlan } from '@leat/core';
import { expect, test } from 'vitest';
import { planLines, planStatements } from '../src/plan/plan-lines.ts';
import { failingResource, ownProject, rowsResource, sourceModule } from './fixtures.ts';
import { leat, objectOf, projectFolder } from './leat.ts';

const PEOPLE = [
  { id: 1, name: 'Ada', tags: ['a'], pin: '1234' },
  { id: 2, name: 'Bo', tags: [], pin: '5678' },
];

test('a plan shows what a first run would create, and creates nothing', async () => {
  const config = { policies: { paths: { 'people.pin': 'drop' } } };
  const folder = await projectFolder(ownProject([rowsResource('people', PEOPLE)], config));
  const text = await leat(folder, ['plan']);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout.trimEnd().split('\n')).toEqual([
    'destination  duckdb  own.duckdb · own_data',
    '  + table   people        4 columns',
    '  = policy  people.pin    drop',
    '  + table   people__tags  4 columns   (child of people)',
    '2 changes, from a sample of 2 rows',
  ]);
  const json = await leat(folder, ['plan', '--exit-code', '--json']);
  expect(json.code).toBe(2);
  expect(objectOf(json)).toMatchObject({
    version: 1,
    pipeline: 'own',
    dataset: 'own_data',
    destination: { name: 'duckdb', location: 'own.duckdb' },
    changes: [{ kind: 'create-table' }, { kind: 'create-table' }],
    statements: [expect.stringContaining('"own"."own_data"."people"'), expect.stringContaining('people__tags')],
    decisions: [],
    sampledRows: 2,
  });
  expect(json.stdout).not.toContain('1234');
  expect(await readdir(folder)).toEqual(['leat.config.json', 'own.mjs']);
});

test('after a run nothing is pending; a new column, a wider type and the statements for them are', async () => {
  const folder = await projectFolder(ownProject([rowsResource('people', [{ id: 1 }])]));
  await leat(folder, ['run']);
  const settled = await leat(folder, ['plan', '--exit-code']);
  expect(settled).toMatchObject({ code: 0, stdout: expect.stringContaining('no changes, from a sample of 1 row') });
  const rows = `[{ id: 12345678901234567890n, note: 'x' }]`;
  await writeFile(
    join(folder, 'own.mjs'),
    sourceModule([`resource({ name: 'people', write: 'append', rows: ${rows} })`]),
  );
  const changed = await leat(folder, ['plan', '--exit-code', '--sample', '1']);
  expect(changed.code).toBe(2);
  expect(changed.stdout).toMatch(/^ {2}\+ column {2}people\.note {2}text$/m);
  expect(changed.stdout).toMatch(/^ {2}~ widen {3}people\.id {4}bigint → decimal\(38,\d+\)$/m);
  const sql = await leat(folder, ['plan', '--sql']);
  expect(sql.stdout).toMatch(/^alter table "own"\."own_data"\."people" .*;$/m);
  expect(sql.stdout).not.toContain('destination');
});

test('what a contract would refuse needs a decision: exit code 6 with --exit-code', async () => {
  const folder = await projectFolder(ownProject([rowsResource('people', [{ id: 1 }], 'append')]));
  await leat(folder, ['run']);
  await writeFile(
    join(folder, 'leat.config.json'),
    JSON.stringify({ contract: { columns: 'freeze' }, pipelines: { own: { source: './own.mjs' } } }),
  );
  await writeFile(join(folder, 'own.mjs'), sourceModule([rowsResource('people', [{ id: 1, more: 2 }], 'append')]));
  const told = await leat(folder, ['plan', '--exit-code']);
  expect(told.code).toBe(6);
  expect(told.stdout).toMatch(/^ {2}! needs a decision: people {2}LEAT_CONTRACT {2}.+\n {4}→ .+$/m);
  expect(told.stdout).toContain('1 to decide about');
  expect((await leat(folder, ['plan'])).code).toBe(0);
  expect((await leat(folder, ['run'])).code).toBe(6);
});

test('a plan of a resource that cannot be read is none: it exits as the run would', async () => {
  const folder = await projectFolder(
    ownProject([rowsResource('people', PEOPLE), failingResource('b', 'SourceError', 'LEAT_OWN_DOWN')]),
  );
  const ended = await leat(folder, ['plan', '--exit-code']);
  expect(ended.code).toBe(4);
  expect(ended.stdout).toContain('! cannot be read: b  LEAT_OWN_DOWN  made to fail');
  expect((await leat(folder, ['plan', '--resource', 'people', '--exit-code'])).code).toBe(2);
});

const PLAN: PipelinePlan = {
  version: 1,
  pipeline: 'p',
  dataset: 'd',
  destination: { name: 'postgres', location: 'db.example.com/raw' },
  changes: [
    {
      kind: 'add-columns',
      table: 't',
      columns: [
        { name: 'a', dataType: 'decimal', precision: 10, scale: 2, nullable: true },
        { name: 'b__v_text', dataType: 'text', nullable: true, variantOf: 'b' },
      ],
    },
    {
      kind: 'widen-column',
      table: 't',
      column: { name: 'c', dataType: 'timestamp', nullable: true },
      from: { name: 'c', dataType: 'date', nullable: true },
    },
    { kind: 'relax-null', table: 't', column: { name: 'd\u001b[2J', dataType: 'text', nullable: true } },
  ],
  statements: ['alter table t add column "x\u001b"'],
  decisions: [
    {
      resource: 'r\n2',
      error: { code: 'LEAT_CONTRACT', message: 'no', remedy: 'do', recoverability: 'terminal', details: {} },
    },
  ],
  warnings: [],
  sampledRows: 1000,
};

test('every kind of change has its sign, and names cannot steer the terminal', () => {
  expect(planLines(PLAN, (sign) => sign)).toEqual([
    'destination  postgres  db.example.com/raw · d',
    '  + column  t.a           decimal(10,2)',
    '  + column  t.b__v_text   text   (variant of b)',
    '  ~ widen   t.c           date → timestamp',
    '  ~ relax   t.d\\u001b[2J  may be null from now on',
    '  ! needs a decision: r\\n2  LEAT_CONTRACT  no',
    '    → do',
    '3 changes, 1 to decide about, from a sample of 1,000 rows',
  ]);
  expect(planStatements(PLAN)).toEqual(['-- ! r\\n2: LEAT_CONTRACT no', 'alter table t add column "x\\u001b";']);
  expect(planStatements({ ...PLAN, statements: [], decisions: [] })).toEqual(['-- postgres has no statements to show']);
});
