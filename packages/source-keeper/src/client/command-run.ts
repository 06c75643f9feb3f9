import { type Clock, isLeatError, type LeatError } from '@leat/core';
import type { RowSink } from '../answers/row-sink.ts';
import type { CommandOutput, RepeatReason, ResubmitReason } from '../answers/verdict.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { keeperError } from '../errors/keeper-error.ts';
import type { Conversation, Settled } from './conversation.ts';
import type { Patience } from './patience.ts';
import { delayBefore, RESUBMIT_RULES } from './repeat-rules.ts';

/** Milliseconds between two looks for the result. */
export interface PollInterval {
  readonly min: number;
  readonly max: number;
}

/** Which API of the service is used; `auto` until the first command has shown which there is. */
export interface ApiChoice {
  version: 'auto' | 'v1' | 'v2';
}

/** What all commands of a client share. */
export interface CommandRunParts {
  readonly conversation: Conversation;
  readonly poll: PollInterval;
  readonly clock: Clock;
  readonly api: ApiChoice;
}

const GROWTH = 2;
/** Milliseconds of waiting after which the worker is looked at, and between two looks. */
const FIRST_LOOK = 10_000;
const NEXT_LOOK = 30_000;
/** Refusals for a full queue after which the worker is looked at. */
const FULL_BEFORE_LOOK = 2;

/** Carries one command from submission to its output, through restarts, full queues and expiry. */
export class CommandRun {
  readonly #conversation: Conversation;
  readonly #command: KeeperCommand;
  readonly #patience: Patience;
  readonly #poll: PollInterval;
  readonly #clock: Clock;
  readonly #api: ApiChoice;
  readonly #sink: RowSink | undefined;

  constructor(parts: CommandRunParts, command: KeeperCommand, patience: Patience, sink?: RowSink) {
    this.#conversation = parts.conversation;
    this.#poll = parts.poll;
    this.#clock = parts.clock;
    this.#api = parts.api;
    this.#command = command;
    this.#patience = patience;
    this.#sink = sink;
  }

  /** @throws LeatError of whatever ended it; the signal's reason */
  async output(): Promise<CommandOutput> {
    const counts = new Map<ResubmitReason, number>();
    for (;;) {
      // One submission decides on the next: nothing here can run side by side.
      // oxlint-disable-next-line no-await-in-loop
      const verdict = await this.#attempt();
      if (verdict.kind === 'done') return verdict.output;
      if (verdict.kind === 'failed') throw verdict.error;
      if (verdict.kind !== 'resubmit') throw outOfPlace();
      // Another run of the command may give other rows, which cannot be joined with those that are on their way.
      if ((this.#sink?.delivered ?? 0) > 0) throw verdict.error;
      const count = (counts.get(verdict.reason) ?? 0) + 1;
      counts.set(verdict.reason, count);
      const rule = RESUBMIT_RULES[verdict.reason];
      const delay = delayBefore(rule, count);
      if (delay === undefined) throw verdict.error;
      this.#patience.phase = rule.told;
      // oxlint-disable-next-line no-await-in-loop
      await this.#patience.pause(delay, rule.told, verdict.error);
    }
  }

  /** The output of a request that was submitted already. @throws LeatError, also where the service does not know it any more */
  async outputOf(requestId: string): Promise<CommandOutput> {
    const verdict = await this.#result(requestId);
    if (verdict.kind === 'done') return verdict.output;
    throw verdict.kind === 'failed' || verdict.kind === 'resubmit' ? verdict.error : outOfPlace();
  }

  /** By the API that the service has; where that is not known, the newer one is asked first. */
  async #attempt(): Promise<Settled> {
    if (this.#api.version === 'v1') return this.#direct();
    const submitted = await this.#tryQueue();
    if (typeof submitted === 'string') return this.#result(submitted);
    const verdict = await this.#direct();
    // Neither is there: the first refusal says it.
    if (verdict.kind === 'failed' && verdict.error.code === submitted.code) throw submitted;
    this.#api.version = 'v1';
    return verdict;
  }

  /** Submits the command and does not wait for it. @returns false where the service has no queue for that */
  async leave(): Promise<boolean> {
    return this.#api.version !== 'v1' && typeof (await this.#tryQueue()) === 'string';
  }

  /** The id of the request, or the refusal of a service that may have v1 only. */
  async #tryQueue(): Promise<string | LeatError> {
    try {
      const requestId = await this.submit();
      this.#api.version = 'v2';
      return requestId;
    } catch (error) {
      const unknown =
        this.#api.version === 'auto' && isLeatError(error) && error.code === 'LEAT_KEEPER_NOT_SERVICE_MODE';
      if (unknown) return error;
      throw error;
    }
  }

  /** v1 keeps the connection open until the command has ended. */
  async #direct(): Promise<Settled> {
    this.#patience.phase = 'running on the service (API v1)';
    return this.#conversation.ask(
      {
        endpoint: 'v1',
        path: 'api/v1/executecommand',
        json: { command: this.#command.line },
        sink: this.#sink,
        timeout: this.#patience.left,
        beforeRepeat: (reason, count) => this.#whileFull(reason, count),
      },
      this.#patience,
    );
  }

