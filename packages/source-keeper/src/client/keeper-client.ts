import { type Clock, type Logger, revealSecret, type Secret, silentLogger, systemClock } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import type { Subject } from '../answers/subject.ts';
import type { CommandOutput } from '../answers/verdict.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { parseBaseUrl } from './base-url.ts';
import { CommandRun, type PollInterval } from './command-run.ts';
import { Conversation } from './conversation.ts';
import type { Endpoint } from './http-answer.ts';
import type { KeeperCall } from './keeper-call.ts';
import { KeeperHttp } from './keeper-http.ts';
import { Patience } from './patience.ts';
import type { RateWindow } from './rate-limiter.ts';
import { SerialLock } from './serial-lock.ts';
import { type Sleep, systemSleep } from './sleep.ts';

/** How to reach a service, and how to treat it. */
export interface KeeperClientOptions {
  /** Address of the service, with or without `/api/v2`. */
  readonly baseUrl: string;
  /** Key of the service; white space around it is dropped, since secret files end in a line break. */
  readonly apiKey: string | Secret;
  /** The 32 characters given to `service-create -ek`, when the service encrypts its answers. */
  readonly encryptionKey?: string | Secret;
  /** Requests per minute and endpoint (submit, result, queue…). Default 50: the service allows 60. */
  readonly ratePerMinute?: number;
  /** Milliseconds a command may take, waiting in the queue included. Default 15 minutes. */
  readonly commandTimeoutMs?: number;
  /** Milliseconds between two looks for a result, doubling from `min` to `max`. Default 300 to 5000. */
  readonly pollIntervalMs?: PollInterval;
  /** Size of an answer after inflation. Default 256 MiB. */
  readonly maxResponseBytes?: number;
  /** Milliseconds without a byte after which a connection is given up. Default 60 s. */
  readonly idleTimeoutMs?: number;
  /** Allows plain http to other machines than this one. */
  readonly allowInsecure?: boolean;
  /** Certificate authorities (PEM) to trust instead of Node's own. */
  readonly ca?: string;
}

/** What the surroundings lend a client; everything has a default. */
export interface KeeperClientHost {
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly logger?: Logger;
}

/** An answer of an endpoint that is about the service itself. */
export interface ServiceAnswer {
  readonly value: JsonObject;
  /** The server's clock, in milliseconds since the epoch. */
  readonly date?: number;
}

const MINUTE = 60_000;
const INFO_TIMEOUT = 2 * MINUTE;

/**
 * A client of Keeper Commander's Service Mode, API v2: runs commands one at a time, since the service has one worker.
 *
 * Keeps to the rate limit, waits and retries as the meaning of an answer allows, and ends in rows or in a LeatError.
 */
export class KeeperClient {
  readonly #conversation: Conversation;
  readonly #time: { readonly clock: Clock; readonly sleep: Sleep };
  readonly #logger: Logger;
  readonly #timeout: number;
  readonly #poll: PollInterval;
  readonly #lock = new SerialLock();
  readonly #hide: (text: string) => string;

