import {
  defineDestination,
  type CallableDestination,
  type LoadCommit,
  type LoadedFile,
  type LoadHeader,
  type LoadJob,
  type LoadReceipt,
  type LoadSession,
} from '@leat/core';
import { MemoryClient } from '../memory/memory-client.ts';
import { memory, type MemoryOptions } from '../memory/memory-destination.ts';
import { MemoryDataset, type MemoryStore } from '../memory/memory-store.ts';

/** What a defect gets hold of: the load it spoils, and the data behind the destination's back. */
export interface SpoiledLoad {
  readonly dataset: MemoryDataset;
  /** Epoch of this load. */
  readonly epoch: number;
  /** Files so far by name, in the order they came. */
  readonly files: Map<string, { readonly table: string; readonly rows: number }>;
}

/** What a broken destination does differently. `proceed` is what the good one does. */
export interface Defect {
  readonly name: string;
  /** What is wrong, as a sentence without a subject. */
  readonly description: string;
  /** Whether it forgets which loads were committed. */
  readonly forgetsLoads?: boolean;
  readonly loadFile?: (
    job: LoadJob,
    proceed: (job: LoadJob) => Promise<LoadedFile>,
    load: SpoiledLoad,
  ) => Promise<LoadedFile>;
  readonly commit?: (
    commit: LoadCommit,
    proceed: (commit: LoadCommit) => Promise<LoadReceipt>,
    load: SpoiledLoad,
  ) => Promise<LoadReceipt>;
}

/** The memory destination with one defect. */
export function brokenDestination(defect: Defect): CallableDestination<MemoryOptions, MemoryOptions> {
  return defineDestination({
    name: defect.name,
    options: memory.options,
    types: memory.types,
    capabilities: (options) => memory.capabilities(options),
    describe: (options) => memory.describe(options),
    connect: async ({ store }, { dataset }) => new BrokenClient(store, dataset, defect),
  });
}

class BrokenClient extends MemoryClient {
  readonly #dataset: () => MemoryDataset;
  readonly #defect: Defect;

  constructor(store: MemoryStore, name: string, defect: Defect) {
    super(store, name);
    this.#dataset = () => store.datasets.get(name) ?? new MemoryDataset();
    this.#defect = defect;
  }

  override async beginLoad(header: LoadHeader): Promise<LoadSession> {
    const session = await super.beginLoad(header);
    const dataset = this.#dataset();
    return new BrokenSession(session, this.#defect, {
      dataset,
      epoch: dataset.epochs.get(header.pipeline) ?? 0,
      files: new Map(),
    });
  }
}

class BrokenSession implements LoadSession {
  readonly committed: LoadReceipt | undefined;
  readonly #session: LoadSession;
  readonly #defect: Defect;
  readonly #load: SpoiledLoad;

  constructor(session: LoadSession, defect: Defect, load: SpoiledLoad) {
    this.committed = defect.forgetsLoads === true ? undefined : session.committed;
    this.#session = session;
    this.#defect = defect;
    this.#load = load;
  }

  async loadFile(job: LoadJob, call: Parameters<LoadSession['loadFile']>[1]): Promise<LoadedFile> {
    const proceed = (each: LoadJob): Promise<LoadedFile> => this.#session.loadFile(each, call);
    const loaded = await (this.#defect.loadFile?.(job, proceed, this.#load) ?? proceed(job));
    this.#load.files.set(job.file.name, { table: job.table.name, rows: loaded.rows });
    return loaded;
  }

  async commit(commit: LoadCommit, call: Parameters<LoadSession['commit']>[1]): Promise<LoadReceipt> {
    const proceed = (each: LoadCommit): Promise<LoadReceipt> => this.#session.commit(each, call);
    return this.#defect.commit?.(commit, proceed, this.#load) ?? proceed(commit);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#session[Symbol.asyncDispose]();
  }
}
