import type { ObjectColumn } from './gather.ts';
import { KeySlot, type NestedValues, type SlotParts } from './key-slot.ts';
import type { ListNode } from './list-node.ts';

/** A list column found while rows were flattened; unnested when the whole page is flat. */
export interface ListWork extends RowSpan {
  readonly node: ListNode;
  readonly lists: readonly (readonly unknown[] | undefined)[];
}

/** Consecutive rows of a batch. */
export interface RowSpan {
  readonly base: number;
  readonly count: number;
}

/** An object column found while its parent was flattened. */
interface ObjectWork extends RowSpan {
  readonly node: ObjectNode;
  readonly objects: ObjectColumn;
}

/** Where an object stands: which keys are json by decree, and how many levels may still be unnested. */
export interface NodePlace {
  /** Keys from the table's row. */
  readonly path: readonly string[];
  /** Keys from the root row of the resource, with `[]` behind those of lists. */
  readonly rootPath: readonly string[];
  readonly level: number;
}

/** Decides how far nesting goes. */
export interface NestingRules {
  readonly maxNesting: number;
  /** Paths from the root of the resource, joined with dots, that stay json. */
  readonly jsonPaths: ReadonlySet<string>;
}

/** Looks at nested values before they are unnested and may take some out; `base` is the row of the first. */
export type InspectNested = (nested: NestedValues, base: number, path: readonly string[]) => void;

type TakeSlot = (slot: KeySlot, nested: NestedValues | undefined, span: RowSpan) => void;

/** Stands in paths behind the key of a list: what follows is inside its elements. */
export const ELEMENTS = '[]';

/** Below this share of keys present, a page is read row by row: most of what whole columns would read is absent. */
const SPARSE = 0.25;

/**
 * Flattens the objects at one place of a table's rows into columns. Works on a page at a time: finds the keys the page has,
 * then reads the page key by key.
 */
export class ObjectNode {
  readonly #place: NodePlace;
  readonly #rules: NestingRules;
  readonly #parts: SlotParts;
  readonly #slots = new Map<string, KeySlot>();
  /** Keys of the last object, in order: rows of one source usually have the same. */
  #shape: readonly string[] = [];
  #pages = 0;
  readonly #scratch: unknown[] = [];

  constructor(place: NodePlace, rules: NestingRules, parts: SlotParts) {
    this.#place = place;
    this.#rules = rules;
    this.#parts = parts;
  }

  /**
   * Writes a page. `objects[i]` belongs to row `base + i` of the table; undefined where that row has none here. Lists
   * go to `lists`, to be unnested afterwards. `inspect` may take nested values out before they are looked into.
   */
  append(objects: ObjectColumn, count: number, base: number, lists: ListWork[], inspect?: InspectNested): void {
    const slots: KeySlot[] = [];
    const keys = this.#findKeys(objects, count, base, slots);
    const work: ObjectWork[] = [];
    const take = (slot: KeySlot, nested: NestedValues | undefined, span: RowSpan): void => {
      if (nested === undefined) return;
      inspect?.(nested, span.base, slot.path);
      if (nested.hasObjects) work.push({ node: slot.object, objects: nested.objects, ...span });
      if (nested.hasLists) lists.push({ node: slot.list, lists: nested.lists, ...span });
    };
    if (keys < SPARSE * slots.length * count) this.#appendRows(objects, count, base, take);
    else {
      for (const slot of slots) {
        this.#gather(slot, objects, count, base);
        take(slot, slot.append(this.#scratch, count, base), { base, count });
      }
    }
    for (const inner of work) inner.node.append(inner.objects, inner.count, inner.base, lists);
  }

  /** Collects the slots of all keys in the page, in order of appearance, and counts keys over all rows. */
  #findKeys(objects: ObjectColumn, count: number, base: number, slots: KeySlot[]): number {
    const page = ++this.#pages;
    let shape = this.#shape;
    let total = 0;
    let known = false;
    for (let index = 0; index < count; index++) {
      const object = objects[index];
      if (object === undefined) continue;
      if (known && hasShape(object, shape)) {
        total += shape.length;
        continue;
      }
      const keys = this.#keysOf(object, base + index);
      total += keys.length;
      for (const key of keys) {
        const slot = this.#slot(key);
        if (slot.page === page) continue;
        slot.page = page;
        slots.push(slot);
      }
      shape = keys;
      known = true;
    }
    this.#shape = shape;
    return total;
  }

  /** Only a proxy can refuse to name its keys. */
  #keysOf(object: object, row: number): readonly string[] {
    try {
      return Object.keys(object);
    } catch {
      this.#parts.reject(row, 'unreadable', this.#place.path);
      return [];
    }
  }

  /** Reads a key of all objects; where a getter throws, it is looked for row by row. */
  #gather(slot: KeySlot, objects: ObjectColumn, count: number, base: number): void {
    try {
      slot.gather.read(objects, count, this.#scratch);
    } catch {
      for (let index = 0; index < count; index++)
        this.#scratch[index] = this.#readOne(objects[index], slot.key, base + index);
    }
  }

  #readOne(object: Readonly<Record<string, unknown>> | undefined, key: string, row: number): unknown {
    try {
      return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
    } catch {
      // What a getter throws may hold values of the row, so it goes no further.
      this.#parts.reject(row, 'unreadable', [...this.#place.path, key]);
      return undefined;
    }
  }

  #appendRows(objects: ObjectColumn, count: number, base: number, take: TakeSlot): void {
    for (let index = 0; index < count; index++) {
      const object = objects[index];
      if (object === undefined) continue;
      for (const key of this.#keysOf(object, base + index)) {
        const slot = this.#slot(key);
        const value = this.#readOne(object, key, base + index);
        take(slot, slot.append([value], 1, base + index), { base: base + index, count: 1 });
      }
    }
  }

  #slot(key: string): KeySlot {
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      const path = [...this.#place.path, key];
      const rootPath = [...this.#place.rootPath, key];
      const nests =
        this.#place.level < this.#rules.maxNesting &&
        !this.#rules.jsonPaths.has(rootPath.filter((part) => part !== ELEMENTS).join('.'));
      slot = new KeySlot(
        key,
        { path, rootPath, level: this.#place.level + 1 },
        { objects: nests, lists: nests },
        this.#parts,
      );
      this.#slots.set(key, slot);
    }
    return slot;
  }
}

/** Tells whether an object has exactly these keys in this order; reads the engine's enumeration cache, no list of keys. */
function hasShape(object: Readonly<Record<string, unknown>>, shape: readonly string[]): boolean {
  let index = 0;
  try {
    for (const key in object) if (key !== shape[index++]) return false;
  } catch {
    // A proxy that refuses; whoever lists its keys will find out.
    return false;
  }
  return index === shape.length;
}