  /** @throws ConfigError LEAT_KEEPER_INVALID_OPTION, LEAT_KEEPER_INSECURE_URL */
  constructor(options: KeeperClientOptions, host: KeeperClientHost = {}) {
    const baseUrl = parseBaseUrl(options.baseUrl, options.allowInsecure ?? false);
    const apiKey = revealSecret(options.apiKey).trim();
    const encryptionKey = options.encryptionKey === undefined ? undefined : revealSecret(options.encryptionKey).trim();
    checkKeys(apiKey, encryptionKey);
    this.#time = { clock: host.clock ?? systemClock, sleep: host.sleep ?? systemSleep };
    this.#logger = host.logger ?? silentLogger;
    this.#timeout = options.commandTimeoutMs ?? 15 * MINUTE;
    this.#poll = options.pollIntervalMs ?? { min: 300, max: 5000 };
    this.#hide = hiderOf([apiKey, encryptionKey ?? '']);
    const http = new KeeperHttp({
      baseUrl,
      revealApiKey: () => apiKey,
      maxResponseBytes: options.maxResponseBytes ?? 256 * 2 ** 20,
      idleTimeout: options.idleTimeoutMs ?? MINUTE,
      ...(options.ca === undefined ? {} : { ca: options.ca }),
    });
    const window = { count: options.ratePerMinute ?? 50, milliseconds: MINUTE };
    this.#conversation = new Conversation(
      http,
      this.#time.clock,
      window,
      encryptionKey === undefined ? undefined : () => encryptionKey,
    );
  }

  /**
   * Runs a command and gives its output; waits in line while another one runs.
   *
   * @throws LeatError: every way a command can end without output has its code, see the package's page
   */
  async run(command: KeeperCommand, call: KeeperCall): Promise<CommandOutput> {
    return this.#lock.run(call.signal, async () => {
      this.#logger.log('debug', `keeper: running ${command.label}`);
      const run = new CommandRun(
        this.#conversation,
        command,
        this.#patience(call, this.#timeout, command),
        this.#poll,
        this.#time.clock,
      );
      return run.output();
    });
  }

  /** Submits a command and leaves it there: enough to learn whether the key may run it. @throws LeatError */
  async submit(command: KeeperCommand, call: KeeperCall): Promise<void> {
    const patience = this.#patience(call, INFO_TIMEOUT, command);
    await new CommandRun(this.#conversation, command, patience, this.#poll, this.#time.clock).submit();
  }

  /** What `/queue/status` tells. @throws LeatError */
  async queueStatus(call: KeeperCall): Promise<ServiceAnswer> {
    return this.#info('queue', 'api/v2/queue/status', call);
  }

  /** What `/health` tells: that the process lives, nothing about worker and session. @throws LeatError */
  async health(call: KeeperCall): Promise<ServiceAnswer> {
    return this.#info('health', 'health', call);
  }

  /** The limit the service told when it refused a request; undefined as long as it refused none. */
  get learnedLimit(): RateWindow | undefined {
    return this.#conversation.learnedLimit;
  }

  async #info(endpoint: Endpoint, path: string, call: KeeperCall): Promise<ServiceAnswer> {
    const patience = this.#patience(call, INFO_TIMEOUT);
    patience.phase = `asking for ${path}`;
    const verdict = await this.#conversation.ask({ endpoint, path }, patience);
    if (verdict.kind === 'info') return verdict;
    if (verdict.kind === 'failed') throw verdict.error;
    throw keeperError(
      'LEAT_KEEPER_MALFORMED_ANSWER',
      `The service gave an answer to /${path} that does not belong there.`,
    );
  }

  #patience(call: KeeperCall, timeout: number, command?: KeeperCommand): Patience {
    const subject: Subject = { hide: this.#hide, ...(command === undefined ? {} : { command }) };
    return new Patience(call, subject, timeout, this.#time);
  }
}

/** Shorter texts are no keys of the service, and would blank out words of its messages. */
const SHORTEST_HIDDEN = 8;

/** A proxy may show a request in its page; what is quoted of an answer passes through here. */
function hiderOf(keys: readonly string[]): (text: string) => string {
  const hidden = keys.filter((key) => key.length >= SHORTEST_HIDDEN);
  return (text) => hidden.reduce((rest, key) => rest.replaceAll(key, '***'), text);
}

function checkKeys(apiKey: string, encryptionKey: string | undefined): void {
  // Messages never show a key, not even a wrong one.
  if (!/^[!-~]+$/.test(apiKey)) {
    throw keeperError(
      'LEAT_KEEPER_INVALID_OPTION',
      'apiKey is empty or holds characters that no key of the service has.',
    );
  }
  if (encryptionKey !== undefined && !/^[A-Za-z0-9@#$%^&+=]{32}$/.test(encryptionKey)) {
    throw keeperError(
      'LEAT_KEEPER_INVALID_OPTION',
      'encryptionKey is not 32 characters out of letters, digits and @#$%^&+=.',
    );
  }
}
