import { expect, test } from 'vitest';
import { planSchemaChanges, type StoredTable, type Table } from '../../src/index.ts';

function tableOf(nullable: boolean): Table {
  return {
    name: 'items',
    path: ['items'],
    resource: 'items',
    columns: [{ name: 'title', path: ['title'], dataType: 'text', nullable }],
  } as unknown as Table;
}

const stored = (nullable: boolean): ReadonlyMap<string, StoredTable> => new Map([['items', tableOf(nullable)]]);

/** Whether the schema, the table in the destination, and the schema of the last load let nulls in. */
const CASES: readonly (readonly [what: string, desired: boolean, there: boolean, before: boolean, kinds: string[]])[] =
  [
    ['a column leat filled always and now may be empty is relaxed', true, false, false, ['relax-null']],
    ['a column that people made NOT NULL stays', true, false, true, []],
    ['a column that takes nulls already stays', true, true, false, []],
    ['a column that must be filled stays', false, false, false, []],
  ];

test.each(CASES)('%s', (_, desired, there, before, kinds) => {
  const changes = planSchemaChanges([tableOf(desired)], stored(there), [tableOf(before)]);
  expect(changes.map(({ kind }) => kind)).toEqual(kinds);
});

test('a column of a table that no schema knows of is not relaxed, either', () => {
  expect(planSchemaChanges([tableOf(true)], stored(false), [])).toEqual([]);
});

test('where nobody knows what was before, a column is relaxed', () => {
  expect(planSchemaChanges([tableOf(true)], stored(false))).toMatchObject([{ kind: 'relax-null', table: 'items' }]);
});
