import type { LoadReceipt, TableReceipt } from '@leat/core';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  accountFor,
  AccountError,
  accountForGenerated,
  generatedTables,
  takeAccount,
  type ExpectedRow,
} from '../src/index.ts';

const row = (id: number, text: string | null = `row ${id}`): ExpectedRow => ({ id, text });
const expected = [row(1), row(2), row(3)];
const account = (actual: readonly object[]): ReturnType<typeof takeAccount> =>
  takeAccount({ table: 't', expected, actual });

const counts = (loaded: number, rest: Partial<TableReceipt> = {}): TableReceipt => ({
  extracted: loaded,
  filtered: 0,
  discarded: 0,
  quarantined: 0,
  duplicates: 0,
  written: loaded,
  loaded,
  inserted: loaded,
  updated: 0,
  deleted: 0,
  ...rest,
});
const receipt = (tables: Record<string, TableReceipt>, rows: number): LoadReceipt => ({
  version: 1,
  loadId: '1.5',
  tables,
  files: [{ name: 't.1.jsonl', rows, bytes: 1, sha256: '' }],
  warnings: [],
});

test('the same rows in any order, and however the driver spells them, are accounted for', async () => {
  const at = '2024-01-15T10:00:00.120Z';
  await accountFor({
    table: 't',
    expected: [
      { id: 1, text: 'a', at, none: null },
      { id: 2, text: '', at, none: null },
    ],
    actual: [
      { id: 2n, text: '', at: '2024-01-15 11:00:00.12+01', none: null, _leat_id: 'x' },
      { id: '1', text: 'a', at: new Date(at) },
    ],
  });
});

test.each([
  ['missing', [row(1), row(3)], ['2']],
  ['extra', [...expected, row(4)], ['4']],
  ['doubled', [...expected, row(2), row(2)], ['2', '2']],
  ['altered', [row(1), row(2, 'rew 2'), row(3)], ['2 (text)']],
  ['altered', [row(1), row(2, ''), row(3, null)], ['2 (text)', '3 (text)']],
] as const)('a row that is %s is told by its key', async (kind, actual, examples) => {
  const found = await account(actual);
  expect(found[kind]).toEqual({ count: examples.length, examples });
  const others = (['missing', 'extra', 'doubled', 'altered'] as const).filter((other) => other !== kind);
  expect(others.map((other) => found[other].count)).toEqual([0, 0, 0]);
});

test('an empty text where null was expected is altered', async () => {
  const found = await takeAccount({ table: 't', expected: [row(1, null)], actual: [row(1, '')] });
  expect(found.altered.examples).toEqual(['1 (text)']);
});

test('the message names table, counts, first five keys and seed, but no values', async () => {
  const many = Array.from({ length: 20 }, (_, id) => row(id, 'secret'));
  const error = await accountFor({ table: 'orders', expected: many, actual: [], seed: 42 }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(AccountError);
  expect(error).toMatchObject({ code: 'LEAT_ACCOUNT', details: { missing: 20, seed: 42 } });
  expect(String(error)).toContain('"orders"');
  expect(String(error)).toContain('20 expected, 0 found (seed 42)');
  expect(String(error)).toContain('missing: 20, for instance 0; 1; 2; 3; 4');
  expect(String(error)).not.toContain('secret');
});

test('receipts that balance and count the rows of the table are accepted', async () => {
  const receipts = [
    receipt({ t: counts(2) }, 2),
    receipt({ t: counts(1, { extracted: 3, filtered: 1, quarantined: 1 }) }, 1),
  ];
  await accountFor({ table: 't', expected, actual: expected, receipts });
  const replacements = [receipt({ t: counts(9) }, 9), receipt({ t: counts(3) }, 3)];
  await accountFor({ table: 't', expected, actual: expected, receipts: replacements, disposition: 'replace' });
  const merges = [receipt({ t: counts(2) }, 2), receipt({ t: counts(3, { inserted: 2, updated: 1, deleted: 1 }) }, 3)];
  await accountFor({ table: 't', expected, actual: expected, receipts: merges, disposition: 'merge' });
});

test.each([
  [
    'a row that was extracted and is nowhere',
    receipt({ t: counts(3, { extracted: 4 }) }, 3),
    '4 rows extracted, 3 accounted for',
  ],
  ['another number of rows than the table holds', receipt({ t: counts(2) }, 2), '1 loads account for 2 rows of "t"'],
  ['another number of rows than the files', receipt({ t: counts(3) }, 2), '3 rows written, 2 in the files'],
  ['nothing about the table', receipt({}, 0), '1 loads account for 0 rows of "t"'],
])('a receipt with %s is refused', async (_, wrong, message) => {
  await expect(accountFor({ table: 't', expected, actual: expected, receipts: [wrong] })).rejects.toThrow(message);
});

test('one row removed, added, doubled or changed is the only difference found', async () => {
  const ids = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 30 });
  const change = fc.constantFrom('missing', 'extra', 'doubled', 'altered');
  await fc.assert(
    fc.asyncProperty(ids, change, fc.nat(), async (all, kind, choice) => {
      const rows = all.map((id) => row(id));
      const index = choice % rows.length;
      const others = rows.filter((_, position) => position !== index);
      const [left, right] = {
        missing: [rows, others],
        extra: [others, rows],
        doubled: [rows, [...rows, ...rows.slice(index, index + 1)]],
        altered: [rows, rows.map((each, position) => (position === index ? { ...each, text: 'other' } : each))],
      }[kind];
      const found = await takeAccount({ table: 't', expected: left ?? [], actual: right ?? [] });
      const sum = found.missing.count + found.extra.count + found.doubled.count + found.altered.count;
      expect([found[kind].count, sum]).toEqual([1, 1]);
    }),
  );
});

test('all tables of a generator are checked, and a child without its parent is found', async () => {
  const options = { rows: 20, shape: 'deep', seed: 9 } as const;
  const stored = new Map(
    generatedTables(options).map((table) => [
      table.name,
      [...table.rows()].map((each): object => ({ ...each, _leat_id: 'p', _leat_parent_id: 'p' })),
    ]),
  );
  const rows = (table: string): object[] => stored.get(table) ?? [];
  const accounts = await accountForGenerated({ options, rows });
  expect(accounts.map(({ table }) => table)).toEqual([
    'rows',
    'rows__items',
    'rows__events',
    'rows__tags',
    'rows__items__parts',
  ]);

  const items = rows('rows__items');
  stored.set(
    'rows__items',
    items.map((each, index) => (index === 0 ? { ...each, _leat_parent_id: 'nobody' } : each)),
  );
  await expect(accountForGenerated({ options, rows })).rejects.toThrow('missing: 1, for instance nobody');
  stored.set('rows__items', items.slice(1));
  await expect(accountForGenerated({ options, rows })).rejects.toThrow('table "rows__items" does not hold');
});
