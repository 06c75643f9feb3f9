import type { ColumnWriter } from './column-writer.ts';
import type { ObjectColumn } from './gather.ts';
import { inspectNested } from './inspect-nested.ts';
import { isRecord, KeySlot, objectOf, type NestedValues, type SlotParts } from './key-slot.ts';
import { ListNode, type ElementPage, type Lineage, type ListParent } from './list-node.ts';
import { ELEMENTS, ObjectNode, type ListWork, type NestingRules, type NodePlace } from './object-node.ts';
import { idSeed, tableSalt, writeId, writeTextId, type IdSeed } from './row-ids.ts';
import { contentText, keyText, type RowIdentity } from './row-identity.ts';
import type { DiscardedTable } from './schema-builder.ts';
import { TableBuilder, type RejectReason } from './table-builder.ts';

/** Opens the builder of a child table when its first element arrives. */
export type OpenChild = (parent: string, place: NodePlace) => TableBuilder | DiscardedTable;

/** Rules and services that all tables of one resource share. */
export interface ResourceRules extends NestingRules {
  /** Levels of objects and lists inside a row; deeper (or cyclic) rows are set aside. */
  readonly maxDepth: number;
  readonly identity: RowIdentity;
  readonly openChild: OpenChild;
  /** Called with a table when a page is done with it; only then may its batch be taken. */
  readonly grown: (builder: TableBuilder) => void;
}

interface RowProblem {
  readonly index: number;
  readonly reason: RejectReason;
  readonly path: readonly string[];
}

/** One table of a resource: takes rows (or elements of lists), flattens objects, hands lists to child tables. */
export class TableNode implements SlotParts, ListParent {
  readonly builder: TableBuilder;
  readonly #place: NodePlace;
  readonly #rules: ResourceRules;
  readonly #salt: number;
  readonly #rows: ObjectNode;
  #elements: KeySlot | undefined;
  /** The same in every load, unlike the seed of rows that are numbered: a key must always give the same id. */
  readonly #keySeed: IdSeed;
  #ids: Uint32Array = new Uint32Array(0);
  #roots: Lineage | undefined;
  #base = 0;

  constructor(builder: TableBuilder, place: NodePlace, rules: ResourceRules) {
    this.builder = builder;
    this.#place = place;
    this.#rules = rules;
    this.#salt = tableSalt(builder.name);
    this.#keySeed = idSeed('key', builder.name);
    this.#rows = new ObjectNode({ ...place, path: [] }, rules, this);
  }

