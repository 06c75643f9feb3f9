import type { Clock, LeatError } from '@leat/core';
import { nameOf, type Subject } from '../answers/subject.ts';
import { keeperError } from '../errors/keeper-error.ts';
import type { KeeperCall } from './keeper-call.ts';
import type { Sleep } from './sleep.ts';

/** Waits shorter than this are not worth a line of progress. Milliseconds. */
const ANNOUNCED_FROM = 1000;

/** How a request waits: every pause ends with the caller's signal or the deadline, whichever comes first. */
export class Patience {
  /** What is going on, for the message of a timeout. */
  phase = 'submitting';
  readonly call: KeeperCall;
  readonly subject: Subject;
  readonly #clock: Clock;
  readonly #sleep: Sleep;
  readonly #started: number;
  readonly #deadline: number;

  /** @param timeout milliseconds from now */
  constructor(
    call: KeeperCall,
    subject: Subject,
    timeout: number,
    time: { readonly clock: Clock; readonly sleep: Sleep },
  ) {
    this.call = call;
    this.subject = subject;
    this.#clock = time.clock;
    this.#sleep = time.sleep;
    this.#started = time.clock.now();
    this.#deadline = Math.min(this.#started + timeout, call.deadline ?? Number.POSITIVE_INFINITY);
  }

  /** Milliseconds until the deadline. */
  get left(): number {
    return Math.max(1, this.#deadline - this.#clock.now());
  }

  /**
   * @param error what to throw at the deadline in place of LEAT_KEEPER_TIMEOUT
   * @throws the signal's reason, LEAT_KEEPER_TIMEOUT
   */
  check(error?: LeatError): void {
    this.call.signal.throwIfAborted();
    if (this.#clock.now() >= this.#deadline) throw error ?? this.#timeout();
  }

  /** Sleeps; with a reason, the caller hears of it. @throws as {@link Patience.check} */
  async pause(milliseconds: number, reason?: string, error?: LeatError): Promise<void> {
    this.check(error);
    const left = this.#deadline - this.#clock.now();
    // A wait that cannot succeed is not waited for when its reason is known.
    if (error !== undefined && milliseconds >= left) throw error;
    const length = Math.min(milliseconds, left);
    if (reason !== undefined && length >= ANNOUNCED_FROM) this.call.wait?.({ reason, milliseconds: length });
    try {
      await this.#sleep(length, this.call.signal);
    } catch (cause) {
      if (!this.call.signal.aborted) throw cause;
    }
    this.check(error);
  }

  #timeout(): LeatError {
    const seconds = Math.round((this.#clock.now() - this.#started) / 1000);
    return keeperError(
      'LEAT_KEEPER_TIMEOUT',
      `${nameOf(this.subject)} did not finish within ${seconds} s (phase: ${this.phase}).`,
      {
        details: { phase: this.phase, seconds },
      },
    );
  }
}
