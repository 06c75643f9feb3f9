import { type Clock, isLeatError, type Logger, revealSecret, silentLogger, systemClock } from '@leat/core';
import { RowSink } from '../answers/row-sink.ts';
import type { JsonObject } from '../answers/decoded-answer.ts';
import type { Subject } from '../answers/subject.ts';
import type { CommandOutput } from '../answers/verdict.ts';
import type { KeeperCommand } from '../commands/keeper-command.ts';
import { isSafeCommand } from '../commands/safe-command.ts';
import { keeperError } from '../errors/keeper-error.ts';
import { checkKeys, hiderOf, tlsOptions } from './access.ts';
import { parseBaseUrl } from './base-url.ts';
import type { KeeperClientOptions } from './client-options.ts';
import { CommandRun, type CommandRunParts } from './command-run.ts';
import { Conversation } from './conversation.ts';
import type { Endpoint } from './http-answer.ts';
import type { KeeperCall } from './keeper-call.ts';
import { KeeperHttp } from './keeper-http.ts';
import { PageChannel } from './page-channel.ts';
import { Patience } from './patience.ts';
import type { RateWindow } from './rate-limiter.ts';
import { SerialLock } from './serial-lock.ts';
import { type Sleep, systemSleep } from './sleep.ts';

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
  /** What the server calls itself; the version of Commander is told nowhere. */
  readonly server?: string;
}

const MINUTE = 60_000;
const INFO_TIMEOUT = 2 * MINUTE;

/** Failures of a command that ran. */
const RAN: ReadonlySet<string> = new Set(['LEAT_KEEPER_COMMAND_FAILED', 'LEAT_KEEPER_TEXT_OUTPUT']);

/**
 * A client of Keeper Commander's Service Mode, API v2: runs commands one at a time, since the service has one worker.
 *
 * Keeps to the rate limit, waits and retries as the meaning of an answer allows, and ends in rows or in a LeatError.
 */
export class KeeperClient {
  readonly #conversation: Conversation;
  readonly #parts: CommandRunParts;
  readonly #time: { readonly clock: Clock; readonly sleep: Sleep };
  readonly #logger: Logger;
  readonly #timeout: number;
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
    this.#hide = hiderOf([apiKey, encryptionKey ?? '']);
    const http = new KeeperHttp({
      baseUrl,
      revealApiKey: () => apiKey,
      maxResponseBytes: options.maxResponseBytes ?? 256 * 2 ** 20,
      idleTimeout: options.idleTimeoutMs ?? MINUTE,
      tls: tlsOptions(options),
    });
    const window = { count: options.ratePerMinute ?? 55, milliseconds: MINUTE };
    this.#conversation = new Conversation(
      http,
      this.#time.clock,
      window,
      encryptionKey === undefined ? undefined : () => encryptionKey,
    );
    this.#parts = {
      conversation: this.#conversation,
      poll: options.pollIntervalMs ?? { min: 300, max: 5000 },
      clock: this.#time.clock,
      api: { version: options.mode ?? 'auto' },
    };
  }

  /**
   * Runs a command and gives its output; waits in line while another one runs.
   *
   * @throws LeatError: every way a command can end without output has its code, see the package's page
   */
  async run(command: KeeperCommand, call: KeeperCall, sink?: RowSink): Promise<CommandOutput> {
    return this.#lock.run(call.signal, async () => {
      this.#logger.log('debug', `keeper: running ${command.label}`);
      return new CommandRun(this.#parts, command, this.#patience(call, this.#timeout, command), sink).output();
    });
  }

  /**
   * Runs a command and yields its rows while they arrive, in bounded memory; the output at the end holds what is no list of rows.
   *
   * Rows that were yielded stand for nothing until the end: the service says after them whether the command succeeded.
   * @throws LeatError as {@link KeeperClient.run}
   */
  async *stream(
    command: KeeperCommand,
    call: KeeperCall,
  ): AsyncGenerator<readonly JsonObject[], CommandOutput & { readonly streamed: number }, void> {
    const channel = new PageChannel<readonly JsonObject[], CommandOutput>();
    const left = new AbortController();
    const sink = new RowSink((rows) => channel.push(rows));
    const run = async (): Promise<void> => {
      try {
        channel.close(await this.run(command, { ...call, signal: AbortSignal.any([call.signal, left.signal]) }, sink));
      } catch (error) {
        channel.fail(error);
      }
    };
    const running = run();
    try {
      const output = yield* channel.pages();
      return { ...output, streamed: sink.delivered };
    } finally {
      left.abort();
      channel.abandon();
      await running;
    }
  }

  /** Waits, and says why. @throws the signal's reason, LEAT_KEEPER_TIMEOUT at the caller's deadline */
  async pause(milliseconds: number, reason: string, call: KeeperCall): Promise<void> {
    await this.#patience(call, milliseconds + MINUTE).pause(milliseconds, reason);
  }

  /** The result of a command that was submitted elsewhere with this key, and the command itself. @throws LeatError */
  async requestResult(
    requestId: string,
    call: KeeperCall,
  ): Promise<{ readonly command: string; readonly output: CommandOutput }> {
    const { value } = await this.requestStatus(requestId, call);
    const command = typeof value['command'] === 'string' ? value['command'] : '';
    const root = command.split(' ', 1)[0] ?? '';
    const words: KeeperCommand = {
      line: command,
      root,
      label: root,
      ...(isSafeCommand(command) ? {} : { unquotable: true }),
    };
    const run = new CommandRun(this.#parts, words, this.#patience(call, this.#timeout, words));
    return { command, output: await run.outputOf(requestId) };
  }

  /** What `/status` tells about a request of this key, its result left out. @throws LeatError */
  async requestStatus(requestId: string, call: KeeperCall): Promise<ServiceAnswer> {
    const { value, ...rest } = await this.#info('status', `api/v2/status/${encodeURIComponent(requestId)}`, call);
    const { result: _result, ...status } = value;
    return { ...rest, value: status };
  }

  /** Submits a command and leaves it there: enough to learn whether the key may run it. @throws LeatError */
  async submit(command: KeeperCommand, call: KeeperCall): Promise<void> {
    const patience = this.#patience(call, INFO_TIMEOUT, command);
    const run = new CommandRun(this.#parts, command, patience);
    if (await run.leave()) return;
    // v1 has no queue to leave a command in: it runs, and a refusal of its arguments shows that it may.
    await run.output().catch((error: unknown) => {
      if (!isLeatError(error) || !RAN.has(error.code)) throw error;
    });
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
