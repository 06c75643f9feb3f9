import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { KeyRing } from './api-keys.ts';
import type { ApiKey } from './api-keys.ts';
import { systemClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { runCommand } from './command-runner.ts';
import { checkEncryptionKey } from './encryption.ts';
import { FaultPlan } from './faults.ts';
import type { FailOrder } from './faults.ts';
import { generateVault } from './generate-vault.ts';
import type { VaultOptions } from './generate-vault.ts';
import { createHttpServer } from './http-server.ts';
import { ipCheck } from './ip-policy.ts';
import type { IpPolicy } from './ip-policy.ts';
import { KeeperSession } from './keeper-session.ts';
import type { KeeperAccount, LoginState } from './keeper-session.ts';
import { parseRateLimit, RateLimiter } from './rate-limiter.ts';
import { RequestQueue } from './request-queue.ts';
import { answer, endpointOf } from './service.ts';
import type { ServiceParts } from './service.ts';
import { KeeperSimulatorError } from './simulator-error.ts';
import { Statistics } from './statistics.ts';
import type { AuditEvent, Vault } from './vault.ts';

/** How to start the simulator; everything has a default. */
export interface KeeperSimulatorOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** What lies behind the service: a vault, or what to generate. */
  readonly vault?: Vault | VaultOptions;
  /** Default: one random key that may send every command. */
  readonly apiKeys?: readonly ApiKey[];
  /** Per endpoint and address, like `60/minute` (the default, as in the real service), or `off`. */
  readonly rateLimit?: string;
  readonly clock?: Clock;
  /** Milliseconds that a command takes; default 0. */
  readonly commandLatency?: number | ((command: string) => number);
  /** 32 characters; results are then encrypted. */
  readonly encryptionKey?: string;
  readonly ipPolicy?: IpPolicy;
  /** Default true. False: only v1 and `/health` exist, and v1 runs commands directly. */
  readonly queueEnabled?: boolean;
  readonly account?: Partial<KeeperAccount>;
  /** Waiting requests; default 100. */
  readonly queueSize?: number;
  /** Seconds that results are kept; default 3600. */
  readonly resultRetentionSeconds?: number;
  /** Seconds that a v1 request may wait in the queue; default 300. */
  readonly v1TimeoutSeconds?: number;
  /** Minutes that the host's clock is ahead of UTC; default 0. Most times in answers are local and have no zone. */
  readonly utcOffsetMinutes?: number;
}

/** The levers of a running simulator. */
export interface KeeperSimulatorControl {
  /** Requests and commands seen so far. */
  readonly statistics: Statistics;
  /** Orders a failure; several orders happen one after another. */
  failNext(order: FailOrder): void;
  /** Forgets failures that were ordered and have not happened. */
  clearFailures(): void;
  /** Ends the process and starts it again on the same port: ids, queue, counters and caches are gone. */
  restart(): void;
  /** Closes the port; requests are refused until {@link KeeperSimulatorControl.goOnline}. */
  goOffline(): Promise<void>;
  /** Opens the same port again. */
  goOnline(): Promise<void>;
  /** Lets the worker die in the command that runs, or in the next one; a restart brings it back. */
  killWorker(): void;
  /** Lets the worker take no further command. */
  pauseWorker(): void;
  resumeWorker(): void;
  /** Ends Keeper's session: unnoticed (`expired`, the default) or after a silent login has failed (`gone`). */
  logOutSession(state?: Exclude<LoginState, 'live'>): void;
  /** What an administrator does on the host. */
  logInSession(): void;
  /** Adds a key, or replaces its grant or expiry. */
  addKey(key: ApiKey): void;
  /** Removes a key. */
  revokeKey(key: string): void;
  /** Forgets all finished results, as retention does. */
  purgeResults(): void;
  /** Changes Keeper's cloud; Commander's caches keep the old until `sync-down` and `enterprise-down`. */
  replaceVault(vault: Vault): void;
  /** Adds audit events, which may be older than those already read. */
  addEvents(events: readonly AuditEvent[]): void;
}

/** A running simulator. */
export interface KeeperSimulator extends AsyncDisposable {
  /** Without a path, for example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** The first key. */
  readonly apiKey: string;
  /** What the service started with. */
  readonly vault: Vault;
  readonly control: KeeperSimulatorControl;
  /** Closes the port and every connection. */
  close(): Promise<void>;
}

/**
 * Starts a stand-in for Keeper Commander Service Mode 18.0.13 in this process.
 * @throws KeeperSimulatorError for options that make no sense, or when the port cannot be opened
 */
export async function startKeeperSimulator(options: KeeperSimulatorOptions = {}): Promise<KeeperSimulator> {
  const simulator = new RunningSimulator(options);
  await simulator.control.goOnline();
  return simulator;
}

class RunningSimulator implements KeeperSimulator {
  readonly vault: Vault;
  readonly apiKey: string;
  readonly control: KeeperSimulatorControl;
  readonly #options: KeeperSimulatorOptions;
  readonly #clock: Clock;
  readonly #keys: KeyRing;
  readonly #session: KeeperSession;
  readonly #faults = new FaultPlan();
  readonly #statistics = new Statistics();
  readonly #limiter: RateLimiter;
  readonly #host: string;
  #parts: ServiceParts;
  #process = new AbortController();
  #server: Server | null = null;
  #port: number;

