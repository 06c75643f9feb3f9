import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { JobFileFormat } from '../destination/capabilities.ts';
import type { StateRow } from '../destination/client.ts';
import { LoadError } from '../errors/leat-error.ts';
import type { LoadReceipt } from '../load/receipt.ts';
import { failPoint } from '../ports/fail-point.ts';
import type { SchemaChange } from '../schema/changes.ts';
import type { Column } from '../schema/column.ts';
import type { StoredSchema } from '../schema/schema.ts';
import { fileNameOf } from './file-name.ts';
import { makeFolder, readDocument, renameDurably, syncFolder, withStorageErrors, writeDurably } from './file-system.ts';
import { JobFileWriter } from './job-file-writer.ts';
import { asManifest, type Manifest, type ManifestJob } from './manifest.ts';

/** Where a package stands in its life; the suffix of its folder's name. */
export type PackageState = 'writing' | 'sealed' | 'loading' | 'loaded';

/** What a sealed package holds beside its rows. */
export interface PackageContents {
  readonly manifest: Manifest;
  readonly schema: StoredSchema;
  readonly state: readonly StateRow[];
}

/** A folder with everything one load brings: `<load id>.<state>`. */
export class LoadPackage {
  readonly loadId: string;
  readonly #root: string;
  #state: PackageState;
  readonly #files = new Map<string, number>();

  constructor(root: string, loadId: string, state: PackageState) {
    this.#root = root;
    this.loadId = loadId;
    this.#state = state;
  }

  get state(): PackageState {
    return this.#state;
  }

  get folder(): string {
    return join(this.#root, `${this.loadId}.${this.#state}`);
  }

  get quarantineFolder(): string {
    return join(this.folder, 'quarantine');
  }

  /** Makes the folders of a package that is going to be written. */
  async create(): Promise<void> {
    for (const folder of [this.folder, join(this.folder, 'jobs'), this.quarantineFolder]) await makeFolder(folder);
    failPoint('package.created');
  }

  /** Opens the next job file of a table. */
  openJob(table: string, format: JobFileFormat, columns: readonly Column[]): JobFileWriter {
    const number = (this.#files.get(table) ?? 0) + 1;
    this.#files.set(table, number);
    const name = `${fileNameOf(table)}.${number}.${format}`;
    return new JobFileWriter(this.jobPath(name), name, format, columns);
  }

  jobPath(name: string): string {
    return join(this.folder, 'jobs', name);
  }

  /** Writes the documents and seals the package with one rename. Afterwards it will be loaded, whatever happens. */
  async seal(contents: PackageContents, changes: readonly SchemaChange[]): Promise<void> {
    const write = (name: string, content: unknown): Promise<void> =>
      writeDurably(join(this.folder, name), `${JSON.stringify(content, undefined, 2)}\n`);
    await write('schema.json', contents.schema);
    await write('state.json', contents.state);
    await write('changes.json', changes);
    failPoint('package.described');
    await write('manifest.json', contents.manifest);
    await syncFolder(join(this.folder, 'jobs'));
    await syncFolder(this.folder);
    failPoint('package.before-seal');
    await this.#moveTo('sealed');
    failPoint('package.sealed');
  }

  /** Reads a sealed package's documents. */
  async read(): Promise<PackageContents> {
    const path = join(this.folder, 'manifest.json');
    const manifest = asManifest(await readDocument(path), path);
    // Both were written by `seal` in the format that the manifest declares.
    const schema = (await readDocument(join(this.folder, 'schema.json'))) as StoredSchema;
    const state = (await readDocument(join(this.folder, 'state.json'))) as readonly StateRow[];
    return { manifest, schema, state };
  }

  /** Compares a job file with the manifest; throws `LEAT_PACKAGE_DAMAGED` where a byte differs. */
  async verify(job: ManifestJob): Promise<void> {
    const path = this.jobPath(job.name);
    const hash = createHash('sha256');
    let bytes = 0;
    await withStorageErrors(path, async () => {
      // A stream without an encoding gives buffers.
      for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        bytes += chunk.length;
      }
    });
    if (bytes === job.bytes && hash.digest('hex') === job.sha256) return;
    throw new LoadError(`A job file of load package ${this.loadId} is damaged: ${job.name}`, {
      code: 'LEAT_PACKAGE_DAMAGED',
      recoverability: 'terminal',
      remedy: 'Restore the file, or drop the package and run the pipeline again; nothing of it was loaded.',
      details: { file: job.name, expectedBytes: job.bytes, bytes },
    });
  }

  /** Names of the files with rows that were set aside and not replayed. */
  async quarantineFiles(): Promise<readonly string[]> {
    const names = await withStorageErrors(this.quarantineFolder, () => readdir(this.quarantineFolder));
    return names.filter((name) => name.endsWith('.jsonl')).toSorted();
  }

  /** The receipt of a loaded package. */
  async readReceipt(): Promise<LoadReceipt | undefined> {
    // Written by `markLoaded` before the folder got the name of a loaded package.
    return this.#state === 'loaded'
      ? ((await readDocument(join(this.folder, 'receipt.json'))) as LoadReceipt)
      : undefined;
  }

  async markLoading(): Promise<void> {
    if (this.#state !== 'loading') await this.#moveTo('loading');
  }

  /** Keeps the receipt and the documents, and deletes the rows. */
  async markLoaded(receipt: LoadReceipt, keepFiles: boolean): Promise<void> {
    await writeDurably(join(this.folder, 'receipt.json'), `${JSON.stringify(receipt, undefined, 2)}\n`);
    await this.#moveTo('loaded');
    failPoint('package.loaded');
    if (!keepFiles) await this.deleteRows();
    failPoint('package.cleaned');
  }

  /** Deletes the job files, as far as there are any. */
  async deleteRows(): Promise<void> {
    await withStorageErrors(this.folder, () => rm(join(this.folder, 'jobs'), { recursive: true, force: true }));
  }

  /** Deletes the package; what it held was loaded, or never will be. */
  async discard(): Promise<void> {
    await withStorageErrors(this.folder, () => rm(this.folder, { recursive: true, force: true }));
  }

  async #moveTo(state: PackageState): Promise<void> {
    const from = this.folder;
    const to = join(this.#root, `${this.loadId}.${state}`);
    await renameDurably(from, to);
    this.#state = state;
  }
}
