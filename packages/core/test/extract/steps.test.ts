import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, test } from 'vitest';
import {
  defineResource,
  rowsFrom,
  silentLogger,
  type Resource,
  type ResourceContext,
  type RunReport,
} from '../../src/index.ts';
import { bench, stream, type Bench } from '../support/run.ts';

interface User {
  readonly id: number;
  readonly name: string;
  readonly age?: number;
}

const users: readonly User[] = [
  { id: 1, name: 'ann', age: 30 },
  { id: 2, name: 'bob' },
  { id: 3, name: 'cid', age: 50 },
];

async function load(
  rows: Parameters<typeof defineResource<'users', object>>[0]['rows'],
): Promise<Bench & { readonly report: RunReport }> {
  const desk = bench();
  return { ...desk, report: await desk.pipeline([defineResource({ name: 'users', rows })]).run() };
}

describe('what steps make of rows', () => {
  test('map gives a row for a row', async () => {
    const { rows } = await load(rowsFrom(users).map(({ id }) => ({ id, twice: id * 2 })));
    expect(await rows('users')).toEqual([
      { id: 1n, twice: 2n },
      { id: 2n, twice: 4n },
      { id: 3n, twice: 6n },
    ]);
  });

  test('filter keeps rows and counts the others', async () => {
    const { rows, report } = await load(rowsFrom(users).filter(({ age }) => age !== undefined));
    expect((await rows('users')).map(({ id }) => id)).toEqual([1n, 3n]);
    expect(report.loads[0]?.receipt.tables['users']).toMatchObject({
      extracted: 3,
      filtered: 1,
      written: 2,
      loaded: 2,
    });
    expect(report.resources).toMatchObject([{ rows: 3, filtered: 1 }]);
  });

  test('flatMap gives any number of rows, and none counts as one filtered row', async () => {
    const { rows, report } = await load(
      rowsFrom(users).flatMap(({ id }) => Array.from({ length: id - 1 }, (_, n) => ({ id, n }))),
    );
    expect(await rows('users')).toEqual([
      { id: 2n, n: 0n },
      { id: 3n, n: 0n },
      { id: 3n, n: 1n },
    ]);
    expect(report.loads[0]?.receipt.tables['users']).toMatchObject({ extracted: 4, filtered: 1, loaded: 3 });
  });

  test('limit lets the first rows pass, stops the source and counts what is left of its page', async () => {
    let pages = 0;
    const endless = async function* (): AsyncGenerator<readonly User[], void, undefined> {
      for (;;) {
        pages++;
        yield users;
      }
    };
    const { rows, report } = await load(rowsFrom(endless).limit(4));
    expect(await rows('users')).toHaveLength(4);
    expect(pages).toBe(2);
    expect(report.loads[0]?.receipt.tables['users']).toMatchObject({ extracted: 6, filtered: 2, loaded: 4 });
  });

  test('limit behind filter counts what the filter lets pass', async () => {
    const { rows } = await load(
      rowsFrom(users)
        .filter(({ age }) => age !== undefined)
        .limit(2),
    );
    expect((await rows('users')).map(({ id }) => id)).toEqual([1n, 3n]);
  });

  test('a limit of none does not ask the source', async () => {
    let asked = false;
    await load(
      rowsFrom(() => {
        asked = true;
        return users;
      }).limit(0),
    );
    expect(asked).toBe(false);
  });

  test('rename, select and omit reshape rows', async () => {
    const { rows } = await load(rowsFrom(users).rename({ name: 'login' }).omit('age').select('login'));
    expect(await rows('users')).toEqual([{ login: 'ann' }, { login: 'bob' }, { login: 'cid' }]);
  });

  test('two keys can change names', async () => {
    const { rows } = await load(rowsFrom([{ a: 1, b: 2 }]).rename({ a: 'b', b: 'a' }));
    expect(await rows('users')).toEqual([{ b: 1n, a: 2n }]);
  });

  test('rows that are Maps, and keys with names of the prototype, are reshaped like others', async () => {
    const strange = JSON.parse('{"__proto__":1,"constructor":2,"gone":3}') as Record<string, unknown>;
    const { rows } = await load(
      rowsFrom<Record<string, unknown>>([
        strange,
        new Map([
          ['gone', 1],
          ['kept', 2],
        ]) as unknown as Record<string, unknown>,
      ]).omit('gone'),
    );
    expect((await rows('users')).map((row) => Object.keys(row))).toEqual([['proto', 'constructor'], ['kept']]);
  });

  test('steps run in order over pages of every kind, once per run', async () => {
    const desk = bench();
    const resource = defineResource({
      name: 'users',
      rows: rowsFrom(() => stream([users, users]))
        .limit(5)
        .map(({ id }) => ({ id })),
    });
    await desk.pipeline([resource]).run();
    await desk.pipeline([resource]).run();
    expect(await desk.rows('users')).toHaveLength(10);
  });

  test('a chain is a value: a step leaves the chain before it as it is', async () => {
    const all = rowsFrom(users);
    const some = all.filter(({ id }) => id === 1);
    expect([all.steps.length, some.steps.length]).toEqual([0, 1]);
  });

  test('a chain can be read without a pipeline', async () => {
    const context: ResourceContext = {
      signal: new AbortController().signal,
      logger: silentLogger,
      state: {},
      wait: () => {},
      countRequest: () => {},
    };
    expect(
      await Array.fromAsync(
        rowsFrom(users)
          .map(({ id }) => ({ id }))
          .limit(2)(context),
      ),
    ).toEqual([[{ id: 1 }, { id: 2 }]]);
  });

  test('rows that are no objects go past the steps and are set aside', async () => {
    const odd = [1, null, 'x', { id: 1, name: 'ann' }] as unknown as readonly User[];
    const { rows, report } = await load(
      rowsFrom(odd)
        .map((row) => ({ login: row.name.toUpperCase() }))
        .filter(({ login }) => login !== ''),
    );
    expect(await rows('users')).toEqual([{ login: 'ANN' }]);
    expect(report.loads[0]?.receipt.tables['users']).toMatchObject({ extracted: 4, quarantined: 3, loaded: 1 });
  });

  test('a run in which everything is filtered makes no table and no load', async () => {
    const { store, report } = await load(rowsFrom(users).filter(() => false));
    expect(report.loads).toEqual([]);
    expect(store.datasets.get('test')?.snapshot.tables.size ?? 0).toBe(0);
    expect(report.resources).toMatchObject([{ rows: 3, filtered: 3 }]);
  });
});

