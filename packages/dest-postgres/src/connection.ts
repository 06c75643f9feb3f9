import { connect as connectSocket, Socket } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { isLeatError, type CallOptions } from '@leat/core';
import { sqlError } from '@leat/sql';
import type { Client } from 'pg';
import { loadDriver } from './driver.ts';
import type { Target } from './environment.ts';
import { postgresError, refusesEncryption } from './errors.ts';
import { tlsAttempts } from './tls.ts';

/** Code of a request to cancel (PostgreSQL, Message Formats: CancelRequest). */
const CANCEL = 80_877_102;

/** Milliseconds of silence after which the system asks whether the other side still lives. */
const KEEP_ALIVE = 10_000;

/** One connection to a server, and what the driver does not give: an end to everything under way. */
export class PostgresConnection {
  readonly client: Client;
  readonly #socket: Socket;
  readonly #target: Target;
  #lost = false;
  /** When it was given back last, in milliseconds of `performance.now()`. */
  restedAt: number = performance.now();

  private constructor(client: Client, socket: Socket, target: Target) {
    this.client = client;
    this.#socket = socket;
    this.#target = target;
    // Without a listener an idle connection that breaks would end the process.
    client.on('error', () => {
      this.#lost = true;
    });
    client.once('end', () => {
      this.#lost = true;
    });
  }

  /** Connects and signs in, with as much encryption as the mode of the target asks for. */
  static async open(target: Target, call: CallOptions): Promise<PostgresConnection> {
    const files = { ca: target.ca, cert: target.cert, key: target.key?.reveal() };
    const attempts = target.host.startsWith('/') ? [false as const] : tlsAttempts(target.sslMode, files);
    let failure: unknown;
    for (const ssl of attempts) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- an attempt follows the failure of the one before
        return await PostgresConnection.#connect(target, ssl, call);
      } catch (error) {
        call.signal.throwIfAborted();
        failure = error;
        if (!refusesEncryption(error)) break;
      }
    }
    throw isLeatError(failure) ? failure : postgresError(failure, target);
  }

  static async #connect(
    target: Target,
    ssl: ConnectionOptions | false,
    call: CallOptions,
  ): Promise<PostgresConnection> {
    const { Client } = await loadDriver();
    const socket = new Socket();
    const { password } = target;
    const client = new Client({
      host: target.host,
      port: target.port,
      database: target.database,
      user: target.user,
      ...(password === undefined
        ? {}
        : { password: typeof password === 'function' ? password : () => password.reveal() }),
      ssl,
      application_name: target.applicationName,
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE,
      stream: () => socket,
    });
    const connection = new PostgresConnection(client, socket, target);
    const { promise, reject } = Promise.withResolvers<never>();
    const timer = setTimeout(() => reject(tooSlow(target)), target.connectTimeoutMs || 0x7fff_ffff);
    const stop = (): void => reject(call.signal.reason);
    call.signal.addEventListener('abort', stop, { once: true });
    try {
      const connecting = client.connect();
      // Whoever loses the race has nobody to listen to it.
      connecting.catch(() => {});
      await Promise.race([connecting, promise]);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    } finally {
      clearTimeout(timer);
      call.signal.removeEventListener('abort', stop);
    }
  }

  get lost(): boolean {
    return this.#lost;
  }

  /**
   * Asks the server to stop what it does for this connection; the statement then fails with `query_canceled`. Best effort,
   * over a connection of its own, without encryption as libpq does it: the request holds nothing but two numbers.
   */
  cancel(): void {
    const { host, port } = this.#target;
    const request = Buffer.alloc(16);
    request.writeInt32BE(16, 0);
    request.writeInt32BE(CANCEL, 4);
    request.writeInt32BE(Number(Reflect.get(this.client, 'processID') ?? 0), 8);
    request.writeInt32BE(Number(Reflect.get(this.client, 'secretKey') ?? 0), 12);
    const socket = connectSocket(host.startsWith('/') ? { path: `${host}/.s.PGSQL.${port}` } : { host, port });
    // A server that cannot be reached has the connection cut a moment later.
    socket.once('error', () => socket.destroy());
    socket.end(request);
  }

  /** Whether the server answers in time; a connection that does not is cut. */
  async answers(milliseconds: number): Promise<boolean> {
    const timer = setTimeout(() => this.destroy(), milliseconds);
    try {
      await this.client.query('select 1');
      return true;
    } catch {
      this.destroy();
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Cuts the connection; everything under way fails at once. */
  destroy(): void {
    this.#lost = true;
    this.#socket.destroy();
  }

  /** Says goodbye and closes. */
  async close(): Promise<void> {
    if (this.#lost) return this.destroy();
    await this.client.end();
  }
}

function tooSlow(target: Target): Error {
  return sqlError({
    reason: 'timeout',
    message: `${target.host}:${target.port} did not let leat sign in within ${target.connectTimeoutMs} ms`,
    remedy:
      'Check that the address is that of a Postgres server which can be reached; connectTimeoutMs gives it more time.',
  });
}
