import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { isLeatError, type CallOptions, type CheckFinding, type Clock, type DestinationHost } from '@leat/core';
import { quoteIdentifier, type SqlDialect, type SqlEngine, type SqlSession } from '@leat/sql';
import { duckDbCapabilities } from './capabilities.ts';
import { checkFile } from './check-file.ts';
import { duckDbDialect } from './dialect.ts';
import { loadDriver, type Driver } from './driver.ts';
import { duckDbError, type PathNames } from './errors.ts';
import { LoadingProfile } from './loading-profile.ts';
import type { DuckDbOptions } from './options.ts';
import { DuckDbSession } from './session.ts';
import { enterSpill, leaveSpill } from './spilled-files.ts';
import { StandIn } from './stand-in.ts';

/** What opening gives. */
interface Opened {
  readonly instance: DuckDBInstance;
  readonly catalog: string;
  /** The file this process may write. */
  readonly written: string | undefined;
  readonly standIn: StandIn | undefined;
}

/**
 * An open database. All connections of a process to one file share one instance: two instances would both hold the lock,
 * which belongs to the process, and destroy each other's pages.
 */
export class DuckDbDatabase implements SqlEngine {
  readonly driver: Driver;
  readonly options: DuckDbOptions;
  readonly clock: Clock;
  readonly pathNames: PathNames;
  readonly dialect: SqlDialect;
  readonly profile: LoadingProfile;
  readonly staging = 'inside-transaction';
  readonly maxParallelLoads: number = duckDbCapabilities.maxParallelLoads;
  readonly #instance: DuckDBInstance;
  readonly #catalog: string;
  readonly #dataset: string;
  readonly #standIn: StandIn | undefined;
  /** Set while this process may write the file: its path. */
  #written: string | undefined;

  private constructor(
    driver: Driver,
    options: DuckDbOptions,
    host: DestinationHost,
    { instance, catalog, written, standIn }: Opened,
    pathNames: PathNames,
  ) {
    this.driver = driver;
    this.options = options;
    this.clock = host.clock;
    this.pathNames = pathNames;
    this.dialect = duckDbDialect(catalog);
    this.profile = new LoadingProfile(options);
    this.#instance = instance;
    this.#catalog = catalog;
    this.#dataset = host.dataset;
    this.#written = written;
    this.#standIn = standIn;
    if (written !== undefined) enterSpill(written);
  }

  /** Opens the file, creating it where it is missing; for a host that only looks, an empty one stands for it then. */
  static async open(options: DuckDbOptions, host: DestinationHost): Promise<DuckDbDatabase> {
    const driver = await loadDriver();
    const absolute = isMemory(options.path) ? options.path : resolve(options.path);
    const names: [string, string][] = [[absolute, options.path]];
    const isMissing = !isMemory(options.path) && !existsSync(absolute);
    const standIn = isMissing && host.readOnly === true ? new StandIn(absolute) : undefined;
    const readOnly = standIn === undefined && (options.accessMode === 'read-only' || host.readOnly === true);
    try {
      if (isMissing && standIn === undefined && !readOnly) await createFile(driver, absolute, names);
      // One name per file, also behind links: the cache of instances goes by name.
      const real = standIn?.path ?? (existsSync(absolute) ? realpathSync(absolute) : absolute);
      if (real !== absolute) names.push([real, options.path]);
      const instance = await openInstance(driver, real, readOnly, host);
      const catalog = await prepare(instance, options);
      const written = isMemory(options.path) || readOnly || standIn !== undefined ? undefined : real;
      return new DuckDbDatabase(driver, options, host, { instance, catalog, written, standIn }, names);
    } catch (error) {
      standIn?.[Symbol.dispose]();
      throw duckDbError(error, options.path, names);
    }
  }

  async openSession(call: CallOptions): Promise<SqlSession> {
    call.signal.throwIfAborted();
    const connection = await this.connect();
    return new DuckDbSession(this, connection);
  }

  async *check(): AsyncIterable<CheckFinding> {
    if (!isMemory(this.options.path)) yield await checkFile(this.options.path);
  }

