import type { AuditEvent } from '../vault.ts';

/** What one call of Keeper's cloud asks for. */
export interface EventQuery {
  /** Seconds since 1970, inclusive. */
  readonly min: number;
  readonly max: number;
  readonly matches: (event: AuditEvent) => boolean;
}

/** The matching events in rising order, at most `limit`; the time bounds are found by halving. */
export function ascendingEvents(events: readonly AuditEvent[], query: EventQuery, limit: number): AuditEvent[] {
  const found: AuditEvent[] = [];
  for (let index = firstFrom(events, query.min); index < events.length && found.length < limit; index += 1) {
    const event = events[index];
    if (event === undefined || event.created > query.max) break;
    if (query.matches(event)) found.push(event);
  }
  return found;
}

/** The matching events in falling order, at most `limit`. */
export function descendingEvents(events: readonly AuditEvent[], query: EventQuery, limit: number): AuditEvent[] {
  const found: AuditEvent[] = [];
  for (let index = firstFrom(events, query.max + 1) - 1; index >= 0 && found.length < limit; index -= 1) {
    const event = events[index];
    if (event === undefined || event.created < query.min) break;
    if (query.matches(event)) found.push(event);
  }
  return found;
}

function firstFrom(events: readonly AuditEvent[], second: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((events[middle]?.created ?? Infinity) < second) low = middle + 1;
    else high = middle;
  }
  return low;
}
