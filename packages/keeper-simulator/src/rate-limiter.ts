import type { Clock } from './clock.ts';
import { KeeperSimulatorError } from './simulator-error.ts';

/** So many requests in a window of so many seconds. */
export interface RateLimit {
  readonly count: number;
  readonly windowSeconds: number;
  /** As the page of a 429 says it, for example `60 per 1 minute`. */
  readonly text: string;
}

const secondsOf: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  hour: 3600,
  day: 86_400,
};

/**
 * Reads `60/minute`, `1000 per hour`, or `off`.
 * @throws KeeperSimulatorError for anything else
 */
export function parseRateLimit(text: string): RateLimit | null {
  if (text === 'off') return null;
  const match = /^\s*(\d+)\s*(?:\/|per)\s*(second|minute|hour|day)s?\s*$/i.exec(text);
  const count = Number(match?.[1]);
  const unit = match?.[2]?.toLowerCase() ?? '';
  const windowSeconds = secondsOf[unit];
  if (windowSeconds === undefined || !Number.isSafeInteger(count) || count < 1) {
    throw new KeeperSimulatorError(
      'LEAT_SIMULATOR_RATE_LIMIT',
      `"${text}" is no rate limit.`,
      'Write it like 60/minute, 1000/hour or 6000/day, or off.',
    );
  }
  return { count, windowSeconds, text: `${count} per 1 ${unit}` };
}

interface Window {
  readonly endsAt: number;
  hits: number;
}

/**
 * Counts requests in fixed windows per address and endpoint, as the service's limiter does: the window starts with the first
 * request after the last one ended, and refused requests neither lengthen it nor are free.
 */
export class RateLimiter {
  readonly limit: RateLimit | null;
  readonly #clock: Clock;
  readonly #windows = new Map<string, Window>();

  constructor(limit: RateLimit | null, clock: Clock) {
    this.limit = limit;
    this.#clock = clock;
  }

  /** Counts one request and tells whether it is within the limit. */
  admit(address: string, endpoint: string): boolean {
    if (this.limit === null) return true;
    const now = this.#clock.now();
    const key = `${address}:${endpoint}`;
    const open = this.#windows.get(key);
    if (open === undefined || open.endsAt <= now) {
      this.#windows.set(key, { endsAt: now + this.limit.windowSeconds * 1000, hits: 1 });
      return true;
    }
    open.hits += 1;
    return open.hits <= this.limit.count;
  }

  /** Forgets all counts, as a restart does. */
  clear(): void {
    this.#windows.clear();
  }
}
