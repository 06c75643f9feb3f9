import type { JobFileFormat } from '../destination/capabilities.ts';
import type { Column } from '../schema/column.ts';
import type { Table } from '../schema/table.ts';
import type { JobFileWriter } from './job-file-writer.ts';
import type { LoadPackage } from './load-package.ts';
import type { ManifestJob } from './manifest.ts';
import type { ColumnBatch } from './writers/job-file-encoder.ts';

export interface PackageWriterOptions {
  readonly loadPackage: LoadPackage;
  readonly format: JobFileFormat;
  readonly maxJobFileBytes: number;
  /** Takes every file that is complete and on disk; the writer counts it as in flight until the answer resolves. */
  readonly onFile: (job: ManifestJob, table: Table) => Promise<void>;
  /** Files that may be closing or loading at once. */
  readonly maxFilesInFlight: number;
}

interface OpenFile {
  readonly writer: JobFileWriter;
  readonly table: Table;
}

/** Spreads batches over the job files of a package: one open file per table, closed when it is full or its columns change. */
export class PackageWriter {
  readonly #options: PackageWriterOptions;
  readonly #open = new Map<string, OpenFile>();
  readonly #jobs: ManifestJob[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  #failure: unknown;

  constructor(options: PackageWriterOptions) {
    this.#options = options;
  }

  /** Files closed so far. */
  get jobs(): readonly ManifestJob[] {
    return this.#jobs;
  }

  write(table: Table, batch: ColumnBatch): void {
    let open = this.#open.get(table.name);
    if (open !== undefined && !sameColumns(open.writer.columns, batch.columns)) {
      this.#close(open);
      open = undefined;
    }
    open ??= this.#openFile(table, batch.columns);
    open.writer.write(batch);
    if (open.writer.bytes >= this.#options.maxJobFileBytes) this.#close(open);
  }

  /** Waits while too many files are in flight; throws what went wrong with one of them. */
  async ready(): Promise<void> {
    while (this.#inFlight.size >= this.#options.maxFilesInFlight) await Promise.race(this.#inFlight);
    this.#throwFailure();
  }

  /** Closes all files and waits until they are on disk and taken. */
  async finish(): Promise<void> {
    for (const open of this.#open.values()) {
      this.#close(open);
      await this.ready();
    }
    while (this.#inFlight.size > 0) await Promise.race(this.#inFlight);
    this.#throwFailure();
  }

  /** Lets go of open files after a failure. */
  async abandon(): Promise<void> {
    for (const { writer } of this.#open.values()) writer.abandon();
    this.#open.clear();
    while (this.#inFlight.size > 0) await Promise.race(this.#inFlight);
  }

  #openFile(table: Table, columns: readonly Column[]): OpenFile {
    const { loadPackage, format } = this.#options;
    const open = { writer: loadPackage.openJob(table.name, format, columns), table: { ...table, columns } };
    this.#open.set(table.name, open);
    return open;
  }

  #close({ writer, table }: OpenFile): void {
    this.#open.delete(table.name);
    const closing: Promise<void> = this.#finishFile(writer, table)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#inFlight.delete(closing));
    this.#inFlight.add(closing);
  }

  async #finishFile(writer: JobFileWriter, table: Table): Promise<void> {
    const file = await writer.close();
    const columns = table.columns.map(({ name, dataType, precision, scale, role }) => ({
      name,
      dataType,
      ...(precision === undefined ? {} : { precision }),
      ...(scale === undefined ? {} : { scale }),
      ...(role === undefined ? {} : { role }),
    }));
    const job = { ...file, table: table.name, columns };
    this.#jobs.push(job);
    await this.#options.onFile(job, table);
  }

  #throwFailure(): void {
    // Thrown as it was caught: an error of leat or of the driver.
    // oxlint-disable-next-line typescript/only-throw-error
    if (this.#failure !== undefined) throw this.#failure;
  }
}

function sameColumns(open: readonly Column[], batch: readonly Column[]): boolean {
  return open.length === batch.length && open.every((column, index) => isSame(column, batch[index]));
}

function isSame(a: Column, b: Column | undefined): boolean {
  return a.name === b?.name && a.dataType === b.dataType && a.precision === b.precision && a.scale === b.scale;
}
