import { execFile } from 'node:child_process';
import { cp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Schema } from '@leat/core';
import { expect, test } from 'vitest';
import { databaseTypes } from '../src/schema/database-types.ts';
import { mermaidLines } from '../src/schema/mermaid.ts';
import { ownProject, rowsResource } from './fixtures.ts';
import { leat, objectOf, projectFolder } from './leat.ts';

const EVENTS = `resource({ name: 'events', write: 'append', incremental: { cursor: 'at' }, rows: [
  { at: '2024-01-01T00:00:00Z', n: 1, tags: ['a'] }, { at: '2024-02-01T00:00:00Z', n: 2, tags: [] },
] })`;

test('before the first load everything that lists is empty, and what cannot be shown is told', async () => {
  const folder = await projectFolder(ownProject([EVENTS]));
  for (const [words, shape] of [
    [['loads'], { loads: [] }],
    [['state'], { state: [] }],
    [['info'], { schema: null, state: [], lastLoad: null, local: { loadedPackages: 0 }, workDir: '.leat' }],
    [['sync'], { lastLoad: null, next: 'begins' }],
    [['drop', '--yes'], { dropped: false }],
  ] as const) {
    const ended = await leat(folder, [...words, '--json']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(objectOf(ended)).toMatchObject({ version: 1, dataset: 'own_data', ...shape });
  }
  for (const name of ['schema', 'types']) {
    const ended = await leat(folder, [name]);
    expect(ended).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('✖ LEAT_NOTHING_LOADED') });
    expect(ended.stderr).toContain('→ Run: leat run own.');
  }
});

