import { columnWithRole, tablesOf, type DataType, type MergeRules, type MergeStrategy } from '@leat/core';
import { ownValue } from '../values/own-value.ts';
import { ordinalOf, type ChainRows } from './chain-rows.ts';
import type { StoredRow } from './decode-json-lines.ts';

/** Brings the rows of a load together with those that are there. */
export function mergeChain(rows: ChainRows, strategy: MergeStrategy, rules: MergeRules, startedAt: Date): void {
  if (rules.fresh === true) for (const { name } of tablesOf(rows.chain)) rows.deleteRows(name, () => true);
  MERGES[strategy](rows, rules, startedAt);
  rows.insertStaged();
}

/** What each strategy does before what is left of the load is inserted. */
const MERGES: Readonly<Record<MergeStrategy, (rows: ChainRows, rules: MergeRules, startedAt: Date) => void>> = {
  'delete-insert': (rows, rules) => {
    dropDuplicates(rows, rules, rules.primaryKey);
    const matches = [rules.primaryKey, rules.mergeKey]
      .filter((keys) => keys.length > 0)
      .map((keys) => matcher(rows, keys));
    const isReplaced = (row: StoredRow): boolean => isCurrent(row) && matches.some((match) => match(row));
    deleteListsOf(rows, isReplaced);
    rows.deleteRows(rows.chain.root.name, isReplaced);
    rows.dropStaged(flagging(rules, rows));
  },
  upsert: (rows, rules) => {
    dropDuplicates(rows, rules, rules.primaryKey);
    const match = matcher(rows, rules.primaryKey);
    deleteListsOf(rows, (row) => isCurrent(row) && match(row));
    deleteFlagged(rows, rules);
    update(rows, rules.primaryKey);
  },
  'insert-only': (rows, rules) => {
    dropDuplicates(rows, rules, rules.primaryKey);
    const match = matcher(rows, rules.primaryKey, rows.staged().filter(flagging(rules, rows)));
    deleteListsOf(rows, (row) => isCurrent(row) && match(row));
    deleteFlagged(rows, rules);
    rows.dropStaged(matcher(rows, rules.primaryKey, rows.stored().filter(isCurrent)));
  },
  scd2: (rows, rules, startedAt) => {
    const id = columnWithRole(rows.chain.root, 'row-id') ?? '';
    const hasNaturalKey = rules.mergeKey.length > 0;
    dropDuplicates(rows, rules, hasNaturalKey ? rules.mergeKey : [id]);
    const isTouched = hasNaturalKey ? matcher(rows, rules.mergeKey) : () => true;
    rows.dropStaged(flagging(rules, rows));
    const isUnchanged = matcher(rows, [id]);
    endVersions(rows, startedAt, (row) => isCurrent(row) && isTouched(row) && !isUnchanged(row));
    rows.dropStaged(matcher(rows, [id], rows.stored().filter(isCurrent)));
    dropSharedLists(rows);
    const from = columnWithRole(rows.chain.root, 'valid-from') ?? '';
    rows.replaceStaged((row) => ({ ...row, [from]: startedAt.toISOString() }));
  },
};

/** Of the staged rows with one key the first in the order of `dedupSort` stays, among equals the one read last. */
function dropDuplicates(rows: ChainRows, rules: MergeRules, keys: readonly string[]): void {
  if (keys.length === 0) return;
  const winners = new Map(
    rows
      .staged()
      .toSorted((a, b) => -preferred(rows, rules, a, b))
      .map((row) => [rows.keyOf(row, keys), row]),
  );
  rows.dropStaged((row) => winners.get(rows.keyOf(row, keys)) !== row, 'duplicates');
}

/** Negative where the first row is the better one. */
function preferred(rows: ChainRows, { dedupSort }: MergeRules, a: StoredRow, b: StoredRow): number {
  if (dedupSort !== undefined) {
    const [left, right] = [ownValue(a, dedupSort.column) ?? null, ownValue(b, dedupSort.column) ?? null];
    if (left === null || right === null) {
      if (left !== right) return left === null ? 1 : -1;
    } else {
      const type = rows.chain.root.columns.find(({ name }) => name === dedupSort.column)?.dataType;
      const order = compare(type, left, right);
      if (order !== 0) return dedupSort.order === 'asc' ? order : -order;
    }
  }
  return ordinalOf(b) - ordinalOf(a);
}

