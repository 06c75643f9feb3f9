import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Direction, Fault, Tap } from './fault.ts';

/** A TCP server behind the proxy. */
export interface ProxyTarget {
  readonly host: string;
  readonly port: number;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  bytes: number;
}

/**
 * A TCP proxy on this machine that breaks connections in the ways networks do, between any client and any server.
 *
 * Without a fault it passes everything on. A fault counts for open connections and for new ones, from the next byte on.
 */
export class FaultProxy implements AsyncDisposable {
  readonly #target: ProxyTarget;
  readonly #links = new Set<Link>();
  readonly #ended = new AbortController();
  #server: Server | undefined;
  #port = 0;
  #fault: Fault | undefined;
  #tap: Tap = () => 'pass';
  #opened = 0;

  private constructor(target: ProxyTarget) {
    this.#target = target;
  }

  /** Listens on a free port of 127.0.0.1. */
  static async start(target: ProxyTarget): Promise<FaultProxy> {
    const proxy = new FaultProxy(target);
    await proxy.#listen();
    return proxy;
  }

  get port(): number {
    return this.#port;
  }

  /** Connections taken so far. */
  get opened(): number {
    return this.#opened;
  }

  /** Breaks connections from now on; `undefined` mends the network, but brings no connection back. */
  async use(fault: Fault | undefined): Promise<void> {
    this.#fault = fault;
    if (fault?.kind === 'down') await this.#close();
    else if (this.#server === undefined) await this.#listen();
  }

  /** Looks at all bytes on their way; `undefined` stops looking. */
  watch(tap: Tap | undefined): void {
    this.#tap = tap ?? (() => 'pass');
  }

  /** Resets all connections now. */
  reset(): void {
    for (const link of this.#links) this.#cut(link);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort();
    await this.#close();
  }

  async #listen(): Promise<void> {
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => this.#accept(client));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    server.once('error', reject);
    server.listen(this.#port, '127.0.0.1', resolve);
    await promise;
    this.#server = server;
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    this.reset();
    if (server === undefined) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    server.close(() => resolve());
    await promise;
  }

  #accept(client: Socket): void {
    this.#opened += 1;
    const link: Link = { client, server: connect({ ...this.#target, allowHalfOpen: true }), bytes: 0 };
    this.#links.add(link);
    // An error is the other side's to notice: it ends the loop that reads, and with it the link.
    client.on('error', () => {});
    link.server.on('error', () => client.resetAndDestroy());
    void this.#pump(link, client, link.server, 'to-server');
    void this.#pump(link, link.server, client, 'to-client');
  }

  async #pump(link: Link, from: Socket, to: Socket, direction: Direction): Promise<void> {
    try {
      // Ending to read must not destroy the socket, whose other half is still written to.
      for await (const chunk of from.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
        const verdict = this.#tap(chunk, direction);
        if (verdict === 'cut-before') return this.#cut(link);
        if (!(await this.#pass(link, to, chunk))) return;
        if (verdict === 'cut-after') return await this.#flushAndCut(link, to);
      }
      if (this.#fault?.kind === 'slow-close') await this.#wait(this.#fault.milliseconds);
      if (this.#fault?.kind !== 'timeout') to.end();
    } catch {
      // One side was reset; so is the other.
      this.#cut(link);
    } finally {
      if (link.client.destroyed && link.server.destroyed) this.#links.delete(link);
    }
  }

  /** Passes bytes on as the fault of the moment has it; false when the link ended. */
  async #pass(link: Link, to: Socket, chunk: Buffer): Promise<boolean> {
    const fault = this.#fault;
    link.bytes += chunk.length;
    switch (fault?.kind) {
      case 'latency':
        await this.#wait(fault.milliseconds);
        await write(to, chunk);
        return true;
      case 'timeout':
        return true;
      case 'slice':
        for (let at = 0; at < chunk.length; at += fault.bytes) {
          // oxlint-disable-next-line no-await-in-loop -- one piece after the other
          await write(to, chunk.subarray(at, at + fault.bytes));
        }
        return true;
      case 'limit':
        if (link.bytes <= fault.bytes) break;
        link.client.destroy();
        link.server.destroy();
        return false;
      case 'reset':
      case 'down':
        this.#cut(link);
        return false;
      case 'slow-close':
      case undefined:
        break;
    }
    await write(to, chunk);
    return true;
  }

  /** The server gets the bytes and the end of the stream, the client a reset: whatever the answer is, it is lost. */
  async #flushAndCut(link: Link, to: Socket): Promise<void> {
    link.client.resetAndDestroy();
    if (to === link.client) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    to.once('close', () => resolve());
    to.end();
    await promise;
  }

  #cut(link: Link): void {
    link.client.resetAndDestroy();
    link.server.resetAndDestroy();
    this.#links.delete(link);
  }

  /** Ends early with the proxy. */
  async #wait(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.#ended.signal, ref: false });
  }
}

async function write(socket: Socket, chunk: Buffer): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.write(chunk, (error) => (error ? reject(error) : resolve()));
  await promise;
}
