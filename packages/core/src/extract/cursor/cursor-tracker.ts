import type { CursorWindow, Incremental } from '../../source/incremental.ts';
import { Boundary } from './boundary.ts';
import { adopt, cursorBounds, inOrder, kindName, type CursorBounds, type RunWindow } from './cursor-bounds.ts';
import { cursorMissing, cursorTypeError, type CursorPlace } from './cursor-errors.ts';
import type { CursorState } from './cursor-state.ts';
import { compareCursors, cursorOf, valueOf, type Cursor } from './cursor-value.ts';

export interface CursorTrackerOptions {
  readonly resource: string;
  /** Of any resource: the keys of its rows are texts. */
  readonly incremental: Incremental<Record<string, unknown>>;
  readonly primaryKey: readonly string[];
  readonly state: CursorState | undefined;
  readonly window: RunWindow | undefined;
}

/** Lets those rows of a resource pass that are inside the window of the run, and follows the highest cursor. */
export class CursorTracker {
  readonly #place: CursorPlace;
  readonly #path: readonly string[];
  readonly #order: 'asc' | 'desc' | 'none';
  readonly #onMissing: 'raise' | 'include' | 'exclude';
  readonly #boundary: Boundary;
  #bounds: CursorBounds;
  #kind: Cursor['kind'] | undefined;
  #last: Cursor | undefined;
  #previous: Cursor | undefined;
  #disordered = 0;
  #reachedBound = false;
  /** Whether the state holds another cursor. */
  readonly changed: boolean;
  /** Live: `last` follows the rows. */
  readonly window: CursorWindow;

