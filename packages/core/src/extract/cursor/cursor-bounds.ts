import type { CursorValue, Incremental } from '../../source/incremental.ts';
import { applyLag } from './apply-lag.ts';
import { cursorTypeError, incrementalInvalid, type CursorPlace } from './cursor-errors.ts';
import type { CursorState } from './cursor-state.ts';
import { boundOf, compareCursors, cursorOf, type Cursor } from './cursor-value.ts';

/** A window given for one run, in place of what the state says: what `--from` and `--to` are. */
export interface RunWindow {
  readonly from?: CursorValue;
  readonly to?: CursorValue;
}

/** What one run reads. */
export interface CursorBounds {
  readonly start: Cursor | undefined;
  readonly end: Cursor | undefined;
  readonly startOpen: boolean;
  readonly endClosed: boolean;
  /** The highest cursor of earlier runs. */
  readonly last: Cursor | undefined;
  /** Whether rows at the start are told apart from those that were loaded. */
  readonly dedup: boolean;
  /** Whether the run moves the cursor. */
  readonly moves: boolean;
}

/**
 * Decides on the window of a run.
 *
 * @throws ConfigError `LEAT_INCREMENTAL_INVALID` for settings that contradict each other, SchemaError `LEAT_CURSOR_TYPE` for bounds of different kinds.
 */
export function cursorBounds(
  place: CursorPlace,
  incremental: Incremental<Record<string, unknown>>,
  state: CursorState | undefined,
  window: RunWindow | undefined,
): CursorBounds {
  const { initial, end, lag = 0, boundary = {}, dedup } = incremental;
  const read = (value: CursorValue | undefined, what: string): Cursor | undefined => {
    const cursor = cursorOf(value);
    if (value !== undefined && cursor === undefined)
      throw incrementalInvalid(place, `${what} is nothing that can be compared`);
    return cursor;
  };
  if (!(lag >= 0) || !Number.isFinite(lag)) throw incrementalInvalid(place, 'lag is negative or no number');
  if (end !== undefined && initial === undefined) throw incrementalInvalid(place, 'an end needs an initial value');
  const first = read(initial, 'initial');
  const last = read(state?.last, 'the stored cursor');
  if (window !== undefined) {
    const kind = (last ?? first)?.kind;
    const given = (value: CursorValue | undefined, what: string): Cursor | undefined => {
      const bound = read(value, what);
      return bound === undefined || kind === undefined ? bound : adopt(place, bound, kind);
    };
    const bounds = { start: given(window.from, 'from') ?? first, end: given(window.to, 'to') };
    const checked = kind === undefined ? bounds : inOrder(place, bounds);
    return { ...checked, startOpen: false, endClosed: false, last: undefined, dedup: false, moves: false };
  }
  const startOpen = boundary.start === 'open';
  const endClosed = boundary.end === 'closed';
  if (end !== undefined) {
    const bounds = inOrder(place, { start: first, end: read(end, 'end') });
    return { ...bounds, startOpen, endClosed, last: undefined, dedup: false, moves: false };
  }
  if (first !== undefined && last !== undefined && first.kind !== last.kind)
    throw cursorTypeError(place, kindName(first.kind), kindName(last.kind));
  const start = last === undefined || lag === 0 ? (last ?? first) : lagged(place, last, lag, first);
  return {
    start,
    end: undefined,
    startOpen,
    endClosed,
    last,
    dedup: dedup !== false && lag === 0 && !startOpen,
    moves: true,
  };
}

/** The bound as a value of this kind; a text may stand for a number or a date. */
export function adopt(place: CursorPlace, bound: Cursor, kind: Cursor['kind']): Cursor {
  const adopted = boundOf(bound, kind);
  if (adopted === undefined) throw cursorTypeError(place, kindName(kind), kindName(bound.kind));
  return adopted;
}

/** What a kind is called in messages. */
export function kindName(kind: Cursor['kind']): string {
  return { number: 'a number', instant: 'a timestamp or date', text: 'text' }[kind];
}

function lagged(place: CursorPlace, last: Cursor, lag: number, floor: Cursor | undefined): Cursor {
  const start = applyLag(last, lag, floor);
  if (start === undefined) throw incrementalInvalid(place, 'lag needs a number, a timestamp or a date');
  return start;
}

/** Checks that a window does not end before it starts. */
export function inOrder<Bounds extends { readonly start: Cursor | undefined; readonly end: Cursor | undefined }>(
  place: CursorPlace,
  bounds: Bounds,
): Bounds {
  const { start, end } = bounds;
  if (start === undefined || end === undefined) return bounds;
  if (start.kind !== end.kind) throw cursorTypeError(place, kindName(end.kind), kindName(start.kind));
  if (compareCursors(start, end) > 0) throw incrementalInvalid(place, 'its window ends before it starts');
  return bounds;
}
