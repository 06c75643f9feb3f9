import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { PostgresBinaries } from './postgres-binaries.ts';

/** Postgres refuses to run as root; Debian's account for that, or the one every system has. */
const ACCOUNTS = ['postgres', 'nobody'];

/** Stops the server when the process that holds the other end of its input is gone, however that one ended. */
const GUARD = 'exec 3<&0; "$@" 3<&- & pid=$!; { read -r _ <&3; kill -INT "$pid"; } 2>/dev/null & wait "$pid"';

/** A line of the server's log that says it takes connections. */
const READY = 'database system is ready to accept connections';

/** How often, and how many times, to look whether a killed process has ended. */
const LOOK_EVERY_MS = 10;
const LOOKS = 2000;

/** Settings and places of a server. */
export interface PostgresServerOptions {
  /** Lines for postgresql.conf. */
  readonly settings?: readonly string[];
  /** Lines for pg_hba.conf, before the one that lets everybody in from this machine. */
  readonly access?: readonly string[];
  /** Files for the folder of the data, name → content: certificates, keys. Only the server may read them. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folder the data lie in; default: one of its own, which goes when the server is disposed. */
  readonly folder?: string;
}

/** A server of a test: started from nothing, on a free port of this machine, gone with the process that started it. */
export class PostgresServer implements AsyncDisposable {
  readonly port: number;
  readonly folder: string;
  readonly #binaries: PostgresBinaries;
  readonly #owner: { readonly uid: number; readonly gid: number } | undefined;
  #process: ChildProcess | undefined;
  #log = '';

  private constructor(binaries: PostgresBinaries, port: number, folder: string, owner: PostgresServer['owner']) {
    this.#binaries = binaries;
    this.port = port;
    this.folder = folder;
    this.#owner = owner;
  }

  /** Makes a new cluster and starts it. The superuser is `postgres`; nobody needs a password. */
  static async start(binaries: PostgresBinaries, options: PostgresServerOptions = {}): Promise<PostgresServer> {
    const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'leat-pg-'));
    const owner = process.getuid?.() === 0 ? account() : undefined;
    chmodSync(folder, 0o755);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    if (owner !== undefined) chownSync(data, owner.uid, owner.gid);
    execFileSync(
      join(binaries.bin, 'initdb'),
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'],
      { stdio: ['ignore', 'ignore', 'pipe'], cwd: folder, ...owner },
    );
    const settings = [
      "listen_addresses = '127.0.0.1'",
      "unix_socket_directories = ''",
      // What a test writes must outlive the server's process, not the machine.
      'fsync = off',
      'max_connections = 60',
      "shared_buffers = '64MB'",
      ...(options.settings ?? []),
    ];
    appendFileSync(join(data, 'postgresql.conf'), `${settings.join('\n')}\n`);
    if (options.access !== undefined) {
      const path = join(data, 'pg_hba.conf');
      const rest = readFileSync(path, 'utf8');
      rmSync(path);
      appendFileSync(path, `${options.access.join('\n')}\n${rest}`);
      if (owner !== undefined) chownSync(path, owner.uid, owner.gid);
    }
    for (const [name, content] of Object.entries(options.files ?? {})) {
      writeFileSync(join(data, name), content, { mode: 0o600 });
      if (owner !== undefined) chownSync(join(data, name), owner.uid, owner.gid);
    }
    const server = new PostgresServer(binaries, await freePort(), folder, owner);
    await server.launch();
    return server;
  }

  get owner(): { readonly uid: number; readonly gid: number } | undefined {
    return this.#owner;
  }

  /** Everything the server wrote so far, all its lives. */
  get log(): string {
    return this.#log;
  }

  /** Address of a database of the server. */
  url(database = 'postgres', user = 'postgres'): string {
    return `postgres://${user}@127.0.0.1:${this.port}/${database}`;
  }

  /** Starts the server on its data; it recovers by itself after a crash. */
  async launch(): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const command = [join(this.#binaries.bin, 'postgres'), '-D', join(this.folder, 'data'), '-p', String(this.port)];
    const child = spawn('sh', ['-c', GUARD, 'sh', ...command], {
      stdio: ['pipe', 'ignore', 'pipe'],
      cwd: this.folder,
      ...this.#owner,
    });
    this.#process = child;
    const before = this.#log.length;
    child.stderr.on('data', (chunk: Buffer) => {
      this.#log += chunk.toString();
      if (this.#log.includes(READY, before)) resolve();
    });
    child.once('exit', () => reject(new Error(`Postgres ended:\n${this.#log}`)));
    // A server that ends while nobody listens any more is a server that was stopped.
    child.stdin.on('error', () => {});
    await promise;
  }

  /** Kills every process of the server at once, as a machine that loses power does, and waits until they are gone. */
  async kill(): Promise<void> {
    const main = Number(readFileSync(join(this.folder, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
    // Stopped first, so that it starts no child after its children were listed.
    signal(main, 'SIGSTOP');
    const pids = [main, ...childrenOf(main)];
    for (const pid of pids) signal(pid, 'SIGKILL');
    await this.#ended();
    await gone(pids);
  }

  /** Stops the server; open transactions are rolled back. */
  async stop(): Promise<void> {
    this.#process?.stdin?.end('\n');
    await this.#ended();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #ended(): Promise<void> {
    const child = this.#process;
    if (child === undefined) return;
    this.#process = undefined;
    const { promise, resolve } = Promise.withResolvers<void>();
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
    await promise;
    child.stdin?.destroy();
  }
}

function account(): { readonly uid: number; readonly gid: number } {
  const passwd = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of ACCOUNTS) {
    const fields = passwd.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields !== undefined) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(`none of the accounts ${ACCOUNTS.join(', ')} exists, and Postgres does not run as root`);
}

function childrenOf(pid: number): readonly number[] {
  // Fails where there are none.
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .map(Number)
    .filter((child) => child > 0);
}

/**
 * Waits until processes have ended. One that was killed may take a while to die, and a server does not start on shared
 * memory that another process holds. One that nobody waits for has let go of everything.
 */
async function gone(pids: readonly number[]): Promise<void> {
  const list = pids.join(',');
  for (let look = 0; look < LOOKS; look += 1) {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', list], { encoding: 'utf8' });
    if (stdout.split('\n').every((state) => state === '' || state.startsWith('Z'))) return;
    // oxlint-disable-next-line no-await-in-loop -- looks again
    await setTimeout(LOOK_EVERY_MS);
  }
  throw new Error(`processes ${list} were killed and do not end`);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself in between.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    server.close(() => resolve(port));
  });
  return await promise;
}
