import type { RunEvent } from '@leat/core';

/** What one resource did so far. */
interface ResourceProgress {
  readonly rows: number;
  readonly requests: number;
  readonly done: boolean;
  /** Why it waits, and until when (milliseconds since the epoch). */
  readonly wait?: { readonly reason: string; readonly until: number };
}

/** Waits of one kind, for the summary. */
export interface WaitTotal {
  readonly reason: string;
  readonly count: number;
  readonly milliseconds: number;
}

/** Keeps the account of a run while its events come in; progress line and summary are printed from it. */
export class RunProgress {
  readonly #resources = new Map<string, ResourceProgress>();
  readonly #waits = new Map<string, WaitTotal>();
  #filesLoaded = 0;
  #rowsLoaded = 0;
  #extracted = false;
  #sealed = false;

  /** Takes an event; `now` is in milliseconds since the epoch. */
  take(event: RunEvent, now: number): void {
    switch (event.type) {
      case 'resource-started':
        this.#resources.set(event.resource, { rows: 0, requests: 0, done: false });
        break;
      case 'resource-progress':
        this.#resources.set(event.resource, { rows: event.rows, requests: event.requests, done: false });
        break;
      case 'resource-waiting':
        this.#addWait(event.resource, event.reason, event.milliseconds, now);
        break;
      case 'resource-finished':
        this.#resources.set(event.resource, { rows: event.rows, requests: event.requests, done: true });
        break;
      case 'file-loaded':
        this.#filesLoaded += 1;
        this.#rowsLoaded += event.rows;
        break;
      case 'extract-finished':
        this.#extracted = true;
        break;
      case 'package-sealed':
        this.#sealed = true;
        break;
      default:
        break;
    }
  }

  get resources(): ReadonlyMap<string, ResourceProgress> {
    return this.#resources;
  }

  get waits(): readonly WaitTotal[] {
    return [...this.#waits.values()];
  }

  get phase(): 'extract' | 'load' {
    return this.#extracted || this.#sealed ? 'load' : 'extract';
  }

  get loaded(): { readonly files: number; readonly rows: number } {
    return { files: this.#filesLoaded, rows: this.#rowsLoaded };
  }

  get requests(): number {
    return [...this.#resources.values()].reduce((sum, { requests }) => sum + requests, 0);
  }

  #addWait(resource: string, reason: string, milliseconds: number, now: number): void {
    const progress = this.#resources.get(resource) ?? { rows: 0, requests: 0, done: false };
    this.#resources.set(resource, { ...progress, wait: { reason, until: now + milliseconds } });
    const total = this.#waits.get(reason) ?? { reason, count: 0, milliseconds: 0 };
    this.#waits.set(reason, { reason, count: total.count + 1, milliseconds: total.milliseconds + milliseconds });
  }
}
