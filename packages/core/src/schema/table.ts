import type { Column } from './column.ts';

export type WriteDisposition = 'append' | 'replace' | 'merge';
export type MergeStrategy = 'delete-insert' | 'upsert' | 'insert-only' | 'scd2';
export type ReplaceStrategy = 'swap' | 'insert-from-staging' | 'truncate-and-insert';

/** A table after normalization: names follow the naming convention and every column has a type. */
export interface Table {
  readonly name: string;
  /** Resource whose rows (or lists inside them) fill the table. */
  readonly resource: string;
  /** The source's names from the root table down to this one, with `[]` where the way leads through elements of a list. */
  readonly path: readonly string[];
  /** Set on child tables, which are unnested from a parent and always load with it: the parent's name. */
  readonly parent?: string;
  readonly columns: readonly Column[];
  readonly description?: string;
  /** What was done to values before they came here, by path below the row. */
  readonly policies?: readonly { readonly path: string; readonly action: string }[];
}

/** What the destination reports about a table that exists. */
export interface StoredTable {
  readonly name: string;
  readonly columns: readonly StoredColumn[];
}

/** A column as the destination describes it; hints and paths live in the stored schema only. */
export type StoredColumn = Pick<Column, 'name' | 'dataType' | 'nullable' | 'precision' | 'scale'>;

/** A root table with the tables unnested from it; they are published together. */
export interface TableChain {
  readonly root: Table;
  /** Parents before children. */
  readonly children: readonly Table[];
}

/** Root first, then the children, parents before children. */
export function tablesOf(chain: TableChain): readonly Table[] {
  return [chain.root, ...chain.children];
}