  constructor(options: KeeperSimulatorOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#host = options.host ?? '127.0.0.1';
    this.#port = options.port ?? 0;
    this.vault = isVault(options.vault) ? options.vault : generateVault(options.vault);
    const keys = options.apiKeys ?? [{ key: `${randomBytes(32).toString('base64url')}=`, commands: ['*'] }];
    this.#keys = new KeyRing(keys);
    this.apiKey = keys[0]?.key ?? '';
    const account = { enterpriseAdministrator: true, msp: false, addOns: true, ...options.account };
    this.#session = new KeeperSession(this.vault, account);
    this.#limiter = new RateLimiter(parseRateLimit(options.rateLimit ?? '60/minute'), this.#clock);
    if (options.encryptionKey !== undefined) checkEncryptionKey(options.encryptionKey);
    this.#parts = this.#startProcess();
    this.control = this.#makeControl();
  }

  get url(): string {
    return `http://${this.#host.includes(':') ? `[${this.#host}]` : this.#host}:${this.#port}`;
  }

  async close(): Promise<void> {
    this.#endProcess();
    await this.#closePort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #startProcess(): ServiceParts {
    const options = this.#options;
    const latency = options.commandLatency ?? 0;
    const environment = {
      session: this.#session,
      clock: this.#clock,
      faults: this.#faults,
      utcOffsetMinutes: options.utcOffsetMinutes ?? 0,
      latency: typeof latency === 'number' ? () => latency : latency,
      signal: this.#process.signal,
    };
    const run: ServiceParts['run'] = (command) => {
      this.#statistics.addCommand(command);
      return runCommand(command, environment);
    };
    const limits = {
      size: options.queueSize ?? 100,
      retentionMilliseconds: (options.resultRetentionSeconds ?? 3600) * 1000,
    };
    return {
      clock: this.#clock,
      keys: this.#keys,
      limiter: this.#limiter,
      addressAllowed: ipCheck(options.ipPolicy ?? {}),
      queue: new RequestQueue(run, this.#clock, limits),
      run,
      queueEnabled: options.queueEnabled ?? true,
      encryptionKey: options.encryptionKey ?? null,
      utcOffsetMinutes: options.utcOffsetMinutes ?? 0,
      v1TimeoutMilliseconds: (options.v1TimeoutSeconds ?? 300) * 1000,
    };
  }

  #endProcess(): void {
    this.#process.abort();
    this.#parts.queue.stop();
    this.#limiter.clear();
  }

  #restart(): void {
    this.#endProcess();
    this.#session.restart();
    this.#process = new AbortController();
    this.#parts = this.#startProcess();
  }

  #makeControl(): KeeperSimulatorControl {
    const session = this.#session;
    return {
      statistics: this.#statistics,
      failNext: (order) => this.#faults.add(order),
      clearFailures: () => this.#faults.clear(),
      restart: () => this.#restart(),
      goOffline: () => this.#closePort(),
      goOnline: () => this.#openPort(),
      killWorker: () => this.#parts.queue.kill(),
      pauseWorker: () => this.#parts.queue.pause(),
      resumeWorker: () => this.#parts.queue.resume(),
      logOutSession: (state = 'expired') => {
        session.login = state;
      },
      logInSession: () => {
        session.login = 'live';
      },
      addKey: (key) => this.#keys.add(key),
      revokeKey: (key) => this.#keys.remove(key),
      purgeResults: () => this.#parts.queue.purgeResults(),
      replaceVault: (vault) => session.replaceVault(vault),
      addEvents: (events) => session.addEvents(events),
    };
  }

  async #openPort(): Promise<void> {
    if (this.#server !== null) return;
    const server = createHttpServer({
      clock: this.#clock,
      processSignal: () => this.#process.signal,
      fault: (request) => this.#faults.takeForRequest(endpointOf(request, this.#parts.queueEnabled)),
      answer: (request) => answer(request, this.#parts),
      seen: (request, status) =>
        this.#statistics.addRequest({
          at: this.#clock.now(),
          endpoint: endpointOf(request, this.#parts.queueEnabled),
          method: request.method,
          path: request.path,
          status,
        }),
    });
    server.listen(this.#port, this.#host);
    try {
      await once(server, 'listening');
    } catch (error) {
      throw new KeeperSimulatorError(
        'LEAT_SIMULATOR_PORT',
        `Port ${this.#port} of ${this.#host} cannot be opened: ${error instanceof Error ? error.message : String(error)}`,
        'Choose another port, or 0 for any free one.',
      );
    }
    const address = server.address();
    if (isAddressInfo(address)) this.#port = address.port;
    this.#server = server;
  }

  async #closePort(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
}

function isAddressInfo(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

/** A vault holds lists where the generator's options hold numbers. */
function isVault(value: Vault | VaultOptions | undefined): value is Vault {
  return value !== undefined && 'nodes' in value;
}
