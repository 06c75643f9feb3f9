import { availableParallelism, totalmem } from 'node:os';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { DuckDbOptions } from './options.ts';

/** Code of the error for a row that is longer than readers of text files were told to expect. */
export const LINE_ERROR = 'LEAT_DUCKDB_LINE';

const MEBIBYTE = 1024 * 1024;

/** Memory a load begins with, unless the user sets a limit; see the README for the measurements. */
const FIRST_LIMIT = 32 * MEBIBYTE;

/** A load that runs out of memory begins again with this much more. */
const GROWTH = 4;

/** Share of the machine's memory a load may grow to; DuckDB's own default. */
const CEILING = 0.8;

/**
 * Settings that belong to the whole instance, switched while at least one connection loads: loading needs little memory
 * and no order, while queries get what DuckDB gives them by default.
 */
export class LoadingProfile {
  readonly #options: DuckDbOptions;
  /** Whether readers of text files must expect lines as long as the file. */
  longLines = false;
  #loading = 0;
  #limit = FIRST_LIMIT;

  constructor(options: DuckDbOptions) {
    this.#options = options;
  }

  async enter(connection: DuckDBConnection): Promise<void> {
    this.#loading += 1;
    if (this.#loading > 1) return;
    await this.#limitMemory(connection);
    // The JavaScript side of a load keeps a core busy; leaving it one also makes the file smaller and the peak lower.
    if (this.#options.threads === undefined) {
      await connection.run(`SET threads = ${Math.max(1, Math.floor(availableParallelism() / 2))}`);
    }
    // Order is not promised, and keeping it costs a third of the speed of a bulk load.
    await connection.run('SET preserve_insertion_order = false');
    // Gives freed memory back to the system at once: 50 MB less at the peak, for 7 % of the speed.
    await connection.run("SET allocator_flush_threshold = '128KB'");
    await connection.run("SET allocator_bulk_deallocation_flush_threshold = '1MB'");
  }

  async leave(connection: DuckDBConnection): Promise<void> {
    this.#loading -= 1;
    if (this.#loading > 0) return;
    if (this.#options.memoryLimit === undefined) await connection.run('RESET memory_limit');
    if (this.#options.threads === undefined) await connection.run('RESET threads');
    await connection.run('RESET preserve_insertion_order');
  }

  /** Gives a failed load what it was short of; false when the user or the machine has no more of it. */
  async relieve(code: string, connection: DuckDBConnection): Promise<boolean> {
    if (code === 'LEAT_DUCKDB_MEMORY') return await this.#grow(connection);
    if (code !== LINE_ERROR || this.longLines) return false;
    this.longLines = true;
    return true;
  }

  async #grow(connection: DuckDBConnection): Promise<boolean> {
    const ceiling = totalmem() * CEILING;
    if (this.#options.memoryLimit !== undefined || this.#limit >= ceiling) return false;
    this.#limit = Math.min(this.#limit * GROWTH, ceiling);
    await this.#limitMemory(connection);
    return true;
  }

  async #limitMemory(connection: DuckDBConnection): Promise<void> {
    if (this.#options.memoryLimit === undefined)
      await connection.run(`SET memory_limit = '${Math.floor(this.#limit / MEBIBYTE)}MiB'`);
  }
}
