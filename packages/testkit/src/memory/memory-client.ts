import { readFile } from 'node:fs/promises';
import {
  DestinationError,
  tablesOf,
  type DatasetQuery,
  type DestinationClient,
  type ErrorCode,
  type LoadCommit,
  type LoadedFile,
  type LoadHeader,
  type LoadJob,
  type LoadReceipt,
  type LoadRow,
  type LoadSession,
  type PublishedCounts,
  type StateRow,
  type StoredSchema,
  type StoredTable,
  type TablePublication,
} from '@leat/core';
import { ChainRows } from './chain-rows.ts';
import { decodeJsonLines, type StoredRow } from './decode-json-lines.ts';
import { mergeChain } from './merge-chain.ts';
import { changedTables, MemoryDataset, type MemoryStore, type MemoryTable } from './memory-store.ts';

/** A connection to one dataset of a store. */
export class MemoryClient implements DestinationClient {
  readonly #store: MemoryStore;
  readonly #name: string;

  constructor(store: MemoryStore, name: string) {
    this.#store = store;
    this.#name = name;
  }

  get #dataset(): MemoryDataset {
    return this.#store.datasets.get(this.#name) ?? new MemoryDataset();
  }

  async describeTables(names: readonly string[]): Promise<ReadonlyMap<string, StoredTable>> {
    const tables = [...this.#dataset.snapshot.tables].filter(([name]) => names.includes(name));
    return new Map(tables.map(([name, { columns }]) => [name, { name, columns }]));
  }

  async readSchema(name: string): Promise<StoredSchema | undefined> {
    return this.#dataset.snapshot.schemas.find((schema) => schema.name === name);
  }

  async readState(pipeline: string): Promise<readonly StateRow[]> {
    return this.#dataset.snapshot.state.filter((row) => row.pipeline === pipeline);
  }

  async readLoads({
    loadId,
    limit,
  }: {
    readonly loadId?: string;
    readonly limit?: number;
  }): Promise<readonly LoadRow[]> {
    const loads = this.#dataset.snapshot.loads.filter((row) => loadId === undefined || row.loadId === loadId);
    return loads.toSorted((a, b) => (a.loadId < b.loadId ? 1 : -1)).slice(0, limit);
  }

  async beginLoad({ loadId, pipeline }: LoadHeader): Promise<LoadSession> {
    const dataset = this.#dataset;
    this.#store.datasets.set(this.#name, dataset);
    const epoch = (dataset.epochs.get(pipeline) ?? 0) + 1;
    dataset.epochs.set(pipeline, epoch);
    return new MemorySession(dataset, epoch, loadId);
  }

  async *readTable<Row extends object>(name: string): AsyncGenerator<Row, void, undefined> {
    const table =
      this.#dataset.snapshot.tables.get(name) ??
      refuse('LEAT_TABLE_UNKNOWN', `There is no table ${JSON.stringify(name)}.`);
    for (const row of table.rows) {
      const cells = table.columns.map((column) => [
        column.name,
        Object.hasOwn(row, column.name) ? row[column.name] : null,
      ]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the caller says what the rows of this table are
      yield Object.fromEntries(cells) as Row;
    }
  }

  /** The language has one sentence: `select * from <table>`. */
  query<Row extends object>({ sql }: DatasetQuery): AsyncIterable<Row> {
    const [, name] = /^select \* from (\S+)$/.exec(sql) ?? [];
    return this.readTable(
      name ?? refuse('LEAT_QUERY_UNSUPPORTED', 'The memory destination understands "select * from <table>" only.'),
    );
  }

  async dropDataset(): Promise<void> {
    this.#store.datasets.delete(this.#name);
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

class MemorySession implements LoadSession {
  readonly committed: LoadReceipt | undefined;
  readonly #dataset: MemoryDataset;
  readonly #epoch: number;
  /** Rows by file name, so that the same file again takes the place of the first. */
  readonly #staged = new Map<string, { readonly table: string; readonly rows: readonly StoredRow[] }>();

  constructor(dataset: MemoryDataset, epoch: number, loadId: string) {
    this.#dataset = dataset;
    this.#epoch = epoch;
    this.committed = this.#receiptOf(loadId);
  }

  async loadFile({ table, file, path }: LoadJob): Promise<LoadedFile> {
    const rows = decodeJsonLines(await readFile(path, 'utf8'), table.columns);
    this.#staged.set(file.name, { table: table.name, rows });
    return { rows: rows.length };
  }

  async commit(commit: LoadCommit): Promise<LoadReceipt> {
    const done = this.#receiptOf(commit.loadId);
    if (done !== undefined) return done;
    if (this.#dataset.epochs.get(commit.pipeline) !== this.#epoch) {
      refuse('LEAT_FENCED', `A later load of pipeline ${JSON.stringify(commit.pipeline)} has begun.`);
    }
    const { snapshot } = this.#dataset;
    const tables = changedTables(snapshot.tables, commit.changes);
    const counts = new Map<string, PublishedCounts>();
    for (const publication of commit.publications) {
      const rows = this.#publish(publication, tables, commit.startedAt);
      for (const { name } of tablesOf(publication.chain)) {
        tables.set(name, { columns: tables.get(name)?.columns ?? [], rows: rows.stored(name) });
      }
      for (const [name, count] of rows.counts) counts.set(name, count);
    }
    const { loadId, pipeline, startedAt, committedAt, schema, state } = commit;
    const receipt = commit.receipt(counts);
    const isReplaced = (old: StateRow): boolean =>
      state.some((row) => row.pipeline === old.pipeline && row.source === old.source && row.resource === old.resource);
    this.#dataset.snapshot = {
      tables,
      schemas: [schema, ...snapshot.schemas.filter(({ name }) => name !== schema.name)],
      state: [...snapshot.state.filter((row) => !isReplaced(row)), ...state],
      loads: [...snapshot.loads, { loadId, pipeline, status: 'loaded', startedAt, committedAt, receipt }],
    };
    return receipt;
  }

  /** The rows of a chain as they are after a publication, and what was counted on the way. */
  #publish(publication: TablePublication, tables: ReadonlyMap<string, MemoryTable>, startedAt: Date): ChainRows {
    const { chain } = publication;
    const unknown = tablesOf(chain).find(({ name }) => !tables.has(name));
    if (unknown !== undefined) refuse('LEAT_TABLE_UNKNOWN', `There is no table ${JSON.stringify(unknown.name)}.`);
    const stagedIn = (name: string): readonly StoredRow[] =>
      [...this.#staged.values()].flatMap(({ table, rows }) => (table === name ? rows : []));
    const rows = new ChainRows(chain, tables, stagedIn);
    if (publication.disposition === 'merge') {
      mergeChain(rows, publication.strategy, publication.merge, startedAt);
      return rows;
    }
    if (publication.disposition === 'replace')
      for (const { name } of tablesOf(chain)) rows.deleteRows(name, () => true);
    rows.insertStaged();
    return rows;
  }

  #receiptOf(loadId: string): LoadReceipt | undefined {
    return this.#dataset.snapshot.loads.find((load) => load.loadId === loadId)?.receipt;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#staged.clear();
  }
}

const REMEDIES = {
  LEAT_TABLE_UNKNOWN: 'Load the table first, or correct its name.',
  LEAT_QUERY_UNSUPPORTED: 'Read the table as a whole, or load into a destination that has a query language.',
  LEAT_FENCED: 'Let the later run finish; this one has published nothing.',
} as const satisfies Record<ErrorCode, string>;

function refuse(code: keyof typeof REMEDIES, message: string): never {
  throw new DestinationError(message, { code, recoverability: 'terminal', remedy: REMEDIES[code] });
}
