import { setImmediate as turn } from 'node:timers/promises';
import { ManualClock } from '@leat/keeper-simulator';
import type { KeeperClientHost } from '../../src/index.ts';

/** 2026-11-24T05:00:00Z, shortly after the recordings. */
const START = Date.UTC(2026, 10, 24, 5);

/** Time that stands still but while somebody sleeps; shared by client and simulator. Milliseconds. */
export class VirtualTime {
  readonly clock = new ManualClock(START);
  /** Every sleep of the client. */
  readonly sleeps: number[] = [];
  /** Things to do while the client sleeps, by the number of the sleep. */
  readonly onSleep: ((count: number) => void | Promise<void>)[] = [];

  /** What a client needs to live in this time. */
  get host(): KeeperClientHost {
    return {
      clock: this.clock,
      sleep: (milliseconds, signal) => this.#sleep(milliseconds, signal),
    };
  }

  /** Milliseconds since the beginning. */
  get elapsed(): number {
    return this.clock.now() - START;
  }

  async #sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.sleeps.push(milliseconds);
    // oxlint-disable no-await-in-loop -- one thing happens after the other
    for (const act of this.onSleep) await act(this.sleeps.length);
    this.clock.advance(milliseconds);
    // Lets the simulator's worker, woken by the clock, go on before the client does.
    for (let turns = 0; turns < 5; turns += 1) await turn();
    // oxlint-enable no-await-in-loop
  }
}
