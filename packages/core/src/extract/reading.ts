import { isLeatError } from '../errors/leat-error.ts';
import { feed } from '../source/feed.ts';
import type { Json, ResourceContext } from '../source/resource.ts';
import { rowPages } from '../source/row-pages.ts';
import { openRows } from '../source/rows.ts';
import { stepsOf } from '../source/rows-from.ts';
import type { Transform } from '../source/transform.ts';
import type { ExtractResult } from './extract-result.ts';
import { parentFailure, sourceFailure } from './extract-failure.ts';
import type { PageSink } from './page-sink.ts';
import type { ReadingHost } from './reading-host.ts';
import { PARENT_STATE, replaces, type ReadingNode } from './reading-tree.ts';
import { ownState, wholeState } from './reading-state.ts';
import { RowGate } from './row-gate.ts';

/** Rows normalized in one go: few enough to stay in the processor's cache, many enough to pay for the call. */
const SLICE_ROWS = 2048;
/** Rows handed to transformers that make a call for each: what somebody who drains a run has to wait for. */
const FED_ROWS = 128;

/** One resource while it is read: its context, what was taken, its state as of the last page, and the transformers it feeds. */
export class Reading {
  readonly #node: ReadingNode;
  readonly #host: ReadingHost;
  readonly #parent: Reading | undefined;
  readonly #children: readonly Reading[];
  /** What the resource sees of its state. */
  readonly #state: Record<string, Json>;
  #snapshot: string;
  #gate: RowGate | undefined;
  #sink: PageSink | undefined;
  #status: 'reading' | ExtractResult['status'] = 'reading';
  #error: unknown;
  #seen = 0;
  #passed = 0;
  #filtered = 0;
  #requests = 0;
  /** Whether it ended before its source did. */
  #cut = false;

  constructor(node: ReadingNode, host: ReadingHost, parent?: Reading) {
    this.#node = node;
    this.#host = host;
    this.#parent = parent;
    this.#children = node.children.map((child) => new Reading(child, host, this));
    this.#snapshot = JSON.stringify(ownState(node));
    // A copy of JSON is JSON.
    this.#state = JSON.parse(this.#snapshot) as Record<string, Json>;
  }