/** Text by its bytes, everything else as numbers. */
function compare(type: DataType | undefined, a: unknown, b: unknown): number {
  if (type === 'bigint' || type === 'double' || type === 'decimal' || type === 'bool') return Number(a) - Number(b);
  return Buffer.compare(Buffer.from(String(a)), Buffer.from(String(b)));
}

/** Tells whether a row has the key of one of the others: those of the load, unless told otherwise. */
function matcher(
  rows: ChainRows,
  keys: readonly string[],
  others: readonly StoredRow[] = rows.staged(),
): (row: StoredRow) => boolean {
  const known = new Set(others.map((row) => rows.keyOf(row, keys)));
  return (row) => {
    const key = rows.keyOf(row, keys);
    return key !== undefined && known.has(key);
  };
}

/** Tells whether a staged row deletes. */
function flagging({ hardDelete }: MergeRules, { chain }: ChainRows): (row: StoredRow) => boolean {
  const column = chain.root.columns.find(({ name }) => name === hardDelete);
  if (column === undefined) return () => false;
  return (row) => {
    const flag = ownValue(row, column.name) ?? null;
    return column.dataType === 'bool' ? flag === true : flag !== null;
  };
}

/** Versions that ended are history, also after scd2 gave way to another strategy. */
function isCurrent(row: StoredRow): boolean {
  return (ownValue(row, '_leat_valid_to') ?? null) === null;
}

/** Lists that an ended version shares stay. */
function deleteListsOf(rows: ChainRows, isMatched: (row: StoredRow) => boolean): void {
  const idOf = (row: StoredRow): unknown => rows.valueOf(row, 'row-id');
  const ids = new Set(rows.stored().filter(isMatched).map(idOf));
  for (const row of rows.stored()) if (!isCurrent(row)) ids.delete(idOf(row));
  rows.deleteLists(ids);
}

function deleteFlagged(rows: ChainRows, rules: MergeRules): void {
  const isFlagged = flagging(rules, rows);
  const match = matcher(rows, rules.primaryKey, rows.staged().filter(isFlagged));
  rows.deleteRows(rows.chain.root.name, (row) => isCurrent(row) && match(row));
  rows.dropStaged(isFlagged);
}

/** Appends of before may have left a key several times: one row is updated, the others go. */
function update(rows: ChainRows, keys: readonly string[]): void {
  const { name } = rows.chain.root;
  const pending = new Map(rows.staged().map((row) => [rows.keyOf(row, keys), row]));
  const first = new Map(
    rows
      .stored()
      .filter(isCurrent)
      .map((row) => [rows.keyOf(row, keys), row]),
  );
  const match = matcher(rows, keys);
  rows.deleteRows(name, (row) => isCurrent(row) && match(row) && first.get(rows.keyOf(row, keys)) !== row);
  rows.updateRows((row) => (isCurrent(row) ? pending.get(rows.keyOf(row, keys) ?? '') : undefined));
  rows.dropStagedRows(name, (row) => first.has(rows.keyOf(row, keys)));
}

function endVersions(rows: ChainRows, startedAt: Date, isEnded: (row: StoredRow) => boolean): void {
  const to = columnWithRole(rows.chain.root, 'valid-to') ?? '';
  const at = startedAt.toISOString();
  rows.updateRows((row) => {
    if (!isEnded(row)) return undefined;
    const from = rows.valueOf(row, 'valid-from');
    // A clock that went back never lets a version end before it began.
    return { ...row, [to]: typeof from === 'string' && from > at ? from : at };
  });
}

/** Lists of versions that came back are there already. */
function dropSharedLists(rows: ChainRows): void {
  for (const child of rows.chain.children) {
    const id = columnWithRole(child, 'row-id') ?? '';
    const there = new Set(rows.stored(child.name).map((row) => ownValue(row, id)));
    rows.dropStagedRows(child.name, (row) => there.has(ownValue(row, id)));
  }
}
