import { setTimeout as delay } from 'node:timers/promises';

/**
 * Waits; the port by which tests replace real time.
 *
 * It may end early, with or without rejecting, when the signal aborts: callers look at the signal afterwards.
 */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

/** Waits on the timers of the machine. */
export const systemSleep: Sleep = async (milliseconds, signal) => {
  await delay(milliseconds, undefined, { signal });
};
