import type { Column, MergeRules, MergeStrategy, StoredTable, Table } from '@leat/core';
import { describe, expect, test } from 'vitest';
import { planPublication, type PublishContext, type StagedTable } from '../src/index.ts';
import { catalogued, column, DIALECTS, table } from './dialects.ts';

const rowId = column('_leat_id', 'text', { nullable: false, role: 'row-id' });
const parentId = column('_leat_parent_id', 'text', { role: 'parent-id' });
const rootId = column('_leat_root_id', 'text', { role: 'root-id' });
const ordinal = column('_leat_ordinal', 'bigint', { role: 'ordinal' });
const validity = [
  column('_leat_valid_from', 'timestamp', { role: 'valid-from' }),
  column('_leat_valid_to', 'timestamp', { role: 'valid-to' }),
];

const columns = [column('id', 'bigint'), column('region', 'text'), column('t', 'text'), column('gone', 'bool'), rowId];
const root = table('items', columns);
const lines: Table = { ...table('items__lines', [column('sku', 'text'), rowId, parentId, rootId]), parent: 'items' };
const notes: Table = {
  ...table('items__lines__notes', [column('value', 'text'), rowId, parentId, rootId]),
  parent: 'items__lines',
};
const chain = { root, children: [lines, notes] };
const rules: MergeRules = { primaryKey: ['id', 'region'], mergeKey: [] };

function stagedAs(of: Table, name: string, without: readonly string[] = []): [string, StagedTable] {
  const brought: readonly Column[] = [...of.columns.filter((each) => !without.includes(each.name)), ordinal];
  return [of.name, { name, table: { ...of, columns: brought }, rows: 3 }];
}

const staged = new Map([stagedAs(root, '_leat_staging_1', ['t']), stagedAs(lines, '_leat_staging_2')]);
const stored = new Map<string, StoredTable>([root, lines, notes].map((one) => [one.name, one]));

function plan(strategy: MergeStrategy, merge: MergeRules, context: Partial<PublishContext> = {}): readonly unknown[] {
  const versioned = strategy === 'scd2' ? { ...root, columns: [...root.columns, ...validity] } : root;
  const publication = { chain: { ...chain, root: versioned }, disposition: 'merge', strategy, merge } as const;
  const startedAt = new Date('2024-01-15T10:00:00Z');
  const plans = planPublication(publication, {
    dialect: catalogued,
    dataset: 'shop',
    staged,
    stored,
    created: new Set(),
    startedAt,
    ...context,
  });
  return plans.flatMap(({ table: name, steps }) =>
    steps.map(({ query, count }) => `${name}${count === undefined ? '' : ` ${count}`}: ${query.sql}`),
  );
}

describe.each(DIALECTS)('on $name', (dialect) => {
  test.each(['delete-insert', 'upsert', 'insert-only', 'scd2'] as const)('merge by %s', (strategy) => {
    const mergeKey = strategy === 'scd2' ? ['id', 'region'] : [];
    const merge: MergeRules = {
      ...rules,
      mergeKey,
      hardDelete: 'gone',
      dedupSort: { column: 'region', order: 'asc' },
    };
    expect(plan(strategy, merge, { dialect })).toMatchSnapshot();
  });

  test('merge by delete-insert where there are no tables yet', () => {
    expect(plan('delete-insert', rules, { dialect, stored: new Map() })).toMatchSnapshot();
  });
});

test.each(['delete-insert', 'upsert', 'insert-only'] as const)(
  'a load without rows is no statement by %s',
  (strategy) => {
    expect(plan(strategy, rules, { staged: new Map() })).toEqual([]);
  },
);

test('a whole load without rows ends all versions by scd2, and none of a natural key', () => {
  const none = { staged: new Map<string, StagedTable>() };
  expect(plan('scd2', { primaryKey: [], mergeKey: [] }, none)).toEqual([
    expect.stringMatching(/^items updated: update .* where "t"."_leat_valid_to" is null$/),
  ]);
  expect(plan('scd2', { primaryKey: [], mergeKey: ['id'] }, none)).toEqual([]);
});