  /** Puts the command into the queue. @returns the id of the request */
  async submit(): Promise<string> {
    this.#patience.phase = 'submitting';
    const verdict = await this.#conversation.ask(
      {
        endpoint: 'submit',
        path: 'api/v2/executecommand-async',
        json: { command: this.#command.line },
        beforeRepeat: (reason, count) => this.#whileFull(reason, count),
      },
      this.#patience,
    );
    if (verdict.kind === 'accepted') return verdict.requestId;
    throw verdict.kind === 'failed' ? verdict.error : outOfPlace();
  }

  async #whileFull(reason: RepeatReason, count: number): Promise<void> {
    if (reason !== 'queue-full') return;
    this.#patience.phase = 'the queue of the service is full';
    if (count >= FULL_BEFORE_LOOK && !(await this.#workerRuns())) throw this.#workerStopped();
  }

  async #result(requestId: string): Promise<Settled> {
    const path = `api/v2/result/${requestId}`;
    let interval = this.#poll.min;
    let nextLook = this.#clock.now() + FIRST_LOOK;
    this.#patience.phase = 'waiting in the queue of the service';
    for (;;) {
      // oxlint-disable no-await-in-loop -- each look comes after the one before
      await this.#patience.pause(interval, this.#patience.phase);
      const verdict = await this.#conversation.ask({ endpoint: 'result', path, sink: this.#sink }, this.#patience);
      if (verdict.kind !== 'pending') return verdict;
      this.#patience.phase =
        verdict.phase === 'queued' ? 'waiting in the queue of the service' : 'running on the service';
      if (this.#clock.now() >= nextLook) {
        nextLook = this.#clock.now() + NEXT_LOOK;
        if (!(await this.#workerRuns())) return await this.#lastLook(path);
      }
      interval = Math.min(interval * GROWTH, this.#poll.max);
      // oxlint-enable no-await-in-loop
    }
  }

  /** The command may have ended between the last look and the worker's death. */
  async #lastLook(path: string): Promise<Settled> {
    const verdict = await this.#conversation.ask({ endpoint: 'result', path, sink: this.#sink }, this.#patience);
    return verdict.kind === 'pending' ? { kind: 'failed', error: this.#workerStopped() } : verdict;
  }

  /** False only if the service says so: a dead worker leaves every request pending for ever. */
  async #workerRuns(): Promise<boolean> {
    const verdict = await this.#conversation.ask({ endpoint: 'queue', path: 'api/v2/queue/status' }, this.#patience);
    return verdict.kind !== 'info' || verdict.value['worker_running'] !== false;
  }

  #workerStopped(): LeatError {
    return keeperError(
      'LEAT_KEEPER_WORKER_STOPPED',
      `The worker of the service has stopped; "${this.#command.label}" will never finish.`,
      { details: { phase: this.#patience.phase } },
    );
  }
}

function outOfPlace(): LeatError {
  return keeperError('LEAT_KEEPER_MALFORMED_ANSWER', 'The service gave an answer that does not belong to the request.');
}
