import type { Clock, LeatError } from '@leat/core';
import { decodeAnswer } from '../answers/decoded-answer.ts';
import type { RowSink } from '../answers/row-sink.ts';
import { judgeAnswer } from '../answers/judge-answer.ts';
import type { RepeatReason, Verdict } from '../answers/verdict.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { CUT_BODY, isHopeless, isTlsFailure, TransportFailure } from '../errors/transport-failure.ts';
import type { Endpoint } from './http-answer.ts';
import type { KeeperHttp } from './keeper-http.ts';
import type { Patience } from './patience.ts';
import { RateLimiter, type RateWindow } from './rate-limiter.ts';
import { delayBefore, FIRST_CONTACT_ATTEMPTS, REPEAT_RULES } from './repeat-rules.ts';
import { SerialLock } from './serial-lock.ts';

/** What is left when everything that can be repeated was repeated. */
export type Settled = Exclude<Verdict, { readonly kind: 'repeat' }>;

export interface Question {
  readonly endpoint: Endpoint;
  readonly path: string;
  readonly json?: object;
  /** Takes the rows of a result while it arrives. */
  readonly sink?: RowSink | undefined;
  /** Milliseconds without a byte after which the connection is given up, where it is not the usual time. */
  readonly timeout?: number;
  /** Called before a repetition; may throw to end it. */
  readonly beforeRepeat?: (reason: RepeatReason, count: number) => Promise<void>;
}

const ENDPOINTS: readonly Endpoint[] = ['submit', 'result', 'status', 'queue', 'health', 'v1'];

/** Asks the service until there is an answer that means something: keeps to the limits, repeats what can be repeated. */
export class Conversation {
  readonly #http: KeeperHttp;
  readonly #clock: Clock;
  readonly #encryptionKey: (() => string) | undefined;
  readonly #channels: ReadonlyMap<Endpoint, { readonly limiter: RateLimiter; readonly lock: SerialLock }>;
  readonly #window: RateWindow;
  #contacted = false;
  #learned: RateWindow | undefined;

  constructor(http: KeeperHttp, clock: Clock, window: RateWindow, encryptionKey?: () => string) {
    this.#http = http;
    this.#clock = clock;
    this.#window = window;
    this.#encryptionKey = encryptionKey;
    this.#channels = new Map(
      ENDPOINTS.map((name) => [name, { limiter: new RateLimiter(window), lock: new SerialLock() }]),
    );
  }

  /** The limit that the service told when it refused a request; undefined as long as it refused none. */
  get learnedLimit(): RateWindow | undefined {
    return this.#learned;
  }

  /** @throws LeatError of the reason when patience for it is used up; the signal's reason */
  async ask(question: Question, patience: Patience): Promise<Settled> {
    const counts = new Map<RepeatReason, number>();
    for (;;) {
      // One attempt decides on the next.
      // oxlint-disable-next-line no-await-in-loop
      const verdict = await this.#once(question, patience);
      if (verdict.kind !== 'repeat') return verdict;
      const count = (counts.get(verdict.reason) ?? 0) + 1;
      counts.set(verdict.reason, count);
      // oxlint-disable-next-line no-await-in-loop
      if (verdict.reason === 'rate-limited') this.#slow(question.endpoint, verdict.window);
      // oxlint-disable-next-line no-await-in-loop
      await this.#waitBefore(verdict, count, patience);
      // oxlint-disable-next-line no-await-in-loop
      await question.beforeRepeat?.(verdict.reason, count);
    }
  }

  async #waitBefore(verdict: Extract<Verdict, { kind: 'repeat' }>, count: number, patience: Patience): Promise<void> {
    const { reason, error, window } = verdict;
    if (reason === 'network' && !this.#contacted && count > FIRST_CONTACT_ATTEMPTS) throw error;
    const rule = REPEAT_RULES[reason];
    const delay = delayBefore(rule, count);
    if (delay === undefined) throw error;
    const told =
      window === undefined ? rule.told : `${rule.told} (${window.count} per ${window.milliseconds / 1000} s)`;
    const length = window === undefined ? delay : Math.min(delay, window.milliseconds);
    await patience.pause(length, told, reason === 'queue-full' ? undefined : error);
  }

  #limitText(share: number): string {
    const { count, milliseconds } = this.#learned ?? this.#window;
    const slowed = share < 1 ? `, slowed to ${Math.round(share * 100)} % because other clients use it too` : '';
    return `${this.#learned === undefined ? 'Own limit' : 'Limit of the service'} of ${count} requests per ${milliseconds / 1000} s${slowed}`;
  }

  /** Keeps to the limit that was told; where it was kept to already, somebody else sends requests from this address. */
  #slow(endpoint: Endpoint, window: RateWindow | undefined): void {
    let lower = false;
    if (window !== undefined) {
      this.#learned = window;
      for (const { limiter } of this.#channels.values()) lower = limiter.learn(window) || lower;
    }
    if (!lower) this.#channels.get(endpoint)?.limiter.refused(this.#clock.now());
  }

  async #once(question: Question, patience: Patience): Promise<Verdict> {
    const { endpoint } = question;
    const channel = this.#channels.get(endpoint);
    // The map holds every endpoint there is; the branch is for the type alone.
    if (channel === undefined) return this.#send(question, patience);
    return channel.lock.run(patience.call.signal, async () => {
      for (
        let delay = channel.limiter.delay(this.#clock.now());
        delay > 0;
        delay = channel.limiter.delay(this.#clock.now())
      ) {
        const limit = this.#limitText(channel.limiter.share(this.#clock.now()));
        // oxlint-disable-next-line no-await-in-loop -- waits until the limiter lets a request pass
        await patience.pause(delay, limit, keeperError('LEAT_KEEPER_RATE_LIMITED', `${limit} leaves no room.`));
      }
      patience.check();
      try {
        return await this.#send(question, patience);
      } finally {
        channel.limiter.ended(this.#clock.now());
      }
    });
  }

  async #send(question: Question, patience: Patience): Promise<Verdict> {
    const { endpoint, path, json, sink, timeout } = question;
    const { call, subject } = patience;
    call.countRequest?.();
    try {
      const step = (): void => {
        patience.check();
      };
      const answer = await this.#http.send({ path, json, signal: call.signal, step, sink, timeout });
      this.#contacted = true;
      return judgeAnswer(endpoint, decodeAnswer(endpoint, answer, this.#encryptionKey?.()), subject);
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      return judgeFailureOf(error);
    }
  }
}

function judgeFailureOf(failure: TransportFailure): Verdict {
  const facts = { cause: failure, details: { reason: failure.code } };
  if (failure.code === CUT_BODY) {
    return {
      kind: 'repeat',
      reason: 'garbled',
      error: keeperError('LEAT_KEEPER_MALFORMED_ANSWER', failure.message, facts),
    };
  }
  const error: LeatError = isTlsFailure(failure)
    ? keeperError('LEAT_KEEPER_UNREACHABLE', `No trusted connection to the service: ${failure.message}`, {
        ...facts,
        remedy:
          'Set ca to the certificate (PEM) of the service or of the authority that signed it, and use the name it was made for.',
      })
    : keeperError('LEAT_KEEPER_UNREACHABLE', `The service cannot be reached: ${failure.message}`, facts);
  return isHopeless(failure) ? { kind: 'failed', error } : { kind: 'repeat', reason: 'network', error };
}
