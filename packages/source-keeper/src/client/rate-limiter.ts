/** So many requests in so much time. */
export interface RateWindow {
  readonly count: number;
  readonly milliseconds: number;
}

/** Clocks tick in whole milliseconds and may be corrected by a little between two readings. */
const MARGIN_MILLISECONDS = 50;

/** Ends remembered at least, so that a limit per hour or day learned later finds what was sent before. */
const REMEMBERED = 10_000;

/** What is left of the own share after a refusal, its least, and what comes back per window. */
const SLOWING = 0.7;
const LEAST_SHARE = 0.1;
const RECOVERY = 0.1;

/**
 * Spaces the requests of one endpoint so that no window of the service can hold more than the limit.
 *
 * The service counts in fixed windows that begin with a request of anybody, so the client cannot know where they lie. A request
 * is counted by the service at some moment before its answer arrives, therefore: if a request is sent only when fewer than
 * `count` requests were in flight or were answered within the last window's length, any window holds at most `count`.
 * Callers send one request at a time and report its end with {@link RateLimiter.ended}.
 */
export class RateLimiter {
  #windows: readonly RateWindow[];
  /** Times at which the last requests ended, oldest first. */
  #ends: number[] = [];
  #share = 1;
  #shareSince = 0;

  constructor(window: RateWindow) {
    this.#windows = [window];
  }

  /** Takes over a limit that the service has told. @returns whether it is lower than what was kept to */
  learn(window: RateWindow): boolean {
    const others = this.#windows.filter(({ milliseconds }) => milliseconds !== window.milliseconds);
    const known = this.#windows.find(({ milliseconds }) => milliseconds === window.milliseconds);
    const count = Math.max(1, Math.min(window.count, known?.count ?? window.count));
    this.#windows = [...others, { count, milliseconds: window.milliseconds }];
    return known === undefined || count < known.count;
  }

  /** Slows down: the service refused a request although the limit was kept, so others use it too. */
  refused(now: number): void {
    this.#share = Math.max(LEAST_SHARE, this.#shareAt(now) * SLOWING);
    this.#shareSince = now;
  }

  /** The part of the limit that is used, from 0.1 to 1. */
  share(now: number): number {
    return this.#shareAt(now);
  }

  /** Grows again with every window that passes without a refusal. */
  #shareAt(now: number): number {
    const window = Math.min(...this.#windows.map(({ milliseconds }) => milliseconds));
    const quiet = Math.floor((now - this.#shareSince) / window);
    return Math.min(1, this.#share + quiet * RECOVERY);
  }

  /** Milliseconds to wait before the next request may be sent; 0 when it may go now. */
  delay(now: number): number {
    let delay = 0;
    const share = this.#shareAt(now);
    for (const { count, milliseconds } of this.#windows) {
      const oldest = this.#ends.at(-Math.max(1, Math.floor(count * share)));
      if (oldest !== undefined) delay = Math.max(delay, oldest + milliseconds + MARGIN_MILLISECONDS - now);
    }
    return delay;
  }

  /** Tells that a request got its answer, or none. */
  ended(now: number): void {
    this.#ends.push(now);
    const kept = Math.max(REMEMBERED, ...this.#windows.map(({ count }) => count));
    if (this.#ends.length > 2 * kept) this.#ends = this.#ends.slice(-kept);
  }

  /** The limits kept to, for the check and the summary. */
  get windows(): readonly RateWindow[] {
    return this.#windows;
  }
}

const UNITS: Readonly<Record<string, number>> = {
  second: 1000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
};

/** Reads the limit out of a 429: `60 per 1 minute`, in HTML or JSON; undefined when it is not told. */
export function parseRateWindow(text: string): RateWindow | undefined {
  const match = /(\d{1,9}) per (?:(\d{1,6}) )?(second|minute|hour|day)/.exec(text);
  const unit = UNITS[match?.[3] ?? ''];
  if (match === null || unit === undefined) return undefined;
  return { count: Number(match[1]), milliseconds: Number(match[2] ?? 1) * unit };
}