test('hints about columns that no row of the load has decide nothing', () => {
  const merge: MergeRules = { ...rules, hardDelete: 't', dedupSort: { column: 't', order: 'asc' } };
  expect(plan('delete-insert', merge)).toEqual(plan('delete-insert', rules));
});

test.each(['delete-insert', 'upsert', 'insert-only'] as const)(
  'rows that ended while the table was merged by scd2 are out of the reach of %s',
  (strategy) => {
    const was = new Map<string, StoredTable>([
      ...stored,
      ['items', { ...root, columns: [...root.columns, ...validity] }],
    ]);
    const touching = plan(strategy, { ...rules, hardDelete: 'gone' }, { stored: was }).filter((statement) =>
      /(delete from|update) "cat"."shop"."items" "t"/.test(String(statement)),
    );
    expect(touching.length).toBeGreaterThan(0);
    for (const statement of touching) expect(statement).toContain('"t"."_leat_valid_to" is null');
  },
);

test('the statements grow with the tables of the chain, not with the square of its levels', () => {
  const deep = Array.from({ length: 500 }, (_, level): Table => ({
    ...table(`l${level}`, [rowId, parentId, rootId]),
    parent: level === 0 ? 'items' : `l${level - 1}`,
  }));
  const publication = {
    chain: { root, children: deep },
    disposition: 'merge',
    strategy: 'delete-insert',
    merge: rules,
  } as const;
  const plans = planPublication(publication, {
    dialect: catalogued,
    dataset: 'shop',
    staged,
    stored: new Map([root, ...deep].map((one) => [one.name, one])),
    created: new Set(),
    startedAt: new Date(0),
  });
  const longest = Math.max(...plans.flatMap(({ steps }) => steps.map(({ query }) => query.sql.length)));
  expect(longest).toBeLessThan(1000);
  expect(plans.length).toBeLessThan(2 * deep.length + 10);
});

test('a table this load creates has no versions to end or to compare with', () => {
  const scd2 = plan('scd2', { ...rules, primaryKey: [] }, { created: new Set([root.name]) });
  expect(scd2.filter((step) => /"items" "t"/.test(String(step)))).toEqual([]);
  expect(plan('scd2', { ...rules, primaryKey: [] }).filter((step) => /"items" "t"/.test(String(step)))).not.toEqual([]);
});

test('a row takes the place of a stored one by deleting and inserting, where the engine likes that better', () => {
  const dialect = { ...catalogued, replacesRows: true };
  const steps = plan('upsert', rules, { dialect }).map(String);
  expect(steps.filter((step) => step.includes('update "'))).toEqual([]);
  expect(steps.filter((step) => step.startsWith('items updated: delete from'))).toHaveLength(1);
});

test('where people added a column, a row is updated nevertheless', () => {
  const dialect = { ...catalogued, replacesRows: true };
  const grown = { ...root, columns: [...root.columns, column('colour', 'text')] };
  const steps = plan('upsert', rules, { dialect, stored: new Map([...stored, [root.name, grown]]) }).map(String);
  expect(steps.filter((step) => step.startsWith('items updated: update'))).toHaveLength(1);
});

test('a table that was not made for a merge is refused by name', () => {
  const bare = table('items', [column('id', 'bigint')]);
  const publication = {
    chain: { root: bare, children: [lines] },
    disposition: 'merge',
    strategy: 'upsert',
    merge: rules,
  } as const;
  const context = {
    dialect: catalogued,
    dataset: 'shop',
    staged,
    stored,
    created: new Set<string>(),
    startedAt: new Date(0),
  };
  expect(() => planPublication(publication, context)).toThrow(
    expect.objectContaining({ code: 'LEAT_MERGE_COLUMN', details: { table: 'items', role: 'row-id' } }),
  );
});
