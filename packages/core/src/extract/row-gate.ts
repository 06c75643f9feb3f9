import { keysOf, type AnyResource, type Json } from '../source/resource.ts';
import type { CursorWindow } from '../source/incremental.ts';
import { stepsOf } from '../source/rows-from.ts';
import { StepRunner } from '../source/step-runner.ts';
import type { RunWindow } from './cursor/cursor-bounds.ts';
import { CURSOR_STATE, decodeCursorState, encodeCursorState } from './cursor/cursor-state.ts';
import { CursorTracker } from './cursor/cursor-tracker.ts';
import type { PageSink } from './page-sink.ts';
import { replaces } from './reading-tree.ts';

/** Whether a resource, or what it is made of, is read by a cursor. */
export function hasCursor({ definition: { incremental, transform } }: AnyResource): boolean {
  return incremental !== undefined || (transform !== undefined && hasCursor(transform.from));
}

/** What stands between the rows of a resource and its sink: steps, then the cursor. Without either, pages go through untouched. */
export class RowGate {
  /** Run by the gate, or, for a transformer, where its rows are made. */
  readonly steps: StepRunner;
  readonly #runsSteps: boolean;
  readonly #tracker: CursorTracker | undefined;
  readonly #stored: Json | undefined;
  /** Rows with the order of the cursor in one stretch: not so with partitions, or where every parent's rows begin anew. */
  readonly #inOneStretch: boolean;
  #outside = 0;

  /** Throws what `CursorTracker` does for settings that make no sense. */
  constructor(resource: AnyResource, state: Readonly<Record<string, Json>>, window: RunWindow | undefined) {
    const { name, rows, transform, incremental, primaryKey, partitions } = resource.definition;
    const { steps } = transform === undefined ? stepsOf(rows) : stepsOf(transform.rows);
    this.steps = new StepRunner(steps, name);
    this.#runsSteps = transform === undefined && steps.length > 0;
    this.#inOneStretch = transform === undefined && partitions === undefined;
    this.#stored = replaces(resource) ? undefined : state[CURSOR_STATE];
    // In a window, what is made of the parent's rows of it belongs to it.
    if (incremental === undefined || (window !== undefined && transform !== undefined && hasCursor(transform.from)))
      return;
    this.#tracker = new CursorTracker({
      resource: name,
      incremental: transform === undefined ? incremental : { ...incremental, order: 'none' },
      primaryKey: keysOf(primaryKey),
      state: decodeCursorState(this.#stored),
      window,
    });
  }

  /** What the source may ask for. */
  get window(): CursorWindow | undefined {
    return this.#tracker?.window;
  }

  /** The rows that come through. */
  pass(page: readonly unknown[]): readonly unknown[] {
    const stepped = this.#runsSteps ? this.steps.run(page) : page;
    if (this.#tracker === undefined) return stepped;
    const passed = this.#tracker.take(stepped);
    this.#outside += stepped.length - passed.length;
    return passed;
  }

  /** Rows taken out since this was asked the last time. */
  takeFiltered(): number {
    const filtered = this.#outside + this.steps.takeFiltered();
    this.#outside = 0;
    return filtered;
  }

  /** Another partition comes next. */
  beginPart(): void {
    this.#tracker?.beginPart();
  }

  /** Whether the rest of this partition cannot hold anything wanted. */
  get partFinished(): boolean {
    return this.#tracker?.finished === true;
  }

  /** Whether a reading that ends here, before the source does, leaves rows behind that the cursor cannot tell from read ones. */
  get losesTrack(): boolean {
    return this.#tracker !== undefined && !(this.#inOneStretch && this.#tracker.resumable);
  }

  /** The cursor as it is to be saved; as it was, where it must not move. */
  cursorState(moves: boolean): Json | undefined {
    const state = moves ? this.#tracker?.state : undefined;
    return state === undefined ? this.#stored : encodeCursorState(state);
  }

  /** Tells the sink what its readers should know about the cursor. */
  warn(sink: PageSink): void {
    const tracker = this.#tracker;
    if (tracker === undefined) return;
    if (tracker.boundaryForgotten) {
      sink.warn?.(
        'LEAT_CURSOR_BOUNDARY',
        tracker.path,
        1,
        'More rows have the highest cursor than can be remembered: the next run loads them again.',
      );
    }
    if (tracker.disordered > 0) {
      sink.warn?.(
        'LEAT_CURSOR_ORDER',
        tracker.path,
        tracker.disordered,
        'Rows did not come in the order that the resource declares; reading did not stop early.',
      );
    }
    if (tracker.changed) {
      sink.warn?.(
        'LEAT_CURSOR_CHANGED',
        tracker.path,
        1,
        'The resource has another cursor than before, and was read from its beginning.',
      );
    }
  }

  /** Tells that rows were loaded beyond which the cursor could not move. */
  warnOfRepetition(sink: PageSink): void {
    sink.warn?.(
      'LEAT_CURSOR_CUT',
      this.#tracker?.path,
      1,
      'The read was cut short and the cursor stays where it was: the next run loads these rows again.',
    );
  }
}
