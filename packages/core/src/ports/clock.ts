/** The only source of time inside leat; tests inject their own. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;

  /**
   * Microseconds into the present millisecond, 0–999: tells runs apart that begin in the same one. A clock without it always
   * says 0, so what follows from it can be foretold.
   */
  micros?(): number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  micros: () => Math.floor((performance.timeOrigin + performance.now()) * 1000) % 1000,
};
