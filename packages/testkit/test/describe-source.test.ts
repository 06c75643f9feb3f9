import { defineResource, defineSource, noOptions, type AnyResource, type CheckFinding } from '@leat/core';
import { expect, test } from 'vitest';
import { generatorSource, sourceTests } from '../src/index.ts';
import { describeSource } from '../src/vitest.ts';

describeSource({
  plugin: generatorSource,
  options: { rows: 2500, resources: ['orders', 'users'], shape: 'nested', resume: true },
});

async function failuresOf(
  resources: readonly AnyResource[],
  check?: () => AsyncIterable<CheckFinding>,
): Promise<readonly string[]> {
  const plugin = defineSource({
    name: 'broken',
    options: noOptions,
    resources: () => resources,
    ...(check === undefined ? {} : { check }),
  });
  const tests = await sourceTests(plugin({}));
  const outcomes = await Promise.allSettled(tests.map((each) => each.run()));
  return tests.filter((_, index) => outcomes[index]?.status === 'rejected').map(({ name }) => name);
}

const reused = { id: 0 };

const broken: readonly [string, AnyResource, string][] = [
  [
    'yields a number',
    defineResource({ name: 'r', rows: () => JSON.parse('[1]') }),
    'yields rows that are objects, one by one or in pages',
  ],
  [
    'yields the same object again and again',
    defineResource({
      name: 'r',
      rows: function* () {
        for (reused.id = 0; reused.id < 3; reused.id += 1) yield reused;
      },
    }),
    'does not change a row it has handed over',
  ],
  [
    'leaves a date in its state',
    defineResource({
      name: 'r',
      rows: ({ state }) => {
        Object.assign(state, { since: new Date(0) });
        return [{ id: 1 }];
      },
    }),
    'keeps JSON in its state, and reads on from there',
  ],
  [
    'fails when it has a state',
    defineResource({
      name: 'r',
      rows: ({ state }) => {
        if (state['read'] === true) throw new Error('cannot read on');
        state['read'] = true;
        return [{ id: 1 }];
      },
    }),
    'keeps JSON in its state, and reads on from there',
  ],
  [
    'merges without a key',
    defineResource({ name: 'r', write: 'merge', rows: [{ id: 1 }] }),
    'is merged by a key, where it is merged',
  ],
  [
    'has a key that is null',
    defineResource({ name: 'r', primaryKey: 'id', write: 'merge', rows: [{ id: null }] }),
    'has a value in every column of its primary key',
  ],
  [
    'has a key twice',
    defineResource({
      name: 'r',
      primaryKey: ['id', 'part'],
      rows: [
        { id: 1, part: 1 },
        { id: 1, part: 2 },
        { id: 1, part: 1 },
      ],
    }),
    'has a value in every column of its primary key, and no key twice',
  ],
  [
    'does not look at the signal',
    defineResource({
      name: 'r',
      rows: async function* () {
        for (let id = 0; id < 100; id += 1) yield [{ id }];
      },
    }),
    'stops reading when the run is stopped',
  ],
  [
    'has a partition twice',
    defineResource({ name: 'r', rows: [{ id: 1 }], partitions: async () => [{ day: 1 }, { day: 1 }] }),
    'has partitions that differ, survive JSON and can be read one by one',
  ],
];

test.each(broken)('a resource that %s is found out by exactly the test about it', async (_, resource, name) => {
  expect(await failuresOf([resource])).toEqual([`r: ${name}`]);
});

test('two resources of one name are found out', async () => {
  const resource = defineResource({ name: 'r', rows: [{ id: 1 }] });
  expect(await failuresOf([resource, resource])).toEqual([
    'lists resources that have different names, the same ones every time',
  ]);
});

test('a finding without a remedy is found out, and one with a remedy is not', async () => {
  const resource = defineResource({ name: 'r', rows: [{ id: 1 }] });
  const finding = { name: 'server', status: 'failed', message: 'does not answer' } as const;
  const check = (findings: readonly CheckFinding[]) =>
    async function* (): AsyncGenerator<CheckFinding> {
      yield* findings;
    };
  expect(await failuresOf([resource], check([finding]))).toEqual([
    'checks itself, and says what to do about everything that is not in order',
  ]);
  expect(await failuresOf([resource], check([{ ...finding, remedy: 'Start it.' }]))).toEqual([]);
});

test('optional resources are read only when they are named', async () => {
  const resources = [
    defineResource({ name: 'always', rows: [{ id: 1 }] }),
    defineResource({ name: 'asked', optional: true, rows: [{ id: 1 }] }),
  ];
  const plugin = defineSource({ name: 'two', options: noOptions, resources: () => resources });
  const namesOf = async (wanted?: readonly string[]): Promise<ReadonlySet<string>> =>
    new Set(
      (await sourceTests(plugin({}), wanted === undefined ? {} : { resources: wanted })).flatMap(
        ({ name }) => /^(\w+):/.exec(name)?.[1] ?? [],
      ),
    );
  expect(await namesOf()).toEqual(new Set(['always']));
  expect(await namesOf(['asked'])).toEqual(new Set(['asked']));
});
