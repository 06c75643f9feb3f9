/** Elements that are unnested in one go: bounds what one long list takes in memory beside itself. */
const ELEMENTS = 8192;

/** Elements of lists, flat, with what ties them to their rows. */
export interface ElementPage {
  readonly elements: readonly unknown[];
  /** Three words per element: the id of its parent. */
  readonly parentIds: Uint32Array;
  readonly listIndexes: readonly number[];
  /** Where their root rows are, in tables that merge. */
  readonly roots?: Lineage;
}

/** The root rows that a table's rows come from. */
export interface Lineage {
  /** Three words per row. */
  readonly ids: Uint32Array;
  /** Numbers of the root rows in their load. */
  readonly ordinals: Float64Array;
}

/** Takes elements as rows. */
export interface ElementSink {
  appendElements(page: ElementPage): void;
}

/** Parents of lists: which of their rows are out, and what their ids are. */
export interface ListParent {
  isRejected(row: number): boolean;
  /** Copies the three words of a row's id to `out[at..]`. */
  copyId(row: number, out: Uint32Array, at: number): void;
  /** Whether rows remember their roots. */
  readonly hasRoots: boolean;
  /** Copies a row's root to position `at`. */
  copyRoot(row: number, out: Lineage, at: number): void;
}

/** A list inside the rows of one table; its elements are the rows of another. */
export class ListNode {
  readonly #openTable: () => ElementSink;
  #table: ElementSink | undefined;

  constructor(openTable: () => ElementSink) {
    this.#openTable = openTable;
  }

  /** Writes the elements of all lists; `lists[i]` belongs to row `base + i` of the parent. Empty lists make no table. */
  append(lists: readonly (readonly unknown[] | undefined)[], base: number, parent: ListParent): void {
    let elements: unknown[] = [];
    let listIndexes: number[] = [];
    let parentIds = new Uint32Array(3 * ELEMENTS);
    let roots = parent.hasRoots ? newLineage() : undefined;
    const flush = (): void => {
      if (elements.length === 0) return;
      this.#table ??= this.#openTable();
      this.#table.appendElements({ elements, parentIds, listIndexes, ...(roots === undefined ? {} : { roots }) });
      elements = [];
      listIndexes = [];
      parentIds = new Uint32Array(3 * ELEMENTS);
      roots &&= newLineage();
    };
    for (let index = 0; index < lists.length; index++) {
      const list = lists[index];
      if (list === undefined || parent.isRejected(base + index)) continue;
      for (let place = 0; place < list.length; place++) {
        parent.copyId(base + index, parentIds, 3 * elements.length);
        if (roots !== undefined) parent.copyRoot(base + index, roots, elements.length);
        elements.push(list[place]);
        listIndexes.push(place);
        if (elements.length === ELEMENTS) flush();
      }
    }
    flush();
  }
}

function newLineage(): Lineage {
  return { ids: new Uint32Array(3 * ELEMENTS), ordinals: new Float64Array(ELEMENTS) };
}
