import {
  DestinationError,
  type CallOptions,
  type LoadCommit,
  type LoadedFile,
  type LoadHeader,
  type LoadJob,
  type LoadReceipt,
  type LoadSession,
} from '@leat/core';
import { Lease } from './lease.ts';
import { publishLoad } from './publish-load.ts';
import type { SqlEngine } from './sql-engine.ts';
import { reasonOf, sqlError } from './sql-errors.ts';
import { TableStaging, TransactionStaging, type StagingArea } from './staging-area.ts';
import { StagingTables } from './staging-tables.ts';
import { parseReceipt, SystemRows, type SelectedLoad } from './system-rows.ts';

/** One load of a SQL destination: files into staging, then everything in one transaction. */
export class SqlLoadSession implements LoadSession {
  readonly #engine: SqlEngine;
  readonly #dataset: string;
  readonly #header: LoadHeader;
  readonly #epoch: number;
  readonly #staging: StagingArea;
  readonly #jobs = new Map<string, Promise<LoadedFile>>();
  #committed: LoadReceipt | undefined;
  #commit: Promise<LoadReceipt> | undefined;

  constructor(
    engine: SqlEngine,
    dataset: string,
    header: LoadHeader,
    epoch: number,
    committed: LoadReceipt | undefined,
  ) {
    this.#engine = engine;
    this.#dataset = dataset;
    this.#header = header;
    this.#epoch = epoch;
    this.#committed = committed;
    const createTables = (): StagingTables => new StagingTables(engine.dialect, dataset, header, epoch);
    this.#staging =
      engine.staging === 'inside-transaction'
        ? new TransactionStaging(engine, createTables)
        : new TableStaging(engine, createTables(), dataset);
  }

  get committed(): LoadReceipt | undefined {
    return this.#committed;
  }

  loadFile(job: LoadJob, call: CallOptions): Promise<LoadedFile> {
    const known = this.#jobs.get(job.file.name);
    if (known !== undefined) return known;
    const loaded = this.#committed === undefined ? this.#stage(job, call) : Promise.resolve({ rows: job.file.rows });
    this.#jobs.set(job.file.name, loaded);
    // A file that failed may come again; the one who asked sees the error.
    loaded.catch(() => this.#jobs.delete(job.file.name));
    return loaded;
  }

  async commit(commit: LoadCommit, call: CallOptions): Promise<LoadReceipt> {
    if (this.#committed !== undefined) return this.#committed;
    this.#commit ??= this.#publish(commit, call);
    return this.#commit;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.allSettled([...this.#jobs.values(), this.#commit]);
    await this.#staging[Symbol.asyncDispose]();
  }

  async #stage(job: LoadJob, call: CallOptions): Promise<LoadedFile> {
    try {
      return await this.#staging.loadFile(job, call);
    } catch (error) {
      // A load that began later has dropped the staging tables of this one.
      if (reasonOf(error) === 'undefined-entity') {
        await using session = await this.#engine.openSession(call);
        await new Lease(this.#engine.dialect, this.#dataset).check(session, this.#header.pipeline, this.#epoch, call);
      }
      throw error;
    }
  }

  async #publish(commit: LoadCommit, call: CallOptions): Promise<LoadReceipt> {
    if (commit.loadId !== this.#header.loadId) {
      throw new DestinationError(
        `Load ${commit.loadId} cannot be committed in the session of load ${this.#header.loadId}`,
        {
          code: 'LEAT_LOAD_BROKEN',
          recoverability: 'terminal',
          remedy: 'Begin one session per load.',
        },
      );
    }
    await Promise.allSettled(this.#jobs.values());
    this.#committed = await this.#staging.publish(async (session) => {
      const { dialect } = this.#engine;
      // Before the lease, which a load that begins takes in this order too: otherwise the two would wait for each other.
      if (commit.changes.length > 0 && dialect.lockPipeline !== undefined)
        await session.execute(dialect.lockPipeline(this.#dataset, commit.pipeline).compile(dialect.compiler), call);
      const lease = new Lease(dialect, this.#dataset);
      await lease.release(session, commit.pipeline, this.#epoch, commit.committedAt, call);
      const receipt = await publishLoad(session, dialect, this.#dataset, commit, this.#staging.staged, call);
      try {
        await session.commit(call);
        return receipt;
      } catch (error) {
        await session.rollback();
        return await this.#lookUp(error, call);
      }
    }, call);
    return this.#committed;
  }

  /**
   * After a COMMIT that failed, only the load row can tell whether it took effect: the answer may have been lost.
   * @throws The error of the commit when the row is absent, `LEAT_COMMIT_UNKNOWN` when it cannot be read.
   */
  async #lookUp(failure: unknown, call: CallOptions): Promise<LoadReceipt> {
    const query = new SystemRows(this.#engine.dialect, this.#dataset).selectLoads({ loadId: this.#header.loadId });
    let found: SelectedLoad | undefined;
    try {
      await using session = await this.#engine.openSession(call);
      const { dialect } = this.#engine;
      if (dialect.awaitCommit !== undefined)
        await session.execute(
          dialect.awaitCommit(this.#dataset, this.#header.pipeline).compile(dialect.compiler),
          call,
        );
      found = (await session.execute<SelectedLoad>(query, call)).rows[0];
    } catch (error) {
      throw sqlError({
        reason: 'connection',
        code: 'LEAT_COMMIT_UNKNOWN',
        message: 'The commit failed, and whether it took effect could not be read',
        remedy: 'Run the same command again: it looks the load up first and loads nothing twice.',
        details: { loadId: this.#header.loadId, commitReason: reasonOf(failure) ?? 'unknown' },
        cause: error,
      });
    }
    if (found === undefined) throw failure;
    return parseReceipt(found.receipt);
  }
}
