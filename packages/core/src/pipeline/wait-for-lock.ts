import { setTimeout as sleep } from 'node:timers/promises';
import { isLeatError } from '../errors/leat-error.ts';

/** Milliseconds between two tries. */
const INTERVAL = 100;

/**
 * Tries again while somebody else holds a lock, for at most `wait` milliseconds; then the error of the last try is thrown.
 * Real time, not the run's clock: other processes do not know that one.
 */
export async function waitForLock<T>(wait: number, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + wait;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isLeatError(error) || error.code !== 'LEAT_LOCKED' || performance.now() >= deadline) throw error;
    }
    await sleep(INTERVAL, undefined, { signal });
  }
}
