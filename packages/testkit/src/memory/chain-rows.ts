import {
  columnWithRole,
  tablesOf,
  type ColumnRole,
  type PublishedCounts,
  type Table,
  type TableChain,
} from '@leat/core';
import { comparableValue } from '../values/comparable-value.ts';
import { ownValue } from '../values/own-value.ts';
import type { StoredRow } from './decode-json-lines.ts';
import type { MemoryTable } from './memory-store.ts';

/** Of what a destination counts: what happens to rows that are there. */
type Change = 'duplicates' | 'inserted' | 'updated' | 'deleted';

/** Where job files of a chain that merges have the number of the root row. */
const ORDINAL = '_leat_ordinal';

/** The rows of a chain while it merges: those that are there, those of the load, and what was counted. */
export class ChainRows {
  readonly chain: TableChain;
  readonly counts: Map<string, PublishedCounts> = new Map();
  readonly #stored: Map<string, readonly StoredRow[]>;
  readonly #staged: Map<string, readonly StoredRow[]>;

  constructor(
    chain: TableChain,
    tables: ReadonlyMap<string, MemoryTable>,
    stagedIn: (table: string) => readonly StoredRow[],
  ) {
    this.chain = chain;
    const names = tablesOf(chain).map(({ name }) => name);
    this.#stored = new Map(names.map((name) => [name, tables.get(name)?.rows ?? []]));
    this.#staged = new Map(names.map((name) => [name, stagedIn(name)]));
    for (const name of names) {
      const loaded = this.#staged.get(name)?.length ?? 0;
      this.counts.set(name, { loaded, duplicates: 0, inserted: 0, updated: 0, deleted: 0 });
    }
  }

  stored(table: string = this.chain.root.name): readonly StoredRow[] {
    return this.#stored.get(table) ?? [];
  }

  staged(table: string = this.chain.root.name): readonly StoredRow[] {
    return this.#staged.get(table) ?? [];
  }

  /** Spells the key of a row of the root; undefined where a part of it is null, which is equal to nothing. */
  keyOf(row: StoredRow, keys: readonly string[]): string | undefined {
    const parts = keys.map((key) => {
      const column = this.chain.root.columns.find(({ name }) => name === key) ?? { dataType: 'text' };
      return comparableValue(column, ownValue(row, key));
    });
    return parts.includes(null) ? undefined : JSON.stringify(parts);
  }

  /** The value of the root's column with the role. */
  valueOf(row: StoredRow, role: ColumnRole): unknown {
    return roleValue(this.chain.root, row, role);
  }

  /** Takes root rows out of the load, with everything unnested from them. */
  dropStaged(isDropped: (row: StoredRow) => boolean, change?: 'duplicates'): void {
    const dropped = new Set(this.staged().filter(isDropped).map(ordinalOf));
    for (const { name } of tablesOf(this.chain)) {
      const rows = this.staged(name);
      const left = rows.filter((row) => !dropped.has(ordinalOf(row)));
      this.#staged.set(name, left);
      if (change !== undefined) this.count(name, change, rows.length - left.length);
    }
  }

  /** Takes single rows of one table out of the load. */
  dropStagedRows(table: string, isDropped: (row: StoredRow) => boolean): void {
    this.#staged.set(
      table,
      this.staged(table).filter((row) => !isDropped(row)),
    );
  }

  /** Changes the staged rows of the root. */
  replaceStaged(replace: (row: StoredRow) => StoredRow): void {
    this.#staged.set(this.chain.root.name, this.staged().map(replace));
  }

  /** Deletes everything unnested from the rows with these ids, level by level. */
  deleteLists(ids: ReadonlySet<unknown>): void {
    const gone = new Map([[this.chain.root.name, ids]]);
    for (const child of this.chain.children) {
      const parents = gone.get(child.parent ?? '') ?? new Set();
      const isGone = (row: StoredRow): boolean => parents.has(roleValue(child, row, 'parent-id'));
      gone.set(
        child.name,
        new Set(
          this.stored(child.name)
            .filter(isGone)
            .map((row) => roleValue(child, row, 'row-id')),
        ),
      );
      this.deleteRows(child.name, isGone);
    }
  }

  deleteRows(table: string, isDeleted: (row: StoredRow) => boolean): void {
    const rows = this.stored(table);
    const left = rows.filter((row) => !isDeleted(row));
    this.#stored.set(table, left);
    this.count(table, 'deleted', rows.length - left.length);
  }

  /** Puts other rows in the place of rows of the root; a row for which there is none stays. */
  updateRows(update: (row: StoredRow) => StoredRow | undefined): void {
    const { name } = this.chain.root;
    const rows = this.stored().map((row) => [row, update(row)] as const);
    this.#stored.set(
      name,
      rows.map(([row, updated]) => updated ?? row),
    );
    this.count(name, 'updated', rows.filter(([, updated]) => updated !== undefined).length);
  }

  /** Adds what is left of the load to the tables. */
  insertStaged(): void {
    for (const { name } of tablesOf(this.chain)) {
      const rows = this.staged(name);
      this.#stored.set(name, [...this.stored(name), ...rows]);
      this.count(name, 'inserted', rows.length);
    }
  }

  count(table: string, change: Change, rows: number): void {
    const counts = this.counts.get(table);
    if (counts !== undefined) this.counts.set(table, { ...counts, [change]: counts[change] + rows });
  }
}

/** Greater for the root row that was read later. */
export function ordinalOf(row: StoredRow): number {
  return Number(ownValue(row, ORDINAL));
}

function roleValue(table: Table, row: StoredRow, role: ColumnRole): unknown {
  return ownValue(row, columnWithRole(table, role) ?? '');
}