  /** Reads the resource and everything that is made of it. Failures are results, not exceptions. */
  async run(): Promise<void> {
    if (this.#host.drain.aborted) return this.#end('stopped', true);
    if (!this.#open()) return;
    try {
      const cut = await this.#readAll();
      this.#end(this.#host.drain.aborted && cut ? 'stopped' : 'done', cut);
    } catch (error) {
      this.#fail(sourceFailure(this.#name, error, this.#host.signal));
    }
  }

  /** Results of those resources that are loaded. */
  *results(): Iterable<ExtractResult> {
    if (this.#node.loaded) yield this.#result();
    for (const child of this.#children) yield* child.results();
  }

  get #name(): string {
    return this.#node.resource.definition.name;
  }

  /** Opens the sinks, those of transformers too. */
  #open(): boolean {
    try {
      this.#gate = new RowGate(this.#node.resource, this.#node.state, this.#host.window);
      if (this.#node.loaded) {
        this.#host.onStart(this.#name);
        this.#sink = this.#host.openSink(this.#node.resource);
      }
    } catch (error) {
      this.#fail(sourceFailure(this.#name, error, this.#host.signal));
      return false;
    }
    for (const child of this.#children) child.#open();
    return true;
  }

  /** Answers whether it ended before the source did. */
  async #readAll(): Promise<boolean> {
    for await (const partition of this.#partitions()) {
      this.#gate?.beginPart();
      if (this.#isFull) return true;
      const context = this.#context();
      const { source } = stepsOf(this.#node.resource.definition.rows);
      const stream = await openRows(source, partition === undefined ? context : { ...context, partition });
      for await (const page of rowPages(stream)) {
        const whole = await this.#take(page);
        if (!whole || this.#host.drain.aborted || this.#isFull || !this.#isWanted) return true;
        if (this.#gate?.partFinished === true) break;
      }
    }
    this.#snapshot = JSON.stringify(this.#state);
    return false;
  }

  async *#partitions(): AsyncGenerator<Json | undefined, void, undefined> {
    const { partitions } = this.#node.resource.definition;
    if (partitions === undefined) yield undefined;
    else yield* await partitions({ signal: this.#host.signal, logger: this.#host.logger });
  }

  /** Makes rows of a page of the parent. What goes wrong here is the transformer's own failure. */
  async #feed(transform: Transform, parents: readonly unknown[]): Promise<void> {
    const gate = this.#gate;
    if (this.#status !== 'reading' || gate === undefined) return;
    // Only now it is known that the limit leaves something out.
    if (this.#isFull) return this.#end('done', true);
    try {
      for await (const page of feed(transform, parents, this.#context(), gate.steps)) {
        const tooMany = page.length > this.#left;
        await this.#take(page);
        if (tooMany) return this.#end('done', true);
      }
      this.#countFiltered();
      this.#taken();
      if (gate.steps.finished) this.#end('done', true);
    } catch (error) {
      this.#fail(sourceFailure(this.#name, error, this.#host.signal));
    }
  }

  /** Rows that the limit of the run leaves. */
  get #left(): number {
    return (this.#host.limit ?? Number.POSITIVE_INFINITY) - this.#seen;
  }

  /** Answers whether the page was taken as a whole; a drained run does not wait for all calls of transformers. */
  async #take(whole: readonly unknown[]): Promise<boolean> {
    // The run may have given up on a source that went on reading.
    this.#host.signal.throwIfAborted();
    const page = whole.length <= this.#left ? whole : whole.slice(0, this.#left);
    for (let start = 0; start < page.length; start += this.#sliceRows) {
      if (start > 0 && this.#mayStopInside) return false;
      const rows = this.#pass(page.length <= this.#sliceRows ? page : page.slice(start, start + this.#sliceRows));
      if (rows.length > 0) {
        await this.#sink?.append(rows);
        await Promise.all(this.#children.map((child) => child.#feedFrom(rows)));
      }
      await this.#host.ready();
    }
    this.#seen += page.length;
    this.#taken();
    this.#host.signal.throwIfAborted();
    return true;
  }

  get #sliceRows(): number {
    const { children } = this.#node;
    return children.some(({ resource }) => resource.definition.transform?.unit === 'row') ? FED_ROWS : SLICE_ROWS;
  }

  /** A state of the source's own is as of the end of a page; without one, a page can be left at any row. */
  get #mayStopInside(): boolean {
    const isRoot = this.#parent === undefined && this.#children.length > 0;
    return isRoot && this.#host.drain.aborted && JSON.stringify(this.#state) === '{}';
  }

  async #feedFrom(parents: readonly unknown[]): Promise<void> {
    const { transform } = this.#node.resource.definition;
    if (transform !== undefined) await this.#feed(transform, parents);
  }

  #pass(slice: readonly unknown[]): readonly unknown[] {
    const gate = this.#gate;
    if (gate === undefined) return slice;
    const rows = gate.pass(slice);
    this.#passed += rows.length;
    this.#countFiltered();
    return rows;
  }

  #countFiltered(): void {
    const filtered = this.#gate?.takeFiltered() ?? 0;
    if (filtered === 0) return;
    this.#filtered += filtered;
    this.#sink?.filtered?.(filtered);
  }

  #taken(): void {
    this.#snapshot = JSON.stringify(this.#state);
    this.#progress();
  }

  #progress(): void {
    if (this.#node.loaded) this.#host.onProgress(this.#name, this.#passed + this.#filtered, this.#requests);
  }

  get #isFull(): boolean {
    return this.#left <= 0 || this.#gate?.steps.finished === true;
  }

  /** Whether anybody takes more rows. */
  get #isWanted(): boolean {
    return this.#sink !== undefined || this.#children.some((child) => child.#status === 'reading');
  }

  #end(status: 'done' | 'stopped', cut: boolean): void {
    if (this.#status !== 'reading') return;
    this.#status = status;
    this.#cut = cut;
    if (this.#sink !== undefined) {
      this.#gate?.warn(this.#sink);
      if (status === 'done' && this.#isStuck && this.#appends) this.#gate?.warnOfRepetition(this.#sink);
    }
    for (const child of this.#children) child.#end(status, false);
  }

  #fail(error: unknown): void {
    if (this.#status !== 'reading') return;
    const skipped = !this.#host.named && isLeatError(error) && error.unavailable;
    this.#status = skipped ? 'skipped' : 'failed';
    this.#error = error;
    if (!skipped) this.#host.onFailure(error);
    for (const child of this.#children) child.#fail(parentFailure(child.#name, this.#name, error));
  }

  /** Whether there are rows behind the last one that a next run cannot tell from those that were read. */
  get #isStuck(): boolean {
    const parent = this.#parent;
    if (parent !== undefined && parent.#isStuck) return true;
    if (!this.#cut) return false;
    return this.#gate === undefined || this.#gate.losesTrack || (parent !== undefined && parent.#hasState);
  }

  get #hasState(): boolean {
    return Object.keys(this.#finalState()).length > 0;
  }

  get #appends(): boolean {
    return (this.#node.resource.definition.write ?? 'append') === 'append';
  }

  /** What to save, the cursor and the place in the parent included. */
  #finalState(): Readonly<Record<string, Json>> {
    const { state, resource } = this.#node;
    if (
      this.#host.window !== undefined ||
      this.#status === 'failed' ||
      this.#status === 'skipped' ||
      this.#gate === undefined
    )
      return state;
    const { incremental } = resource.definition;
    const cursor = incremental === undefined ? undefined : this.#gate.cursorState(!this.#isStuck);
    // A copy of JSON is JSON.
    return wholeState(JSON.parse(this.#snapshot) as Record<string, Json>, { cursor, parent: this.#placeInParent });
  }

  get #placeInParent(): Json | undefined {
    const parent = this.#parent;
    if (parent === undefined) return undefined;
    if (this.#isStuck) return this.#node.state[PARENT_STATE];
    return parent.#hasState ? parent.#finalState() : undefined;
  }

  #result(): ExtractResult {
    const status = this.#status === 'reading' ? 'stopped' : this.#status;
    return {
      resource: this.#node.resource,
      status,
      rows: this.#passed + this.#filtered,
      filtered: this.#filtered,
      requests: this.#requests,
      state: JSON.stringify(this.#finalState()),
      held: status === 'stopped' && (replaces(this.#node.resource) || (this.#isStuck && this.#appends)),
      ...(this.#error === undefined ? {} : { error: this.#error }),
    };
  }

  #context(): ResourceContext {
    const { signal, logger, limit } = this.#host;
    const cursor = this.#gate?.window;
    const counted = this.#countedAs();
    return {
      signal,
      logger,
      state: this.#state,
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
      warn: ({ code, column, count, message }) => this.#sink?.warn?.(code, column, count, message),
      wait: (notice) => this.#host.onWait(counted.#name, notice),
      countRequest: () => {
        counted.#requests++;
        counted.#progress();
      },
    };
  }

  /** Who is shown to wait and to ask: the resource itself, or the first that is loaded of what is made of it. */
  #countedAs(): Reading {
    if (this.#node.loaded) return this;
    const made = this.#children.map((child) => child.#countedAs());
    return made.find((child) => child.#node.loaded) ?? this;
  }
}
