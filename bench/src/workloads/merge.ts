import type { MergeStrategy } from '@leat/core';
import type { Workload } from '../workload.ts';
import { flat, flatPages, type FlatRow } from './flat.ts';

/** Rows that are in the table, for each that comes. */
const BASE = 10;

/** Nine in ten rows have a key that is there, spread over the whole table; the tenth has a new one. */
const NEW = 10;

const CHANGED_SEED = 7_121_923;

/** Rows by an update or insert. */
export const upsert: Workload = merging('upsert', 'upsert');

/** The same rows by deleting what has their keys. */
export const deleteInsert: Workload = merging('delete-insert', 'delete-insert');

/** What is in the table before. */
export function basePages(rows: number): Generator<readonly FlatRow[], void, undefined> {
  return flatPages(BASE * rows);
}

/** What comes; typed for the floors. */
export function* changedPages(rows: number): Generator<readonly FlatRow[], void, undefined> {
  for (const page of flatPages(rows, CHANGED_SEED))
    yield page.map((row) => ({ ...row, id: row.id % NEW === 0 ? BASE * rows + row.id : BASE * row.id }));
}

function merging(name: string, strategy: MergeStrategy): Workload {
  return {
    name,
    description: `rows of flat into ten times as many, by ${strategy}; one in ten is new`,
    rows: 100_000,
    tables: flat.tables,
    hints: flat.hints,
    merge: { write: { disposition: 'merge', strategy }, primaryKey: 'id', base: basePages },
    pages: changedPages,
  };
}
