import type { StoredTable, Table, TablePublication } from '@leat/core';
import { describe, expect, test } from 'vitest';
import { planPublication, type PublishContext, type StagedTable } from '../src/index.ts';
import { catalogued, column, DIALECTS, table } from './dialects.ts';

const root = table('items', [
  column('id', 'bigint', { nullable: false }),
  column('t', 'text'),
  column('later', 'json'),
]);
const child: Table = { ...table('items__tags', [column('value', 'text')]), parent: 'items' };
const staged = new Map<string, StagedTable>([
  ['items', { name: '_leat_staging_1', table: table('items', [column('id', 'bigint'), column('t', 'text')]), rows: 3 }],
]);
const stored = new Map<string, StoredTable>([root, child].map((one) => [one.name, one]));

function plan(publication: TablePublication, context: Partial<PublishContext> = {}): unknown {
  const plans = planPublication(publication, {
    dialect: catalogued,
    dataset: 'shop',
    staged,
    stored,
    created: new Set(),
    startedAt: new Date(0),
    ...context,
  });
  return plans.map(({ table: name, steps, known }) => ({
    table: name,
    known,
    steps: steps.map(({ query, count, from }) => ({ sql: query.sql, count, from })),
  }));
}

const chain = { root, children: [child] };

describe.each(DIALECTS)('on $name', (dialect) => {
  test('append to tables that exist', () => {
    expect(plan({ chain, disposition: 'append' }, { dialect })).toMatchSnapshot();
  });

  test('append where there are none yet', () => {
    expect(plan({ chain, disposition: 'append' }, { dialect, stored: new Map() })).toMatchSnapshot();
  });

  test('append and replace where a lasting staging table becomes the table that is missing', () => {
    const lasting = new Map([...staged].map(([name, one]) => [name, { ...one, lasting: true }]));
    const missing = { dialect, staged: lasting, stored: new Map() };
    expect(plan({ chain, disposition: 'append' }, missing)).toMatchSnapshot();
    expect(plan({ chain, disposition: 'replace', strategy: 'insert-from-staging' }, missing)).toEqual(
      plan({ chain, disposition: 'append' }, missing),
    );
  });

  test.each(['swap', 'insert-from-staging', 'truncate-and-insert'] as const)('replace by %s', (strategy) => {
    expect(plan({ chain, disposition: 'replace', strategy }, { dialect })).toMatchSnapshot();
  });
});

test('what a load has no rows for is left alone by append and emptied by replace', () => {
  const none = { staged: new Map<string, StagedTable>() };
  expect(plan({ chain, disposition: 'append' }, none)).toEqual([
    { table: 'items', steps: [] },
    { table: 'items__tags', steps: [] },
  ]);
  expect(plan({ chain, disposition: 'replace', strategy: 'swap' }, none)).toEqual([
    { table: 'items', steps: [{ sql: 'delete from "cat"."shop"."items"', count: 'deleted', from: 'affected' }] },
    {
      table: 'items__tags',
      steps: [{ sql: 'delete from "cat"."shop"."items__tags"', count: 'deleted', from: 'affected' }],
    },
  ]);
});

test('columns that only staging has stay there', () => {
  const wider = table('items', [
    column('id', 'bigint'),
    column('_leat_ordinal', 'bigint'),
    column('t', 'text'),
    column('later', 'json'),
  ]);
  const withOrdinal = {
    staged: new Map<string, StagedTable>([['items', { name: '_leat_staging_1', table: wider, rows: 3 }]]),
  };
  const alone: TablePublication = { chain: { root, children: [] }, disposition: 'append' };
  expect(JSON.stringify(plan(alone, withOrdinal))).not.toContain('_leat_ordinal');
  expect(JSON.stringify(plan(alone, { ...withOrdinal, stored: new Map() }))).toContain(
    'drop column \\"_leat_ordinal\\"',
  );
});
