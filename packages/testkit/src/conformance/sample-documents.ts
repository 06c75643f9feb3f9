import assert from 'node:assert/strict';
import type { Column, LoadCommit, LoadReceipt, MergeRules, MergeStrategy, Table, TableChain } from '@leat/core';
import { canonicalValue } from '../values/canonical-value.ts';
import { ownValue } from '../values/own-value.ts';
import { SampleLoad } from './sample-load.ts';
import type { SampleRow, SampleValue } from './sample-row.ts';
import { column } from './sample-tables.ts';
import type { Workbench } from './workbench.ts';

/** A row with lists in it; all other keys are columns of the root. */
export type SampleDocument = Readonly<Record<string, SampleValue | readonly SampleLine[]>> & {
  readonly lines?: readonly SampleLine[];
};

/** An element of a list, with a list in it. */
export interface SampleLine {
  readonly sku: string;
  readonly notes?: readonly string[];
}

/** How documents are written, and where their ids come from. */
export interface DocumentLoad {
  readonly write: MergeStrategy | 'append' | 'replace';
  readonly rules?: Partial<MergeRules>;
  /** Columns of the root beside those of `DOCUMENTS`. */
  readonly columns?: readonly Column[];
  readonly commit?: Partial<LoadCommit>;
}

/** Three documents with lists on two levels. */
export const DOCUMENTS: readonly SampleDocument[] = [
  { id: 1, title: 'one', lines: [{ sku: 'a', notes: ['x', 'y'] }, { sku: 'b' }] },
  { id: 2, title: 'two', lines: [{ sku: 'c', notes: ['z'] }] },
  { id: 3, title: 'three' },
];

const ROW_ID = column('_leat_id', 'text', { nullable: false, role: 'row-id' });
const ORDINAL = column('_leat_ordinal', 'bigint', { nullable: false, role: 'ordinal' });
const PARENT_ID = column('_leat_parent_id', 'text', { nullable: false, role: 'parent-id' });
const ROOT_ID = column('_leat_root_id', 'text', { role: 'root-id' });
const VALIDITY = [
  column('_leat_valid_from', 'timestamp', { role: 'valid-from' }),
  column('_leat_valid_to', 'timestamp', { role: 'valid-to' }),
];
const ROOT_COLUMNS = [column('id', 'bigint'), column('region'), column('title')];

/** A chain of three tables as core makes it for a way of writing; `columns` are those of the root. */
export function documentTables(
  write: DocumentLoad['write'],
  columns: readonly Column[] = ROOT_COLUMNS,
): TableChain & { readonly root: Table } {
  const root = { name: 'orders', resource: 'orders', path: ['orders'] };
  const merges = write !== 'append' && write !== 'replace';
  const system = [ROW_ID, PARENT_ID, ...(merges ? [ROOT_ID] : [])];
  return {
    root: { ...root, columns: [...columns, ROW_ID, ...(write === 'scd2' ? VALIDITY : [])] },
    children: [
      {
        ...root,
        name: 'orders__lines',
        path: ['orders', 'lines'],
        parent: 'orders',
        columns: [column('sku'), ...system],
      },
      {
        ...root,
        name: 'orders__lines__notes',
        path: ['orders', 'lines', '[]', 'notes'],
        parent: 'orders__lines',
        columns: [column('value'), ...system],
      },
    ],
  };
}

/** Writes documents as one load: files, ordinals and ids as core would make them; lists nobody has make no file. */
export async function loadDocuments(
  bench: Workbench,
  documents: readonly SampleDocument[],
  { write, rules = {}, columns = [], commit = {} }: DocumentLoad,
): Promise<LoadReceipt> {
  const merge: MergeRules = { primaryKey: write === 'scd2' ? [] : ['id'], mergeKey: [], ...rules };
  const chain = documentTables(write, [...ROOT_COLUMNS, ...columns]);
  const load = await SampleLoad.begin(bench);
  const rows = unnest(documents, (document, ordinal) => {
    if (write === 'scd2') return JSON.stringify(document, (_key, value: unknown) => canonicalBigint(value));
    const keys = write === 'append' || write === 'replace' ? [] : merge.primaryKey;
    const key = keys.map((name) => canonicalValue(document[name]));
    return JSON.stringify(keys.length === 0 ? [load.loadId, ordinal] : key);
  });
  for (const [index, table] of [chain.root, ...chain.children].entries()) {
    const staged = rows[index] ?? [];
    if (staged.length === 0) continue;
    // What no row has is in no file, nor are columns that only the table has.
    const brought = table.columns.filter(({ name }) => staged.some((row) => Object.hasOwn(row, name)));
    const merges = write !== 'append' && write !== 'replace';
    // oxlint-disable-next-line no-await-in-loop -- one file after the other
    await load.stage({ ...table, columns: [...brought, ...(merges ? [ORDINAL] : [])] }, staged);
  }
  const receipt = await load.commit([publicationOf(chain, write, merge, bench)], commit);
  await load.session[Symbol.asyncDispose]();
  return receipt;
}

