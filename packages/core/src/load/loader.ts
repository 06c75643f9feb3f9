import type {
  CallOptions,
  DestinationClient,
  LoadHeader,
  LoadJob,
  LoadSession,
  TablePublication,
} from '../destination/client.ts';
import { LoadError } from '../errors/leat-error.ts';
import type { LoadPackage, PackageContents } from '../package/load-package.ts';
import type { Manifest, ManifestJob, ManifestPublication } from '../package/manifest.ts';
import { failPoint } from '../ports/fail-point.ts';
import { planSchemaChanges } from '../schema/changes.ts';
import type { Schema } from '../schema/schema.ts';
import { restoreSchema } from '../schema/store-schema.ts';
import type { Table } from '../schema/table.ts';
import { buildReceipt } from './build-receipt.ts';
import type { LoadReceipt } from './receipt.ts';

/** What a loader needs to know about its run. */
export interface LoaderOptions {
  readonly client: DestinationClient;
  readonly header: LoadHeader;
  readonly maxParallelLoads: number;
  readonly call: CallOptions;
  readonly now: () => number;
  /** Whether the load id must not be known to the destination yet: true unless a package of an earlier run is finished. */
  readonly isNew: boolean;
  readonly onFileLoaded: (job: ManifestJob, rows: number) => void;
}

/**
 * Brings the files of one package into the destination's staging as they are closed, and publishes them when the package
 * is sealed. Takes no more files at once than the destination allows; whoever submits waits.
 */
export class Loader implements AsyncDisposable {
  readonly #options: LoaderOptions;
  #session: Promise<LoadSession> | undefined;
  readonly #running = new Set<Promise<void>>();
  readonly #loaded = new Set<string>();
  #failure: unknown;

  constructor(options: LoaderOptions) {
    this.#options = options;
  }

  /** The receipt of this load id if it was committed before. */
  async begin(): Promise<LoadReceipt | undefined> {
    return (await this.#begin()).committed;
  }

  /** Starts to load a file, and waits while too many are under way. Throws what an earlier file failed with. */
  async submit(job: ManifestJob, table: Table, loadPackage: LoadPackage): Promise<void> {
    const session = await this.#begin();
    while (this.#running.size >= this.#options.maxParallelLoads) await Promise.race(this.#running);
    this.#throwFailure();
    const running: Promise<void> = this.#load(session, job, {
      loadId: this.#options.header.loadId,
      table,
      file: job,
      // Sealing renames the folder, and a destination may need the file once more when it publishes.
      get path(): string {
        return loadPackage.jobPath(job.name);
      },
    })
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits until nothing is under way. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
    this.#throwFailure();
  }

  /** Loads the files of a sealed package that are not in staging yet, and publishes everything in one commit. */
  async publish(loadPackage: LoadPackage, contents: PackageContents): Promise<LoadReceipt> {
    const { manifest } = contents;
    const schema = parseSchema(contents);
    const tables = new Map(schema.tables.map((table) => [table.name, table]));
    for (const job of manifest.jobs) {
      if (this.#loaded.has(job.name)) continue;
      await loadPackage.verify(job);
      await this.submit(job, jobTable(job, tables), loadPackage);
    }
    await this.settle();
    const session = await this.#begin();
    failPoint('load.before-commit');
    const receipt = await session.commit(
      {
        loadId: manifest.loadId,
        pipeline: manifest.pipeline,
        changes: await this.#changes(manifest, tables, schema.name),
        publications: manifest.publications.map((publication) => publicationOf(publication, tables)),
        schema: contents.schema,
        state: contents.state,
        startedAt: new Date(manifest.startedAt),
        committedAt: new Date(this.#options.now()),
        receipt: (counts) => {
          const balanced = buildReceipt(manifest, counts);
          failPoint('load.in-receipt');
          return balanced;
        },
      },
      this.#options.call,
    );
    failPoint('load.committed');
    return receipt;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    while (this.#running.size > 0) await Promise.race(this.#running);
    if (this.#session === undefined) return;
    const [session] = await Promise.allSettled([this.#session]);
    if (session?.status === 'fulfilled') await session.value[Symbol.asyncDispose]();
  }

  #begin(): Promise<LoadSession> {
    const { client, header, call, isNew } = this.#options;
    this.#session ??= client.beginLoad(header, call).then(async (session) => {
      failPoint('load.begun');
      if (!isNew || session.committed === undefined) return session;
      await session[Symbol.asyncDispose]();
      throw loadIdTaken(header.loadId);
    });
    return this.#session;
  }

  async #load(session: LoadSession, job: ManifestJob, loadJob: LoadJob): Promise<void> {
    const { rows } = await session.loadFile(loadJob, this.#options.call);
    this.#loaded.add(job.name);
    failPoint('load.file-staged');
    this.#options.onFileLoaded(job, rows);
  }

  async #changes(
    manifest: Manifest,
    tables: ReadonlyMap<string, Table>,
    schemaName: string,
  ): Promise<ReturnType<typeof planSchemaChanges>> {
    const { client, call } = this.#options;
    const names = manifest.publications.flatMap(({ root, children }) => [root, ...children]);
    const described = await client.describeTables(names, call);
    const previous = await client.readSchema(schemaName, call);
    return planSchemaChanges(
      names.map((name) => tableNamed(name, tables)),
      described,
      previous === undefined ? [] : restoreSchema(previous).tables,
    );
  }

  #throwFailure(): void {
    // Thrown as it was caught: an error of leat or of the driver.
    // oxlint-disable-next-line typescript/only-throw-error
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function publicationOf(publication: ManifestPublication, tables: ReadonlyMap<string, Table>): TablePublication {
  const chain = {
    root: tableNamed(publication.root, tables),
    children: publication.children.map((name) => tableNamed(name, tables)),
  };
  // The strategy was chosen from the capabilities when the package was written, to fit its disposition.
  const { disposition, strategy, merge } = publication;
  return { chain, disposition, strategy, merge } as TablePublication;
}

/** The table as one file holds it: its columns, typed as they were when it was written. */
export function jobTable(job: ManifestJob, tables: ReadonlyMap<string, Table>): Table {
  const table = tableNamed(job.table, tables);
  const known = new Map(table.columns.map((column) => [column.name, column]));
  return { ...table, columns: job.columns.map((column) => ({ nullable: true, ...known.get(column.name), ...column })) };
}

function tableNamed(name: string, tables: ReadonlyMap<string, Table>): Table {
  const table = tables.get(name);
  if (table !== undefined) return table;
  throw new LoadError(`The schema of a load package has no table "${name}".`, {
    code: 'LEAT_PACKAGE_DAMAGED',
    recoverability: 'terminal',
    remedy: 'Drop the package and run the pipeline again; nothing of it was loaded.',
    details: { table: name },
  });
}

function parseSchema({ schema }: PackageContents): Schema {
  // Written by this package's own `storeSchema`.
  return JSON.parse(schema.json) as Schema;
}

/** Another load has the id; were it taken for this one, the rows of this one would be lost. */
export function loadIdTaken(loadId: string): LoadError {
  return new LoadError(`Load id ${loadId} belongs to another load of the dataset, begun in the same microsecond.`, {
    code: 'LEAT_LOAD_ID_TAKEN',
    recoverability: 'transient',
    remedy: 'Run the same command again; nothing of this run was loaded.',
    details: { loadId },
  });
}
