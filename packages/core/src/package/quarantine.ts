import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringifyJson } from '../json/stringify-json.ts';
import { asStorageError, FILE_MODE } from './file-system.ts';
import { fileNameOf } from './file-name.ts';

/** A row set aside, with why and where. */
export interface QuarantinedRow {
  readonly table: string;
  readonly reason: string;
  /** Keys that lead to the value at fault. */
  readonly path: readonly string[];
  readonly row: unknown;
}

/** Appends rows that cannot be loaded to `<folder>/<table>.jsonl`, so that nothing is lost with them. */
export class Quarantine {
  readonly #folder: string;
  readonly #tables = new Map<string, number>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Rows set aside per table. */
  get counts(): ReadonlyMap<string, number> {
    return this.#tables;
  }

  add({ table, reason, path, row }: QuarantinedRow): void {
    const line = `{"reason":${JSON.stringify(reason)},"path":${JSON.stringify(path)},"row":${rowText(row)}}\n`;
    const file = join(this.#folder, `${fileNameOf(table)}.jsonl`);
    try {
      appendFileSync(file, line, { mode: FILE_MODE });
    } catch (error) {
      throw asStorageError(file, error);
    }
    this.#tables.set(table, (this.#tables.get(table) ?? 0) + 1);
  }
}

/** Levels shown of a row that JSON cannot hold as it is. */
const SHOWN_LEVELS = 512;

function rowText(row: unknown): string {
  try {
    const json = stringifyJson(row);
    if (json !== undefined && !mayHideValues(row)) return json.text;
  } catch {
    // A cycle, a getter that throws or too many levels: the careful way below says so in the row's place.
  }
  // `undefined` has no JSON.
  return JSON.stringify(readable(row, SHOWN_LEVELS, new Set()) ?? null);
}

/** Functions and symbols vanish from JSON; a row that has them is spelled with marks in their place. */
function mayHideValues(row: unknown): boolean {
  return (
    typeof row === 'object' &&
    row !== null &&
    Object.values(row).some((value) => typeof value === 'function' || typeof value === 'symbol')
  );
}

/** A copy that JSON can hold, with marks where the original cannot be shown. */
function readable(value: unknown, levels: number, ancestors: Set<object>): unknown {
  if (typeof value === 'function') return '[function]';
  if (typeof value === 'symbol') return '[symbol]';
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (ancestors.has(value)) return '[cycle]';
  if (levels === 0) return '[deeper]';
  ancestors.add(value);
  const copy: unknown = Array.isArray(value)
    ? value.map((item) => readable(item, levels - 1, ancestors))
    : Object.fromEntries(keysOf(value).map((key) => [key, readProperty(value, key, levels, ancestors)]));
  ancestors.delete(value);
  return copy;
}

function keysOf(value: object): readonly string[] {
  try {
    return Object.keys(value);
  } catch {
    // A proxy that does not name its keys; the reason beside the row says that it is unreadable.
    return [];
  }
}

function readProperty(value: object, key: string, levels: number, ancestors: Set<object>): unknown {
  try {
    // The key was listed just before; reading it may run a getter.
    return readable((value as Record<string, unknown>)[key], levels - 1, ancestors);
  } catch {
    return '[unreadable]';
  }
}