describe('a step that throws', () => {
  const secret = 'hunter2';
  const cases = [
    [
      'map',
      rowsFrom([{ secret }]).map((row): object => {
        throw new TypeError(`bad ${row.secret}`);
      }),
    ],
    [
      'filter',
      rowsFrom([{ secret }]).filter((row) => {
        throw new TypeError(`bad\n    at ${row.secret}`);
      }),
    ],
    [
      'flatMap',
      rowsFrom([{ secret }]).flatMap((row): readonly object[] => {
        throw new TypeError(row.secret);
      }),
    ],
    ['rename', rowsFrom([{ secret, other: secret }]).rename({ secret: 'other' })],
    ['map', rowsFrom([{ secret }]).map((row): object => Promise.resolve(row))],
  ] as const;

  test.each(cases)('ends the resource with the step %s and nothing of the row', async (kind, rows) => {
    const desk = bench();
    const error: unknown = await desk
      .pipeline([defineResource({ name: 'users', rows })])
      .run()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      name: 'SourceError',
      code: 'LEAT_STEP_FAILED',
      details: { resource: 'users', step: `1 ${kind}` },
    });
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret);
  });

  test('tells where in the code it was thrown', async () => {
    const rows = rowsFrom([{ id: 1 }])
      .map(({ id }) => ({ id }))
      .map((): object => {
        throw new RangeError('no');
      });
    const error: unknown = await bench()
      .pipeline([defineResource({ name: 'users', rows })])
      .run()
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      details: { step: '2 map', thrown: 'RangeError', at: expect.stringContaining('steps.test.ts') },
    });
  });

  test('leaves other resources alone, and no trace of a row on disk', async () => {
    const desk = bench();
    const bad = defineResource({
      name: 'bad',
      rows: rowsFrom([{ secret }]).map((row): object => {
        throw new Error(row.secret);
      }),
    });
    const report = await desk.pipeline([bad, defineResource({ name: 'users', rows: users })]).run();
    expect(report.status).toBe('partial');
    const files = await readdir(desk.folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      expect(await readFile(join(file.parentPath, file.name), 'utf8')).not.toContain(secret);
    }
  });
});

test('the type of rows follows the steps, and hints are held against it', () => {
  const steps = rowsFrom(() => users)
    .filter((user): user is User & { readonly age: number } => user.age !== undefined)
    .map(({ id, age }) => ({ id, age, label: 'x' }))
    .rename({ label: 'title' })
    .omit('age');
  const resource = defineResource({ name: 'users', rows: steps, primaryKey: ['id', 'title'] });
  expectTypeOf(resource).toEqualTypeOf<Resource<'users', Omit<{ id: number; age: number; title: string }, 'age'>>>();
  // @ts-expect-error -- `age` was left out by a step
  defineResource({ name: 'users', rows: steps, primaryKey: 'age' });
  // @ts-expect-error -- a step gives a row, not a promise of one
  rowsFrom(users).map(async (user) => user);
  // @ts-expect-error -- no such key
  rowsFrom(users).select('agee');
});

test('a source gives steps its context', async () => {
  const desk = bench();
  const rows = rowsFrom(async function* ({ state }: ResourceContext) {
    const run = Number(state['runs'] ?? 0) + 1;
    state['runs'] = run;
    yield { run };
  }).map(({ run }) => ({ run }));
  await desk.pipeline([defineResource({ name: 'users', rows })]).run();
  await desk.pipeline([defineResource({ name: 'users', rows })]).run();
  expect(await desk.rows('users')).toEqual([{ run: 1n }, { run: 2n }]);
});
