import { isScalarObject } from '../schema/lattice.ts';
import type { ColumnWriter } from './column-writer.ts';
import { Gather } from './gather.ts';
import type { ListNode } from './list-node.ts';
import type { NodePlace, ObjectNode } from './object-node.ts';
import type { RejectReason } from './table-builder.ts';

/** What was found at a key besides scalars, aligned with the rows of the page. */
export interface NestedValues {
  readonly objects: (Readonly<Record<string, unknown>> | undefined)[];
  readonly lists: (readonly unknown[] | undefined)[];
  hasObjects: boolean;
  hasLists: boolean;
}

/** Makes the parts of a slot on the first value that needs them. */
export interface SlotParts {
  openWriter(path: readonly string[]): ColumnWriter;
  openObject(place: NodePlace): ObjectNode;
  openList(place: NodePlace): ListNode;
  /** Takes a row out of the batch. */
  reject(row: number, reason: RejectReason, path: readonly string[]): void;
}

/** Which values are unnested; the others are json. */
export interface Nests {
  readonly objects: boolean;
  readonly lists: boolean;
}

/**
 * Everything that can stand at one key of an object: a scalar column, columns of an object flattened into the row, a list
 * with a table of its own; usually one of them.
 */
export class KeySlot {
  readonly key: string;
  readonly gather: Gather;
  /** Number of the page that had this key last; finds the keys of a page without a set. */
  page = -1;
  readonly #place: NodePlace;
  readonly #parts: SlotParts;
  readonly #nests: Nests;
  #writer: ColumnWriter | undefined;
  #object: ObjectNode | undefined;
  #list: ListNode | undefined;
  /** Set once an object or list was met; from then on values are sorted before they are written. */
  #mixed = false;
  #nested: NestedValues | undefined;
  #base = 0;

  constructor(key: string, place: NodePlace, nests: Nests, parts: SlotParts) {
    this.key = key;
    this.#place = place;
    this.gather = new Gather(key);
    this.#nests = nests;
    this.#parts = parts;
  }

  /** Keys from the table's row. */
  get path(): readonly string[] {
    return this.#place.path;
  }

  get object(): ObjectNode {
    return (this.#object ??= this.#parts.openObject(this.#place));
  }

  get list(): ListNode {
    return (this.#list ??= this.#parts.openList(this.#place));
  }

  /** Writes the scalars among the values of a page and gives back what has to be unnested. */
  append(values: readonly unknown[], count: number, base: number): NestedValues | undefined {
    this.#base = base;
    this.#nested = undefined;
    if (this.#mixed) this.#sort(values, count);
    else
      this.#scalars.appendRun(
        values,
        count,
        base,
        this.#nests.objects || this.#nests.lists ? this.#takeNested : undefined,
      );
    return this.#nested;
  }

  get #scalars(): ColumnWriter {
    return (this.#writer ??= this.#parts.openWriter(this.#place.path));
  }

  #sort(values: readonly unknown[], count: number): void {
    let scalars: unknown[] | undefined;
    for (let index = 0; index < count; index++) {
      const value = values[index];
      if (value === undefined || value === null) continue;
      if (typeof value === 'object' && !isScalarObject(value)) this.#takeNested(value, this.#base + index);
      else (scalars ??= Array.from<unknown>({ length: count }))[index] = value;
    }
    if (scalars !== undefined) this.#scalars.appendRun(scalars, count, this.#base, this.#takeNested);
  }

  readonly #takeNested = (value: object, row: number): void => {
    this.#mixed = true;
    const nested = (this.#nested ??= { objects: [], lists: [], hasObjects: false, hasLists: false });
    const index = row - this.#base;
    const plain = this.#plainValue(value, row);
    if (Array.isArray(plain) && this.#nests.lists) {
      nested.lists[index] = plain;
      nested.hasLists = true;
    } else if (this.#nests.objects && isRecord(plain)) {
      nested.objects[index] = plain;
      nested.hasObjects = true;
    } else {
      this.#scalars.appendOne(plain, row);
    }
  };

  /** Turns collections and objects that know their own JSON into what the normalizer reads. */
  #plainValue(value: object, row: number): unknown {
    try {
      return plainValue(value);
    } catch {
      // `toJSON` is code of the source, and what it threw may hold values of the row.
      this.#parts.reject(row, 'unreadable', this.path);
      return undefined;
    }
  }
}

/** Tells whether a value is read by its keys: an object that is no list and no scalar. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isScalarObject(value);
}

function plainValue(value: object): unknown {
  if (value instanceof Map) return objectOf(value);
  if (value instanceof Set) return [...value];
  if ('toJSON' in value && typeof value.toJSON === 'function') return value.toJSON() as unknown;
  return value;
}

/** A record with the entries of a Map; without a prototype, so that `__proto__` is a key like another. */
export function objectOf(map: ReadonlyMap<unknown, unknown>): Readonly<Record<string, unknown>> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, item] of map) object[String(key)] = item;
  return object;
}
