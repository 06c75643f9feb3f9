import { randomUUID } from 'node:crypto';

import type { Clock } from './clock.ts';
import type { CommandResult } from './command-result.ts';

/** One submitted command; times are milliseconds since 1970, UTC. */
export interface QueuedRequest {
  readonly id: string;
  readonly owner: string;
  readonly command: string;
  readonly createdAt: number;
  status: 'queued' | 'processing' | 'completed' | 'failed' | 'expired';
  startedAt: number | null;
  completedAt: number | null;
  result: CommandResult | null;
  errorMessage: string | null;
}

/** Runs a command; `die` is thrown through it when the worker dies in the command. */
export type RunCommand = (command: string) => Promise<CommandResult | 'worker-died' | 'never-ends'>;

/** Sizes and times of the queue; the service has no setting for them. */
export interface QueueLimits {
  /** Waiting requests, without the one that runs. */
  readonly size: number;
  readonly retentionMilliseconds: number;
}

/** What `/queue/status` tells one key. */
export interface QueueStatus {
  readonly queueSize: number;
  readonly active: number;
  readonly completed: number;
  readonly processing: string | null;
  readonly workerRunning: boolean;
}

/** The queue of one service process: one worker, first in, first out, over all keys; nothing survives {@link RequestQueue.stop}. */
export class RequestQueue {
  readonly #run: RunCommand;
  readonly #clock: Clock;
  readonly #limits: QueueLimits;
  readonly #known = new Map<string, QueuedRequest>();
  readonly #waiting: QueuedRequest[] = [];
  readonly #listeners = new Map<string, (() => void)[]>();
  #current: QueuedRequest | null = null;
  #paused = false;
  #killed = false;
  #stopped = false;
  #alive = true;
  #wake: () => void = () => {};

  constructor(run: RunCommand, clock: Clock, limits: QueueLimits) {
    this.#run = run;
    this.#clock = clock;
    this.#limits = limits;
    void this.#work();
  }

  /** Puts a command at the end of the queue; null when it is full. */
  submit(command: string, owner: string): QueuedRequest | null {
    if (this.#waiting.length >= this.#limits.size) return null;
    const request: QueuedRequest = {
      id: randomUUID(),
      owner,
      command,
      createdAt: this.#clock.now(),
      status: 'queued',
      startedAt: null,
      completedAt: null,
      result: null,
      errorMessage: null,
    };
    this.#known.set(request.id, request);
    this.#waiting.push(request);
    this.#wake();
    return request;
  }

  /** The request, if this owner submitted it and its result was not purged. */
  find(id: string, owner: string): QueuedRequest | undefined {
    this.#purge();
    const request = this.#known.get(id);
    return request?.owner === owner ? request : undefined;
  }

  /** Resolves when the request is no longer waiting or running, or when `signal` is aborted. */
  settled(request: QueuedRequest, signal: AbortSignal): Promise<void> {
    if (request.completedAt !== null || signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const listeners = this.#listeners.get(request.id) ?? [];
      this.#listeners.set(request.id, listeners);
      listeners.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }

  /** Takes a request that still waits out of the queue; tells whether it did. */
  expire(request: QueuedRequest): boolean {
    const index = this.#waiting.indexOf(request);
    if (index === -1) return false;
    this.#waiting.splice(index, 1);
    request.status = 'expired';
    request.completedAt = this.#clock.now();
    return true;
  }

  /** The figures for one owner; the size of the queue is everybody's. */
  status(owner: string): QueueStatus {
    this.#purge();
    const own = [...this.#known.values()].filter((request) => request.owner === owner);
    const processing = this.#current?.owner === owner ? this.#current.id : null;
    const active = own.filter((request) => request.status === 'queued').length + (processing === null ? 0 : 1);
    return {
      queueSize: this.#waiting.length,
      active,
      completed: own.length - active,
      processing,
      workerRunning: this.#alive,
    };
  }

  /** Lets the worker take no further command. */
  pause(): void {
    this.#paused = true;
  }

  /** Lets the worker go on. */
  resume(): void {
    this.#paused = false;
    this.#wake();
  }

  /** Lets the worker die: at once in the command that runs, else in the next one it takes. */
  kill(): void {
    this.#killed = true;
    if (this.#current !== null) this.#die();
  }

  /** Forgets all results that are there. */
  purgeResults(): void {
    for (const request of this.#known.values()) {
      if (request.completedAt !== null) this.#known.delete(request.id);
    }
  }

  /** Ends the process: nothing is answered or run any more. */
  stop(): void {
    this.#stopped = true;
    this.#wake();
  }

  async #work(): Promise<void> {
    while (this.#alive && !this.#stopped) {
      const request = this.#paused ? undefined : this.#waiting.shift();
      if (request === undefined) {
        // oxlint-disable-next-line no-await-in-loop -- one worker: commands run one after another
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      this.#current = request;
      request.status = 'processing';
      request.startedAt = this.#clock.now();
      if (this.#killed) {
        this.#die();
        return;
      }
      // oxlint-disable-next-line no-await-in-loop -- as above
      const result = await this.#run(request.command);
      if (!this.#alive || this.#stopped) return;
      if (result === 'worker-died') {
        this.#die();
        return;
      }
      if (result === 'never-ends') return;
      this.#complete(request, result);
    }
  }

  #complete(request: QueuedRequest, result: CommandResult): void {
    request.status = 'completed';
    request.result = result;
    request.completedAt = this.#clock.now();
    this.#current = null;
    for (const listener of this.#listeners.get(request.id) ?? []) listener();
    this.#listeners.delete(request.id);
  }

  #die(): void {
    this.#alive = false;
    this.#current = null;
  }

  /** The service purges only while the queue is idle, so retention is a lower bound. */
  #purge(): void {
    if (this.#waiting.length > 0 || this.#current !== null || !this.#alive) return;
    const oldest = this.#clock.now() - this.#limits.retentionMilliseconds;
    for (const request of this.#known.values()) {
      if (request.completedAt === null) continue;
      if (request.completedAt >= oldest) break;
      this.#known.delete(request.id);
    }
  }
}
