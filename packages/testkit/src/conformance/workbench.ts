import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  silentLogger,
  systemClock,
  validateOptions,
  type CallOptions,
  type Destination,
  type DestinationCapabilities,
  type DestinationClient,
  type DestinationPlugin,
  type LoadSession,
  type Table,
} from '@leat/core';
import { comparableValue } from '../values/comparable-value.ts';
import { ownValue } from '../values/own-value.ts';
import type { SampleRow } from './sample-row.ts';

/** Name of the pipeline that tests load as, unless they need two. */
export const PIPELINE = 'conformance';

/**
 * What one test works with: a dataset of its own in the destination, a folder, and the clients and sessions it opened.
 * Disposing closes them, drops the dataset and removes the folder.
 */
export class Workbench implements AsyncDisposable {
  readonly plugin: DestinationPlugin;
  readonly capabilities: DestinationCapabilities;
  readonly call: CallOptions = { signal: new AbortController().signal, logger: silentLogger };
  /** Exists; job files go here. */
  readonly folder: string;
  /** Connected first; most tests need no other. */
  readonly client: DestinationClient;
  readonly #connect: () => Promise<DestinationClient>;
  readonly #opened: AsyncDisposable[] = [];
  #loads = 0;

  private constructor(
    plugin: DestinationPlugin,
    options: unknown,
    folder: string,
    connect: () => Promise<DestinationClient>,
    client: DestinationClient,
  ) {
    this.plugin = plugin;
    this.capabilities = plugin.capabilities(options);
    this.folder = folder;
    this.#connect = connect;
    this.client = client;
  }

  /** Connects to a dataset that nobody else uses. */
  static async open({ plugin, options }: Destination): Promise<Workbench> {
    const valid = await validateOptions(plugin, options);
    const folder = await mkdtemp(join(tmpdir(), 'leat-conformance-'));
    const host = {
      dataset: `leat_conformance_${randomBytes(6).toString('hex')}`,
      workDir: folder,
      logger: silentLogger,
      clock: systemClock,
    };
    const connect = (): Promise<DestinationClient> => plugin.connect(valid, host);
    return new Workbench(plugin, valid, folder, connect, await connect());
  }

  /** Another client of the same dataset. */
  async connect(): Promise<DestinationClient> {
    const client = await this.#connect();
    this.#opened.push(client);
    return client;
  }

  /** A load id greater than all before. */
  nextLoadId(): string {
    this.#loads += 1;
    return `1749667187.${String(541_553 + this.#loads)}`;
  }

  /** Begins a load; the session is disposed at the end of the test if not before. */
  async begin(
    loadId: string,
    pipeline: string = PIPELINE,
    client: DestinationClient = this.client,
  ): Promise<LoadSession> {
    const header = { loadId, pipeline, holder: 'testkit', startedAt: new Date(1_749_667_187_541) };
    const session = await client.beginLoad(header, this.call);
    this.#opened.push(session);
    return session;
  }

  /** The rows of a table in the order of their keys, values as comparable text. */
  async read(
    { name, columns }: Table,
    client: DestinationClient = this.client,
  ): Promise<readonly Record<string, string | null>[]> {
    const rows: Record<string, string | null>[] = [];
    for await (const row of client.readTable(name, this.call)) rows.push(comparableRow(columns, row));
    return rows.toSorted(byKey);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    try {
      for (const opened of this.#opened.toReversed()) {
        // oxlint-disable-next-line no-await-in-loop -- sessions close before the clients they belong to
        await opened[Symbol.asyncDispose]();
      }
      await this.client.dropDataset(this.call);
    } finally {
      await this.client[Symbol.asyncDispose]();
      await rm(this.folder, { recursive: true });
    }
  }
}

/** Rows as `read` gives them back when nothing was changed on the way. */
export function comparableRows(
  { columns }: Table,
  rows: readonly SampleRow[],
): readonly Record<string, string | null>[] {
  return rows.map((row) => comparableRow(columns, row)).toSorted(byKey);
}

function comparableRow(columns: Table['columns'], row: object): Record<string, string | null> {
  return Object.fromEntries(columns.map((each) => [each.name, comparableValue(each, ownValue(row, each.name))]));
}

function byKey(a: Record<string, string | null>, b: Record<string, string | null>): number {
  return Number(a['id']) - Number(b['id']);
}
