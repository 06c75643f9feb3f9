import { abortedError } from '../errors/aborted.ts';
import { isLeatError, SourceError } from '../errors/leat-error.ts';
import type { Logger } from '../ports/logger.ts';
import type { AnyResource, Json, ResourceContext, RowStream, WaitNotice } from '../source/resource.ts';
import { rowPages } from './row-pages.ts';

/** Rows normalized in one go: few enough to stay in the processor's cache, many enough to pay for the call. */
const SLICE_ROWS = 2048;
/** Milliseconds of uninterrupted work after which files, timers and signals get their turn. */
const BREATH_MILLIS = 20;

/** How the extraction of one resource ended. */
export interface ExtractResult {
  readonly resource: AnyResource;
  readonly status: 'done' | 'stopped' | 'failed';
  readonly rows: number;
  readonly requests: number;
  /** What the state was when the last page was taken. */
  readonly state: string;
  readonly error?: unknown;
}

/** Takes the rows of one resource. */
export interface PageSink {
  append(page: readonly unknown[]): void | Promise<void>;
}

export interface ExtractorOptions {
  readonly concurrency: number;
  readonly limit: number | undefined;
  readonly failFast: boolean;
  readonly signal: AbortSignal;
  readonly drain: AbortSignal;
  readonly logger: Logger;
  readonly initialState: (resource: string) => Record<string, Json>;
  readonly openSink: (resource: AnyResource) => PageSink;
  /** Waits until there is room for more rows. */
  readonly ready: () => Promise<void>;
  readonly onStart: (resource: string) => void;
  readonly onProgress: (resource: string, rows: number, requests: number) => void;
  readonly onWait: (resource: string, notice: WaitNotice) => void;
}

/** Reads resources side by side, page by page, and never ahead of what can be taken. */
export class Extractor {
  readonly #options: ExtractorOptions;
  /** Aborts what is being read when the run is stopped, or when one resource failed and that is to stop all. */
  readonly #abort = new AbortController();
  readonly #signal: AbortSignal;
  #lastBreath: number;

  constructor(options: ExtractorOptions) {
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#abort.signal]);
    this.#lastBreath = performance.now();
  }

  /** Reads all resources. Failures are results, not exceptions; only an aborted run throws. */
  async extract(resources: readonly AnyResource[]): Promise<readonly ExtractResult[]> {
    const results: ExtractResult[] = [];
    const queue = [...resources];
    const worker = async (): Promise<void> => {
      for (let resource = queue.shift(); resource !== undefined; resource = queue.shift()) {
        const result = await this.#extractOne(resource);
        results.push(result);
        if (result.status === 'failed' && this.#options.failFast) {
          queue.length = 0;
          this.#abort.abort();
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.#options.concurrency, resources.length) }, worker));
    if (this.#options.signal.aborted) throw abortedError(this.#options.signal);
    return results.toSorted((a, b) => resources.indexOf(a.resource) - resources.indexOf(b.resource));
  }

  async #extractOne(resource: AnyResource): Promise<ExtractResult> {
    const { name } = resource.definition;
    const reading = new Reading(resource, this.#options, this.#signal);
    if (this.#options.drain.aborted) return reading.result('stopped');
    this.#options.onStart(name);
    try {
      const sink = this.#options.openSink(resource);
      for await (const partition of partitionsOf(resource, this.#signal, this.#options.logger)) {
        for await (const page of reading.pages(partition)) {
          for (let start = 0; start < page.length; start += SLICE_ROWS) {
            await sink.append(page.length <= SLICE_ROWS ? page : page.slice(start, start + SLICE_ROWS));
            await this.#options.ready();
            await this.#breathe();
          }
          reading.taken(page.length);
          this.#signal.throwIfAborted();
          if (this.#options.drain.aborted) return reading.result('stopped');
          if (reading.full) return reading.result('done');
        }
      }
      reading.ended();
      return reading.result('done');
    } catch (error) {
      return { ...reading.result('failed'), error: sourceFailure(name, error, this.#signal) };
    }
  }

  /** Real time, not the run's clock: nothing depends on it. Microtasks alone, such as an array or a generator that never waits gives, would starve files and signals. */
  async #breathe(): Promise<void> {
    if (performance.now() - this.#lastBreath < BREATH_MILLIS) return;
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    this.#lastBreath = performance.now();
  }
}

/** One resource while it is read: its context, what was taken, and its state as of the last page. */
class Reading {
  readonly #resource: AnyResource;
  readonly #options: ExtractorOptions;
  readonly #context: Omit<ResourceContext, 'partition'>;
  #rows = 0;
  #requests = 0;
  #state: string;

  constructor(resource: AnyResource, options: ExtractorOptions, signal: AbortSignal) {
    const { name } = resource.definition;
    this.#resource = resource;
    this.#options = options;
    this.#context = {
      signal,
      logger: options.logger,
      state: options.initialState(name),
      ...(options.limit === undefined ? {} : { limit: options.limit }),
      wait: (notice) => options.onWait(name, notice),
      countRequest: () => {
        this.#requests++;
        options.onProgress(name, this.#rows, this.#requests);
      },
    };
    this.#state = JSON.stringify(this.#context.state);
  }

  get full(): boolean {
    return this.#options.limit !== undefined && this.#rows >= this.#options.limit;
  }

  async *pages(partition: Json | undefined): AsyncGenerator<readonly unknown[], void, undefined> {
    const { rows } = this.#resource.definition;
    const context: ResourceContext = partition === undefined ? this.#context : { ...this.#context, partition };
    // `AnyResource` has lost the type of its rows; they are objects by the contract, and whatever is not is set aside.
    const stream = (typeof rows === 'function' ? await rows(context) : rows) as RowStream<object> | readonly object[];
    for await (const page of rowPages(stream)) {
      const left = (this.#options.limit ?? Number.POSITIVE_INFINITY) - this.#rows;
      yield page.length <= left ? page : page.slice(0, left);
    }
  }

  taken(rows: number): void {
    this.#rows += rows;
    this.#state = JSON.stringify(this.#context.state);
    this.#options.onProgress(this.#resource.definition.name, this.#rows, this.#requests);
  }

  ended(): void {
    this.#state = JSON.stringify(this.#context.state);
  }

  result(status: ExtractResult['status']): ExtractResult {
    return { resource: this.#resource, status, rows: this.#rows, requests: this.#requests, state: this.#state };
  }
}

async function* partitionsOf(
  resource: AnyResource,
  signal: AbortSignal,
  logger: Logger,
): AsyncGenerator<Json | undefined, void, undefined> {
  const { partitions } = resource.definition;
  if (partitions === undefined) yield undefined;
  else yield* await partitions({ signal, logger });
}

/** Errors of leat pass; what a source threw on its own is wrapped, with the cause kept. */
function sourceFailure(resource: string, error: unknown, signal: AbortSignal): unknown {
  if (isLeatError(error)) return error;
  if (signal.aborted) return abortedError(signal);
  return new SourceError(
    `Resource "${resource}" failed: ${error instanceof Error ? error.message : 'something that is no error was thrown'}`,
    {
      code: 'LEAT_SOURCE_FAILED',
      recoverability: 'transient',
      remedy:
        'Look at the cause and at the source; run the same command again to go on. Rows of other resources were loaded.',
      cause: error,
      details: { resource },
    },
  );
}
