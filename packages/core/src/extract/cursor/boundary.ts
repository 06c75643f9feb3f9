import { createHash } from 'node:crypto';
import { contentText, keyText } from '../../normalize/row-identity.ts';

/** Marks that a resource's state may hold: 10,000 of them are 220 kB. */
const MOST_MARKS = 10_000;
/** 128 bits and a little more in base64url. */
const MARK_LENGTH = 22;

/**
 * Remembers the rows that have the highest cursor, so that the next run, which reads that value again, does not load them
 * twice. Rows are marked only once a page is over, since most are overtaken by then.
 */
export class Boundary {
  readonly #keys: readonly string[];
  readonly #loaded: ReadonlySet<string>;
  #marks: Set<string>;
  #rows: object[] = [];
  #forgotten = false;

  constructor(keys: readonly string[], loaded: readonly string[]) {
    this.#keys = keys;
    this.#loaded = new Set(loaded);
    this.#marks = new Set(loaded);
  }

  /** Whether the last load has this row, which is at its boundary. */
  isLoaded(row: object): boolean {
    if (this.#loaded.size === 0) return false;
    const mark = markOf(row, this.#keys);
    return mark !== undefined && this.#loaded.has(mark);
  }

  /** A row with a higher cursor than all before. */
  moveTo(row: object): void {
    if (this.#marks.size > 0) this.#marks = new Set();
    this.#rows.length = 0;
    this.#forgotten = false;
    this.#rows.push(row);
  }

  /** One more row with the highest cursor. */
  add(row: object): void {
    if (this.#forgotten) return;
    this.#rows.push(row);
    if (this.#marks.size + this.#rows.length > MOST_MARKS) this.endPage();
  }

  /** Marks the rows of a page that are still the highest. */
  endPage(): void {
    for (const row of this.#rows) {
      const mark = markOf(row, this.#keys);
      // What cannot be marked cannot be loaded either, and is set aside.
      if (mark !== undefined) this.#marks.add(mark);
    }
    this.#rows.length = 0;
    if (this.#marks.size > MOST_MARKS) {
      this.#marks = new Set();
      this.#forgotten = true;
    }
  }

  /** Whether there were too many rows to remember. */
  get forgotten(): boolean {
    return this.#forgotten;
  }

  get marks(): readonly string[] {
    return [...this.#marks];
  }
}

/** By the keys where all of them have a value, otherwise by the content. */
function markOf(row: object, keys: readonly string[]): string | undefined {
  const text = keyOf(row, keys) ?? contentText(row);
  return text === undefined ? undefined : createHash('sha256').update(text).digest('base64url').slice(0, MARK_LENGTH);
}

function keyOf(row: object, keys: readonly string[]): string | undefined {
  if (keys.length === 0) return undefined;
  try {
    // The row is an object; whatever it holds, its keys are texts.
    const values = (row instanceof Map ? Object.fromEntries(row) : row) as Readonly<Record<string, unknown>>;
    const text = keyText(values, { kind: 'key', required: keys, keyLength: keys.length });
    return typeof text === 'string' ? `key ${text}` : undefined;
  } catch {
    // A getter that throws: the row will be set aside for it.
    return undefined;
  }
}