  async relieve(error: unknown): Promise<boolean> {
    if (!isLeatError(error)) return false;
    const connection = await this.connect();
    try {
      return await this.profile.relieve(error.code, connection);
    } finally {
      connection.closeSync();
    }
  }

  /** A table of the dataset, ready to be put into a statement. */
  qualify(table: string): string {
    return [this.#catalog, this.#dataset, table].map((name) => quoteIdentifier(name)).join('.');
  }

  /** A connection in which the dataset's tables need no prefix; a dataset that does not exist yet stays out of the path. */
  async connect(): Promise<DuckDBConnection> {
    const connection = await this.#instance.connect();
    await connection.run("SET TimeZone = 'UTC'");
    const found = await connection.runAndReadAll(
      'SELECT schema_name FROM duckdb_schemas() WHERE database_name = $1 AND lower(schema_name) = lower($2)',
      [this.#catalog, this.#dataset],
    );
    if (found.currentRowCount > 0)
      await connection.run(`USE ${quoteIdentifier(this.#catalog)}.${quoteIdentifier(this.#dataset)}`);
    return connection;
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#instance.closeSync();
    if (this.#written !== undefined) leaveSpill(this.#written);
    this.#written = undefined;
    this.#standIn?.[Symbol.dispose]();
    return Promise.resolve();
  }
}

function isMemory(path: string): boolean {
  return path.startsWith(':memory:');
}

async function openInstance(
  { DuckDBInstance }: Driver,
  path: string,
  readOnly: boolean,
  host: DestinationHost,
): Promise<DuckDBInstance> {
  // A file that does not exist cannot be opened for reading; one in memory never exists.
  const mode = readOnly && !isMemory(path) ? { access_mode: 'READ_ONLY' } : {};
  try {
    return await DuckDBInstance.fromCache(path, { ...CONFIG, ...mode });
  } catch (error) {
    // Whoever only looks takes what this process has open for writing.
    if (host.readOnly !== true || !/different configuration/.test(String(error))) throw error;
    return await DuckDBInstance.fromCache(path, CONFIG);
  }
}

/** Extensions are never downloaded: a SQLite file, for one, would otherwise make DuckDB fetch code from the network. */
const CONFIG: Readonly<Record<string, string>> = { autoinstall_known_extensions: 'false' };

/** Applies the limits, which belong to the whole instance, and gives the name of the catalog. */
async function prepare(instance: DuckDBInstance, options: DuckDbOptions): Promise<string> {
  const connection = await instance.connect();
  try {
    if (options.memoryLimit !== undefined) await connection.run(`SET memory_limit = '${options.memoryLimit}'`);
    if (options.threads !== undefined) await connection.run(`SET threads = ${options.threads}`);
    const catalog = await connection.runAndReadAll('SELECT current_database()');
    return String(catalog.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
  }
}

/**
 * Creates the database under another name and links it into place, so that a process killed meanwhile never leaves an
 * empty or half-written file, which DuckDB would refuse from then on.
 */
async function createFile(driver: Driver, absolute: string, names: [string, string][]): Promise<void> {
  // Same folder, so that the link stays on one file system; same file name, for the messages.
  const folder = join(dirname(absolute), `.${basename(absolute)}.${randomUUID()}`);
  const temporary = join(folder, basename(absolute));
  const shown = names[0]?.[1] ?? absolute;
  names.unshift([temporary, shown], [folder, shown]);
  try {
    mkdirSync(folder);
    const instance = await driver.DuckDBInstance.create(temporary, CONFIG);
    instance.closeSync();
    putInPlace(temporary, absolute);
  } catch (error) {
    // Another process was faster: its file is as good.
    if (!existsSync(absolute)) throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A link never replaces a file another process made meanwhile; some file systems have none, and rename must do there. */
function putInPlace(temporary: string, absolute: string): void {
  try {
    linkSync(temporary, absolute);
  } catch (error) {
    if (existsSync(absolute)) throw error;
    renameSync(temporary, absolute);
  }
}
