import type { TableNode } from './table-node.ts';

/** Elements that are unnested in one go: bounds what one long list takes in memory beside itself. */
const ELEMENTS = 8192;

/** Elements of lists, flat, with what ties them to their rows. */
export interface ElementPage {
  readonly elements: readonly unknown[];
  /** Three words per element: the id of its parent. */
  readonly parentIds: Uint32Array;
  readonly listIndexes: readonly number[];
}

/** Parents of lists: which of their rows are out, and what their ids are. */
export interface ListParent {
  isRejected(row: number): boolean;
  /** Copies the three words of a row's id to `out[at..]`. */
  copyId(row: number, out: Uint32Array, at: number): void;
}

/** A list inside the rows of one table; its elements are the rows of another. */
export class ListNode {
  readonly #openTable: () => TableNode;
  #table: TableNode | undefined;

  constructor(openTable: () => TableNode) {
    this.#openTable = openTable;
  }

  /** Writes the elements of all lists; `lists[i]` belongs to row `base + i` of the parent. Empty lists make no table. */
  append(lists: readonly (readonly unknown[] | undefined)[], base: number, parent: ListParent): void {
    let elements: unknown[] = [];
    let listIndexes: number[] = [];
    let parentIds = new Uint32Array(3 * ELEMENTS);
    const flush = (): void => {
      if (elements.length === 0) return;
      this.#table ??= this.#openTable();
      this.#table.appendElements({ elements, parentIds, listIndexes });
      elements = [];
      listIndexes = [];
      parentIds = new Uint32Array(3 * ELEMENTS);
    };
    for (let index = 0; index < lists.length; index++) {
      const list = lists[index];
      if (list === undefined || parent.isRejected(base + index)) continue;
      for (let place = 0; place < list.length; place++) {
        parent.copyId(base + index, parentIds, 3 * elements.length);
        elements.push(list[place]);
        listIndexes.push(place);
        if (elements.length === ELEMENTS) flush();
      }
    }
    flush();
  }
}
