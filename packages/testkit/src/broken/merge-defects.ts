import { tablesOf, type MergeRules, type MergeStrategy, type TablePublication } from '@leat/core';
import type { StoredRow } from '../memory/decode-json-lines.ts';
import { changeTable } from './change-table.ts';
import type { Defect } from './broken-destination.ts';

/** What destinations get wrong where rows of a load meet those that are there. */
export const MERGE_DEFECTS: readonly Defect[] = [
  keepsLists('leaves-orphans', 'updates rows and leaves elements of their old lists', ['upsert']),
  keepsLists('deletes-roots-only', 'deletes rows and leaves what was unnested from them', [
    'delete-insert',
    'insert-only',
  ]),
  keepsLists(
    'finds-lists-by-root',
    'finds elements of lists by root ids, which those of earlier appends have not',
    ['delete-insert', 'upsert', 'insert-only'],
    (row) => (row['_leat_root_id'] ?? null) === null,
  ),
  changesRules('keeps-first-duplicate', 'keeps the row read first of those with one key', (rules) => ({
    dedupSort: { column: '_leat_ordinal', order: 'asc' },
    ...rules,
  })),
  changesRules(
    'ignores-order-of-duplicates',
    'keeps the row read last whatever was asked for',
    ({ primaryKey, mergeKey, hardDelete }) => ({
      primaryKey,
      mergeKey,
      ...(hardDelete === undefined ? {} : { hardDelete }),
    }),
  ),
  changesRules('ignores-hard-deletes', 'inserts rows that should delete', ({ primaryKey, mergeKey, dedupSort }) => ({
    primaryKey,
    mergeKey,
    ...(dedupSort === undefined ? {} : { dedupSort }),
  })),
  changesRules('looks-at-first-key-column', 'compares one column of a key of several', (rules) => ({
    ...rules,
    primaryKey: rules.primaryKey.slice(0, 1),
    mergeKey: rules.mergeKey.slice(0, 1),
  })),
  changesRules(
    'ignores-natural-key',
    'ends all versions that a load has nothing for',
    (rules) => ({ ...rules, mergeKey: [] }),
    ['scd2'],
  ),
  {
    name: 'forgets-to-end-versions',
    description: 'begins new versions and ends no old ones',
    commit: async (commit, proceed, { dataset }) => {
      const ended = (row: StoredRow): boolean => (row['_leat_valid_to'] ?? null) !== null;
      const before = new Map(
        commit.publications.map(({ chain: { root } }) => [
          root.name,
          dataset.snapshot.tables.get(root.name)?.rows ?? [],
        ]),
      );
      const receipt = await proceed(commit);
      for (const [name, rows] of before) {
        changeTable(dataset, name, (table) =>
          table.rows.map((row) => (ended(row) && !rows.includes(row) ? { ...row, _leat_valid_to: null } : row)),
        );
      }
      return receipt;
    },
  },
  {
    name: 'updates-some-columns',
    description: 'leaves columns as they were that no row of the load has',
    commit: async (commit, proceed, { dataset }) => {
      const keysOf = ({ disposition, ...publication }: TablePublication): readonly string[] =>
        disposition === 'merge' && 'merge' in publication ? publication.merge.primaryKey : [];
      const before = new Map(
        commit.publications.map(({ chain: { root } }) => [
          root.name,
          dataset.snapshot.tables.get(root.name)?.rows ?? [],
        ]),
      );
      const receipt = await proceed(commit);
      for (const publication of commit.publications) {
        const keys = keysOf(publication);
        const { name } = publication.chain.root;
        if (keys.length === 0) continue;
        changeTable(dataset, name, ({ rows }) =>
          rows.map((row) => {
            const old = before.get(name)?.find((each) => keys.every((key) => each[key] === row[key]));
            return old === undefined || old['_leat_valid_to'] !== undefined ? row : { ...old, ...row };
          }),
        );
      }
      return receipt;
    },
  },
];

/** Brings back the deleted rows of child tables. */
function keepsLists(
  name: string,
  description: string,
  strategies: readonly MergeStrategy[],
  isKept: (row: StoredRow) => boolean = () => true,
): Defect {
  return {
    name,
    description,
    commit: async (commit, proceed, { dataset }) => {
      const merged = commit.publications.filter(
        (each) => each.disposition === 'merge' && strategies.includes(each.strategy),
      );
      const children = merged.flatMap(({ chain }) => tablesOf(chain).slice(1)).map((table) => table.name);
      const before = new Map(children.map((child) => [child, dataset.snapshot.tables.get(child)?.rows ?? []]));
      const receipt = await proceed(commit);
      for (const [child, rows] of before) {
        changeTable(dataset, child, (table) => [
          ...table.rows,
          ...rows.filter((row) => !table.rows.includes(row) && isKept(row)),
        ]);
      }
      return receipt;
    },
  };
}

/** Merges by other rules than it was told to. */
function changesRules(
  name: string,
  description: string,
  change: (rules: MergeRules) => MergeRules,
  strategies: readonly MergeStrategy[] = ['delete-insert', 'upsert', 'insert-only', 'scd2'],
): Defect {
  return {
    name,
    description,
    commit: (commit, proceed) =>
      proceed({
        ...commit,
        publications: commit.publications.map((each) =>
          each.disposition === 'merge' && strategies.includes(each.strategy)
            ? { ...each, merge: change(each.merge) }
            : each,
        ),
      }),
  };
}
