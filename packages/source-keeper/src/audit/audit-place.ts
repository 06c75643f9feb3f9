import type { Json, ResourceContext } from '@leat/core';
import type { AuditPage, KnownSecond } from './audit-reader.ts';

/** How far the log was read, as the state of the resource. */
export interface AuditPlace {
  /** Seconds up to this one were read so late that nothing can come late for them any more. */
  readonly settled: number;
  /** The last second with events that was read. */
  readonly last: KnownSecond | undefined;
}

/** Reads the place out of the state; undefined where there is none. */
export function placeIn(state: ResourceContext['state']): AuditPlace | undefined {
  const { settled, last, events } = state;
  if (typeof settled !== 'number') return undefined;
  const known = typeof last === 'number' && typeof events === 'number' ? { second: last, events } : undefined;
  return { settled, last: known };
}

/** Where to begin: behind what is settled, but with the last events that were seen, which the answer is held against. */
export function beginAt({ settled, last }: AuditPlace): number {
  return last === undefined ? settled + 1 : Math.min(settled + 1, last.second);
}

/** Follows the place while pages are read. */
export class PlaceKeeper {
  readonly #lookback: number;
  #settled: number;
  #last: KnownSecond | undefined;
  #open = true;

  /** @param lookback seconds that an event may come late */
  constructor(place: AuditPlace, lookback: number) {
    this.#lookback = lookback;
    this.#settled = place.settled;
    this.#last = place.last;
  }

  /** Takes a page as read, and writes the place into the state. */
  take({ through, askedAt, last }: AuditPage, state: Record<string, Json>): void {
    const settled = Math.min(through, askedAt - this.#lookback);
    // Behind the first second that may still change, nothing is settled, however late it is read.
    if (this.#open) this.#settled = Math.max(this.#settled, settled);
    if (settled < through) this.#open = false;
    if (last !== undefined && (this.#last === undefined || last.second >= this.#last.second)) this.#last = last;
    state['settled'] = this.#settled;
    if (this.#last !== undefined) {
      state['last'] = this.#last.second;
      state['events'] = this.#last.events;
    }
  }
}