function publicationOf(
  chain: TableChain,
  write: DocumentLoad['write'],
  merge: MergeRules,
  { capabilities }: Workbench,
): LoadCommit['publications'][number] {
  if (write === 'append') return { chain, disposition: write };
  if (write === 'replace') return { chain, disposition: write, strategy: capabilities.replaceStrategies[0] };
  return { chain, disposition: 'merge', strategy: write, merge };
}

/** Rows of root, lines and notes. */
function unnest(
  documents: readonly SampleDocument[],
  idOf: (document: SampleDocument, ordinal: number) => string,
): readonly [SampleRow[], SampleRow[], SampleRow[]] {
  const [roots, lines, notes]: [SampleRow[], SampleRow[], SampleRow[]] = [[], [], []];
  for (const [ordinal, document] of documents.entries()) {
    const root = idOf(document, ordinal);
    const scalars = Object.entries(document).filter((entry): entry is [string, SampleValue] => entry[0] !== 'lines');
    roots.push({ ...Object.fromEntries(scalars), _leat_id: root, _leat_ordinal: ordinal });
    const tie = { _leat_root_id: root, _leat_ordinal: ordinal };
    for (const [place, line] of (document.lines ?? []).entries()) {
      const id = `${root} line ${place}`;
      lines.push({ sku: line.sku, _leat_id: id, _leat_parent_id: root, ...tie });
      for (const [at, value] of (line.notes ?? []).entries())
        notes.push({ value, _leat_id: `${id} note ${at}`, _leat_parent_id: id, ...tie });
    }
  }
  return [roots, lines, notes];
}

/**
 * The documents as one text each, in the order of the texts: columns that have a value, and lists. Fails where a list has no
 * parent any more, or an id is there twice.
 */
export async function readDocuments(
  bench: Workbench,
  columns: readonly string[] = ['id', 'region', 'title'],
): Promise<readonly string[]> {
  const [roots, lines, notes] = await Promise.all(
    ['orders', 'orders__lines', 'orders__lines__notes'].map((table) => readRows(bench, table)),
  );
  assert.ok(roots !== undefined && lines !== undefined && notes !== undefined);
  const notesOf = (line: object): readonly string[] => elementsOf(notes, line).map((note) => text(note, 'value'));
  const documents = roots.map((root) => {
    const scalars = columns.flatMap((name) => (text(root, name) === '' ? [] : [`${name}=${text(root, name)}`]));
    const list = elementsOf(lines, root).map((line) => [text(line, 'sku'), ...notesOf(line)].join('/'));
    return [...scalars, ...(list.length === 0 ? [] : [`lines=${list.join(',')}`])].join(' ');
  });
  for (const [parents, children] of [
    [roots, lines],
    [lines, notes],
  ] as const) {
    const ids = new Set(parents.map((row) => text(row, '_leat_id')));
    const orphans = children.filter((row) => !ids.has(text(row, '_leat_parent_id')));
    assert.deepEqual(orphans, [], 'elements of lists whose row is gone');
    const own = children.map((row) => text(row, '_leat_id'));
    assert.equal(new Set(own).size, own.length, 'an element of a list is there twice');
  }
  return documents.toSorted();
}

/** The validity of every version as `from to`, by title, in the order of the texts; `-` is no moment. */
export async function readVersions(bench: Workbench): Promise<readonly string[]> {
  const moment = (row: object, name: string): string => text(row, name).slice(0, 19) || '-';
  const rows = await readRows(bench, 'orders');
  return rows
    .map((row) => `${text(row, 'title')}: ${moment(row, '_leat_valid_from')} ${moment(row, '_leat_valid_to')}`)
    .toSorted();
}

/** What was counted for root, lines and notes, one text each. */
export function countsOf(receipt: LoadReceipt): readonly string[] {
  return ['orders', 'orders__lines', 'orders__lines__notes'].map((table) => {
    const counts = receipt.tables[table];
    assert.ok(counts !== undefined, table);
    const { loaded, duplicates, inserted, updated, deleted } = counts;
    return `loaded ${loaded} duplicates ${duplicates} inserted ${inserted} updated ${updated} deleted ${deleted}`;
  });
}

async function readRows(bench: Workbench, table: string): Promise<readonly object[]> {
  const rows: object[] = [];
  for await (const row of bench.client.readTable(table, bench.call)) rows.push(row);
  return rows;
}

function elementsOf(rows: readonly object[], parent: object): readonly object[] {
  const id = text(parent, '_leat_id');
  return rows
    .filter((row) => text(row, '_leat_parent_id') === id)
    .toSorted((a, b) => (text(a, '_leat_id') < text(b, '_leat_id') ? -1 : 1));
}

function text(row: object, name: string): string {
  return canonicalValue(ownValue(row, name)) ?? '';
}

function canonicalBigint(value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
