import { ExactDecimal } from '../../json/exact-number.ts';
import type { CursorValue } from '../../source/incremental.ts';
import type { Json } from '../../source/resource.ts';

/** Key of a resource's state below which its cursor is kept. */
export const CURSOR_STATE = 'incremental';

/** What is remembered of a cursor between runs. */
export interface CursorState {
  /** Path of the cursor; the memory of another one is not used. */
  readonly cursor: string;
  readonly last: CursorValue;
  /** Marks of the rows at `last` that were loaded. */
  readonly boundary: readonly string[];
}

/** Writes it as JSON that keeps the type of the cursor. */
export function encodeCursorState({ cursor, last, boundary }: CursorState): Json {
  return { cursor, last: encode(last), ...(boundary.length === 0 ? {} : { boundary }) };
}

/** Reads what `encodeCursorState` wrote; undefined for anything else. */
export function decodeCursorState(state: Json | undefined): CursorState | undefined {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return undefined;
  // No list, by the line above; `Array.isArray` does not narrow readonly arrays.
  const { cursor, last, boundary } = state as { readonly [key: string]: Json };
  const value = decode(last);
  if (typeof cursor !== 'string' || value === undefined) return undefined;
  return { cursor, last: value, boundary: Array.isArray(boundary) ? boundary.map(String) : [] };
}

function encode(value: CursorValue): Json {
  if (typeof value === 'bigint') return { bigint: String(value) };
  if (value instanceof Date) return { date: value.toISOString() };
  return value instanceof ExactDecimal ? { decimal: value.text } : value;
}

function decode(json: Json | undefined): CursorValue | undefined {
  if (typeof json === 'string' || typeof json === 'number') return json;
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
  // As above.
  const { bigint, date, decimal } = json as { readonly [key: string]: Json };
  if (typeof bigint === 'string') return BigInt(bigint);
  if (typeof date === 'string') return new Date(date);
  return typeof decimal === 'string' ? new ExactDecimal(decimal) : undefined;
}