  /** Appends a page of the resource. Anything that is no object is set aside; so is what cannot be unnested. */
  appendRows(page: readonly unknown[], seed: IdSeed): void {
    const { builder } = this;
    const count = page.length;
    const ids = this.#reserveIds(count);
    const problems = this.#writeRootIds(page, ids, seed);
    const first = builder.ordinal;
    this.#base = builder.beginRows(page, ids, count);
    if (builder.merges) this.#roots = builder.beginLineage(ids, count, (index) => first + index);
    for (const { index, reason, path } of problems) builder.reject(this.#base + index, reason, path);
    const lists: ListWork[] = [];
    this.#rows.append(this.#records(page), count, this.#base, lists, this.#inspect);
    this.#unnest(lists);
  }

  appendElements(page: ElementPage): void {
    const { builder } = this;
    const { elements, parentIds, listIndexes } = page;
    const count = elements.length;
    const ids = this.#reserveIds(count);
    for (let index = 0; index < count; index++) {
      const at = 3 * index;
      writeId(
        ids,
        at,
        parentIds[at] ?? 0,
        parentIds[at + 1] ?? 0,
        parentIds[at + 2] ?? 0,
        this.#salt,
        listIndexes[index] ?? 0,
      );
    }
    this.#base = builder.beginElements(page, ids, count);
    this.#roots = page.roots;
    const lists: ListWork[] = [];
    const nested = this.#elementSlot.append(elements, count, this.#base);
    if (nested?.hasObjects === true) this.#rows.append(nested.objects, count, this.#base, lists);
    if (nested?.hasLists === true)
      lists.push({ node: this.#elementSlot.list, lists: nested.lists, base: this.#base, count });
    this.#unnest(lists);
  }

  isRejected(row: number): boolean {
    return this.builder.isRejected(row);
  }

  copyId(row: number, out: Uint32Array, at: number): void {
    const from = 3 * (row - this.#base);
    out[at] = this.#ids[from] ?? 0;
    out[at + 1] = this.#ids[from + 1] ?? 0;
    out[at + 2] = this.#ids[from + 2] ?? 0;
  }

  get hasRoots(): boolean {
    return this.#roots !== undefined;
  }

  copyRoot(row: number, out: Lineage, at: number): void {
    const roots = this.#roots;
    if (roots === undefined) return;
    const from = row - this.#base;
    for (let word = 0; word < 3; word++) out.ids[3 * at + word] = roots.ids[3 * from + word] ?? 0;
    out.ordinals[at] = roots.ordinals[from] ?? 0;
  }

  openWriter(path: readonly string[]): ColumnWriter {
    return this.builder.openWriter(path);
  }

  reject(row: number, reason: RejectReason, path: readonly string[]): void {
    this.builder.reject(row, reason, path);
  }

  openObject(place: NodePlace): ObjectNode {
    return new ObjectNode(place, this.#rules, this);
  }

  openList(place: NodePlace): ListNode {
    return new ListNode(() => {
      const opened = this.#rules.openChild(this.builder.name, place);
      if (opened instanceof TableBuilder)
        return new TableNode(opened, { ...place, rootPath: [...place.rootPath, ELEMENTS] }, this.#rules);
      return {
        appendElements: ({ elements }) => {
          opened.rows += elements.length;
        },
      };
    });
  }

  /** Where elements of the list land that are no objects: scalars in `value`, lists in a table named after `list`. */
  get #elementSlot(): KeySlot {
    return (this.#elements ??= new KeySlot(
      VALUE,
      this.#elementPlace(),
      { objects: true, lists: this.#place.level < this.#rules.maxNesting },
      {
        openWriter: () => this.builder.openWriter([VALUE]),
        openObject: (place) => this.openObject(place),
        openList: (place) => this.openList({ ...place, path: [LIST] }),
        reject: (row, reason, path) => this.reject(row, reason, path),
      },
    ));
  }

  #elementPlace(): NodePlace {
    return { path: [VALUE], rootPath: [...this.#place.rootPath, LIST], level: this.#place.level + 1 };
  }

  #unnest(lists: readonly ListWork[]): void {
    this.builder.checkRequired();
    for (const work of lists) work.node.append(work.lists, work.base, this);
    this.builder.endPage();
    this.#rules.grown(this.builder);
  }

  /** The rows of a page that are objects; the others are rejected where they stand. */
  #records(page: readonly unknown[]): ObjectColumn {
    for (let index = 0; index < page.length; index++) {
      const row = page[index];
      if (!isRecord(row) || row instanceof Map) return page.map((item, at) => this.#record(item, this.#base + at));
    }
    // Every item was just found to be a record.
    return page as ObjectColumn;
  }

  #record(item: unknown, row: number): ObjectColumn[number] {
    if (item instanceof Map) return objectOf(item);
    if (isRecord(item)) return item;
    this.builder.reject(row, 'not-an-object', []);
    return undefined;
  }

  readonly #inspect = (nested: NestedValues, base: number, path: readonly string[]): void => {
    for (const column of [nested.objects, nested.lists]) {
      for (let index = 0; index < column.length; index++) {
        const value = column[index];
        if (value === undefined) continue;
        const problem = inspectNested(value, this.#rules.maxDepth);
        if (problem !== undefined) this.builder.reject(base + index, problem.reason, [...path, ...problem.path]);
        if (problem !== undefined || this.builder.isRejected(base + index)) column[index] = undefined;
      }
    }
  };

  /** Gives every root row its id, and names those whose key is missing or whose content cannot be spelled. */
  #writeRootIds(page: readonly unknown[], ids: Uint32Array, seed: IdSeed): readonly RowProblem[] {
    const { identity } = this.#rules;
    const { ordinal } = this.builder;
    const [a, b, c] = seed;
    const problems: RowProblem[] = [];
    for (let index = 0; index < page.length; index++) {
      const row = page[index];
      if (identity.kind !== 'content') writeId(ids, 3 * index, a, b, c, this.#salt, ordinal + index);
      if ((identity.kind === 'ordinal' && identity.required.length === 0) || !isRecord(row)) continue;
      const key = keyText(row instanceof Map ? objectOf(row) : row, identity);
      if (typeof key === 'number')
        problems.push({ index, reason: 'null-key', path: identity.required.slice(key, key + 1) });
      else if (identity.kind === 'key') writeTextId(ids, 3 * index, this.#keySeed, this.#salt, key);
      else if (identity.kind === 'content')
        writeTextId(ids, 3 * index, this.#keySeed, this.#salt, contentText(row) ?? String(ordinal + index));
    }
    return problems;
  }

  #reserveIds(count: number): Uint32Array {
    if (this.#ids.length < 3 * count) this.#ids = new Uint32Array(3 * count);
    return this.#ids;
  }
}

/** dlt's names for the column of scalar elements, and for the table of lists in lists. */
const VALUE = 'value';
const LIST = 'list';