test('loads prints receipts, state where each resource goes on, info and schema what is there', async () => {
  const folder = await projectFolder(ownProject([EVENTS]));
  await leat(folder, ['run']);
  await leat(folder, ['run', '--full-refresh']);
  const loads = objectOf(await leat(folder, ['loads', '--json', '--limit', '1'])) as { loads: { loadId: string }[] };
  expect(loads).toMatchObject({
    version: 1,
    loads: [{ pipeline: 'own', status: 'loaded', receipt: { version: 1, tables: { events: { extracted: 2 } } } }],
  });
  const all = await leat(folder, ['loads']);
  expect(all.stdout).toMatch(/^load_id +pipeline +committed_at +tables +loaded +inserted/);
  expect(all.stdout).toContain('(2 rows)');
  const id = loads.loads[0]?.loadId ?? '';
  expect((await leat(folder, ['loads', '--load', id])).stdout).toMatch(/^events +2 /m);
  expect((await leat(folder, ['state'])).stdout).toMatch(/^own +events +1 +\{"incremental":/m);
  expect(objectOf(await leat(folder, ['state', 'show', '--pipeline', 'own', '--json']))).toMatchObject({
    version: 1,
    state: [{ source: 'own', resource: 'events', version: 1, state: { incremental: { cursor: 'at' } } }],
  });
  const info = await leat(folder, ['info']);
  expect(info.stdout).toMatch(/^schema {7}own · version 1 · 2 tables$/m);
  expect(info.stdout).toMatch(/^last load {4}\d+\.\d+ · .*Z · \d rows?$/m);
});

test('the schema is printed as text, JSON, SQL and a diagram', async () => {
  const folder = await projectFolder(ownProject([EVENTS]));
  await leat(folder, ['run']);
  const text = await leat(folder, ['schema']);
  expect(text.stdout).toMatch(/^schema own · version 1 · naming snake_case$/m);
  expect(text.stdout).toMatch(/^events {2}\(resource events\)\n {2}at +timestamp\n {2}n +bigint$/m);
  expect(text.stdout).toMatch(/^events__tags {2}\(child of events\)$/m);
  const plain: unknown = JSON.parse((await leat(folder, ['schema', '--format', 'json'])).stdout);
  expect(plain).toMatchObject({ format: 1, name: 'own', tables: [{ name: 'events' }, { name: 'events__tags' }] });
  expect((await leat(folder, ['schema', '--format', 'sql'])).stdout).toMatch(
    /^create table if not exists "own"\."own_data"\."events" \("at" .*\);$/m,
  );
  const diagram = await leat(folder, ['schema', '--format', 'mermaid']);
  expect(diagram.stdout).toMatch(/^erDiagram\n {2}events \{\n {4}timestamp at\n/);
  expect(diagram.stdout).toContain('  events ||--o{ events__tags : "tags"');
  expect(objectOf(await leat(folder, ['schema', '--format', 'sql', '--json']))).toMatchObject({
    version: 1,
    schema: { name: 'own' },
    statements: [expect.stringContaining('create table'), expect.any(String)],
  });
});

test('the types that are printed are TypeScript that Node runs', async () => {
  const folder = await projectFolder(ownProject([EVENTS]));
  await leat(folder, ['run']);
  const { stdout } = await leat(folder, ['types']);
  expect(stdout).toContain('export interface Database {\n  events: Events;\n  events__tags: EventsTags;\n}');
  expect(stdout).toContain('export interface Events {\n  at: Date | null;\n  n: bigint | null;');
  await writeFile(join(folder, 'database.ts'), `${stdout}\nconst row: Events['n'] = 1n;\nconsole.log(row);\n`);
  await expect(promisify(execFile)(process.execPath, [join(folder, 'database.ts')])).resolves.toMatchObject({
    stdout: '1n\n',
  });
  expect(objectOf(await leat(folder, ['types', '--json']))).toMatchObject({ version: 1, types: expect.any(String) });
});

const HOSTILE: Schema = {
  format: 1,
  name: 'own',
  naming: 'direct',
  version: 3,
  tables: [
    {
      name: 'a-b',
      resource: 'r',
      path: ['r'],
      description: 'ends here */ import "evil"\n',
      columns: [
        { name: 'x"; y', dataType: 'json', nullable: true },
        { name: '1st', dataType: 'time', nullable: false, primaryKey: true },
      ],
    },
    { name: 'a b', resource: 'r', path: ['r', 'say "hi"\n}'], parent: 'a-b', columns: [] },
    { name: 'database', resource: 'r', path: ['r'], columns: [] },
    { name: '日本', resource: 'r', path: ['r'], columns: [] },
  ],
};

test('no name leaves its quotes in types and diagrams, and names that meet get numbers', () => {
  expect(databaseTypes(HOSTILE, 'd', new Set(['json'])))
    .toBe(`/** Tables of d, from version 3 of schema own. Printed by \`leat types\`. */
export interface Database {
  "a-b": AB;
  "a b": AB2;
  database: Database2;
  "日本": Table;
}

/** ends here *\\/ import "evil"\\n */
export interface AB {
  "x\\"; y": unknown;
  "1st": string;
}

export interface AB2 {
}

export interface Database2 {
}

export interface Table {
}`);
  expect(mermaidLines(HOSTILE)).toEqual([
    'erDiagram',
    '  a-b {',
    '    json x___y',
    '    time _1st PK',
    '  }',
    '  "a b" {',
    '  }',
    '  database {',
    '  }',
    '  "日本" {',
    '  }',
    '  a-b ||--o{ "a b" : "say _hi__}"',
  ]);
});

test('a clean machine sees what the destination holds, and its next run goes on from there', async () => {
  const files = ownProject([EVENTS]);
  const here = await projectFolder(files);
  await leat(here, ['run']);
  const there = await projectFolder(files);
  await cp(join(here, 'own.duckdb'), join(there, 'own.duckdb'));
  const sync = await leat(there, ['sync']);
  expect(sync).toMatchObject({ code: 0, stderr: '' });
  expect(sync.stdout).toMatch(
    /^schema {7}own · version 1 · 2 tables\nstate {8}events \(1\)\nlast load {4}\d+\.\d+ · /m,
  );
  expect(sync.stdout).toContain('The next run of own goes on from there: schema and state come from the destination');
  expect(objectOf(await leat(there, ['sync', '--json']))).toMatchObject({
    version: 1,
    schema: { name: 'own', version: 1, tables: 2 },
    lastLoad: { rows: 3 },
    next: 'goes on',
  });
  await leat(there, ['run']);
  const count = 'select count(*) as n from events';
  expect(objectOf(await leat(there, ['query', count, '--json']))).toMatchObject({ rows: [{ n: 2 }] });
});

test('a dataset is dropped only when that is confirmed, with everything in it', async () => {
  const folder = await projectFolder(ownProject([rowsResource('people', [{ id: 1 }])]));
  await leat(folder, ['run']);
  const refused = await leat(folder, ['drop']);
  expect(refused).toMatchObject({ code: 3, stdout: '' });
  expect(refused.stderr).toMatch(
    /^✖ LEAT_NOT_CONFIRMED {2}Dropping dataset own_data in duckdb own\.duckdb with 1 table .*\n {2}→ Give --yes/,
  );
  expect(objectOf(await leat(folder, ['loads', '--json']))).toMatchObject({ loads: [{}] });
  expect(await leat(folder, ['drop', '--yes'])).toMatchObject({
    code: 0,
    stdout: 'Dropped dataset own_data in duckdb own.duckdb\n',
  });
  expect(objectOf(await leat(folder, ['loads', '--json']))).toMatchObject({ loads: [] });
  expect((await leat(folder, ['run'])).code).toBe(0);
});
