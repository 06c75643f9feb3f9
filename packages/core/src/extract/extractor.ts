import { abortedError } from '../errors/aborted.ts';
import type { Logger } from '../ports/logger.ts';
import type { AnyResource, Json, WaitNotice } from '../source/resource.ts';
import type { RunWindow } from './cursor/cursor-bounds.ts';
import type { ExtractResult } from './extract-result.ts';
import type { PageSink } from './page-sink.ts';
import { Reading } from './reading.ts';
import { planReadings } from './reading-tree.ts';

/** Milliseconds of uninterrupted work after which files, timers and signals get their turn. */
const BREATH_MILLIS = 20;

/** Milliseconds that sources get to end by themselves when a run is stopped; one that does not listen is left alone then. */
const PATIENCE_MILLIS = 3000;

export interface ExtractorOptions {
  readonly concurrency: number;
  readonly limit: number | undefined;
  readonly failFast: boolean;
  /** Whether the resources were asked for by name; otherwise those that are unavailable are skipped. */
  readonly named?: boolean;
  readonly signal: AbortSignal;
  readonly drain: AbortSignal;
  readonly logger: Logger;
  /** Reads a window instead of what the state says, and leaves the state alone. */
  readonly window?: RunWindow | undefined;
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
  /** Aborts what is being read when one resource failed and that is to stop all. */
  readonly #abort = new AbortController();
  #lastBreath: number;

  constructor(options: ExtractorOptions) {
    this.#options = options;
    this.#lastBreath = performance.now();
  }

  /**
   * Reads all resources, and the parents of transformers among them. Failures are results, not exceptions; only an aborted
   * run throws, and a resource that is made of itself (`LEAT_TRANSFORMER_CYCLE`).
   */
  async extract(resources: readonly AnyResource[]): Promise<readonly ExtractResult[]> {
    const { concurrency, failFast, openSink, ready, initialState, named = false, ...rest } = this.#options;
    const signal = AbortSignal.any([this.#options.signal, this.#abort.signal]);
    const host = {
      ...rest,
      signal,
      named,
      window: this.#options.window,
      openSink,
      ready: async (): Promise<void> => {
        await ready();
        await this.#breathe();
      },
      onFailure: (error: unknown): void => {
        if (failFast) this.#abort.abort(error);
      },
    };
    const readings = planReadings(resources, initialState).map((node) => new Reading(node, host));
    const queue = [...readings];
    const worker = async (): Promise<void> => {
      for (let reading = queue.shift(); reading !== undefined; reading = queue.shift()) {
        if (!this.#abort.signal.aborted) await reading.run();
      }
    };
    await settledOrStopped(Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, worker)), signal);
    if (this.#options.signal.aborted) throw abortedError(this.#options.signal);
    const results = readings.flatMap((reading) => [...reading.results()]);
    return results.toSorted((a, b) => resources.indexOf(a.resource) - resources.indexOf(b.resource));
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

/** Waits for the work, or for `PATIENCE_MILLIS` behind the signal: nobody waits for ever on a source that ignores it. */
async function settledOrStopped(work: Promise<unknown>, signal: AbortSignal): Promise<void> {
  const patience = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | undefined;
  const begin = (): void => {
    timer = setTimeout(patience.resolve, PATIENCE_MILLIS);
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  try {
    await Promise.race([work, patience.promise]);
  } finally {
    signal.removeEventListener('abort', begin);
    clearTimeout(timer);
  }
}