  constructor({ resource, incremental, primaryKey, state, window }: CursorTrackerOptions) {
    const { cursor, order = 'none', onMissing = 'raise', dedup } = incremental;
    this.#path = typeof cursor === 'string' ? cursor.split('.') : cursor;
    this.#place = { resource, path: this.#path.join('.') };
    this.#order = order;
    this.#onMissing = onMissing;
    const known = state?.cursor === this.#place.path ? state : undefined;
    this.changed = state !== undefined && known === undefined;
    this.#bounds = cursorBounds(this.#place, incremental, known, window);
    this.#last = this.#bounds.last;
    this.#kind = window === undefined ? (this.#bounds.start ?? this.#bounds.end)?.kind : undefined;
    const keys = dedup === undefined || dedup === false ? primaryKey : typeof dedup === 'string' ? [dedup] : dedup;
    this.#boundary = new Boundary(keys, this.#bounds.dedup ? (known?.boundary ?? []) : []);
    const lastValue = (): CursorWindow['last'] => valueOf(this.#last);
    this.window = {
      start: valueOf(this.#bounds.start),
      end: valueOf(this.#bounds.end),
      get last() {
        return lastValue();
      },
    };
  }

  /** Keys that lead to the cursor, joined with dots. */
  get path(): string {
    return this.#place.path;
  }

  /** The rows of a page that are inside the window; the page itself where all are. */
  take(page: readonly unknown[]): readonly unknown[] {
    let passed: unknown[] | undefined;
    for (let index = 0; index < page.length; index++) {
      const row = page[index];
      if (this.#passes(row)) passed?.push(row);
      else passed ??= page.slice(0, index);
    }
    if (this.#bounds.dedup) this.#boundary.endPage();
    return passed ?? page;
  }

  /** Whether no row to come can be inside the window, as far as the source keeps its order. */
  get finished(): boolean {
    return this.#reachedBound && this.#disordered === 0;
  }

  /** Whether reading can go on at the highest cursor if it is cut short here. */
  get resumable(): boolean {
    return this.#order === 'asc' && this.#disordered === 0 && !this.#bounds.startOpen;
  }

  /** Rows that contradict the order that was declared. */
  get disordered(): number {
    return this.#disordered;
  }

  /** Whether too many rows have the highest cursor to remember which of them were loaded. */
  get boundaryForgotten(): boolean {
    return this.#bounds.dedup && this.#boundary.forgotten;
  }

  /** Another part of the source, which has an order of its own, comes next. */
  beginPart(): void {
    this.#previous = undefined;
    this.#reachedBound = false;
  }

  /** What to remember; undefined where the cursor does not move, or there is none yet. */
  get state(): CursorState | undefined {
    if (!this.#bounds.moves || this.#last === undefined) return undefined;
    return {
      cursor: this.#place.path,
      last: this.#last.value,
      boundary: this.#bounds.dedup ? this.#boundary.marks : [],
    };
  }

  #passes(row: unknown): boolean {
    // What is no object has no cursor, and is set aside with that reason later.
    if (typeof row !== 'object' || row === null || Array.isArray(row)) return true;
    const value = readPath(row, this.#path);
    if (value === UNREADABLE) return true;
    if (value === undefined || value === null) return this.#passesWithout();
    const cursor = this.#comparable(value);
    if (this.#order !== 'none') this.#checkOrder(cursor);
    return this.#isBeforeEnd(cursor) && this.#isAfterStart(cursor, row) && this.#follow(cursor, row);
  }

  #passesWithout(): boolean {
    if (this.#onMissing === 'raise') throw cursorMissing(this.#place);
    return this.#onMissing === 'include';
  }

  #comparable(value: unknown): Cursor {
    const cursor = cursorOf(value);
    const expected = this.#kind === undefined ? 'a number, a timestamp, a date or text' : kindName(this.#kind);
    if (cursor === undefined) throw cursorTypeError(this.#place, typeName(value), expected);
    if (this.#kind === undefined) this.#adoptKind(cursor.kind);
    else if (cursor.kind !== this.#kind) throw cursorTypeError(this.#place, kindName(cursor.kind), expected);
    return cursor;
  }

  /** The first row says what bounds mean that came as text, from a command line. */
  #adoptKind(kind: Cursor['kind']): void {
    const { start, end } = this.#bounds;
    this.#kind = kind;
    this.#bounds = inOrder(this.#place, {
      ...this.#bounds,
      start: start === undefined ? undefined : adopt(this.#place, start, kind),
      end: end === undefined ? undefined : adopt(this.#place, end, kind),
    });
  }

  #checkOrder(cursor: Cursor): void {
    const step = this.#previous === undefined ? 0 : compareCursors(cursor, this.#previous);
    if (this.#order === 'asc' ? step < 0 : step > 0) this.#disordered++;
    this.#previous = cursor;
  }

  #isBeforeEnd(cursor: Cursor): boolean {
    const { end, endClosed } = this.#bounds;
    if (end === undefined) return true;
    const distance = compareCursors(cursor, end);
    if (distance < 0 || (distance === 0 && endClosed)) return true;
    if (this.#order === 'asc') this.#reachedBound = true;
    return false;
  }

  #isAfterStart(cursor: Cursor, row: object): boolean {
    const { start, startOpen, dedup } = this.#bounds;
    if (start === undefined) return true;
    const distance = compareCursors(cursor, start);
    if (distance > 0) return true;
    if (distance < 0 || startOpen) {
      if (this.#order === 'desc') this.#reachedBound = true;
      return false;
    }
    return !dedup || !this.#boundary.isLoaded(row);
  }

  #follow(cursor: Cursor, row: object): true {
    const distance = this.#last === undefined ? 1 : compareCursors(cursor, this.#last);
    if (distance > 0) this.#last = cursor;
    if (this.#bounds.dedup) {
      if (distance > 0) this.#boundary.moveTo(row);
      else if (distance === 0) this.#boundary.add(row);
    }
    return true;
  }
}

/** What stands for a value whose getter throws; such rows are set aside later. */
const UNREADABLE = Symbol('unreadable');

function readPath(row: object, path: readonly string[]): unknown {
  let value: unknown = row;
  try {
    for (const key of path) {
      if (typeof value !== 'object' || value === null) return undefined;
      if (value instanceof Map) value = value.get(key);
      // An own key, so that a text of the prototype is no value of the row.
      else value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
    }
  } catch {
    return UNREADABLE;
  }
  return value;
}

function typeName(value: unknown): string {
  if (typeof value === 'number') return 'NaN or an infinity';
  if (value instanceof Date) return 'an invalid date';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
