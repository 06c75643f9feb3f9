import { LeatError, LoadError } from '../errors/leat-error.ts';
import type { LoadReceipt } from '../load/receipt.ts';
import type { LoadPackage, PackageState } from './load-package.ts';
import type { LoadPackageStore } from './load-package-store.ts';
import type { Manifest } from './manifest.ts';

/** One line of `leat packages list`. */
export interface PackageSummary {
  readonly loadId: string;
  readonly state: PackageState;
  readonly folder: string;
  /** Code of the error that keeps its manifest from being read: damaged, or of a newer format. */
  readonly problem: string | undefined;
  /** Of a sealed package; one that is still being written, or has a problem, has none. */
  readonly tables: number | undefined;
  readonly rows: number | undefined;
  readonly bytes: number | undefined;
  /** Files with rows that were set aside. */
  readonly quarantineFiles: readonly string[];
}

/** A package with everything it says about itself. */
export interface PackageDetails extends PackageSummary {
  readonly manifest: Manifest | undefined;
  readonly receipt: LoadReceipt | undefined;
}

/** What became of one file of a package under verification. */
export interface VerifiedFile {
  readonly file: string;
  readonly status: 'intact' | 'damaged' | 'deleted';
}

/** Looks at packages, verifies and drops them; for people, not for runs. */
export class PackageInspector {
  readonly #store: LoadPackageStore;
  readonly #lock: () => Promise<AsyncDisposable>;

  /** @param lock Holds the working folder, as a run does. */
  constructor(store: LoadPackageStore, lock: () => Promise<AsyncDisposable>) {
    this.#store = store;
    this.#lock = lock;
  }

  /** All of them, those too that cannot be read: they are what people look for. */
  async list(): Promise<readonly PackageSummary[]> {
    const summaries: PackageSummary[] = [];
    for (const found of await this.#store.list()) summaries.push(await summaryOfAny(found));
    return summaries;
  }

  /** @throws LoadError `LEAT_PACKAGE_UNKNOWN` */
  async show(loadId: string): Promise<PackageDetails> {
    const found = await this.#find(loadId);
    const manifest = found.state === 'writing' ? undefined : (await found.read()).manifest;
    return { ...(await summaryOf(found, manifest)), manifest, receipt: await found.readReceipt() };
  }

  /** Compares every file with its SHA-256 in the manifest. Files of loaded packages are deleted unless they are kept. */
  async verify(loadId: string): Promise<readonly VerifiedFile[]> {
    const found = await this.#find(loadId);
    if (found.state === 'writing') return [];
    const files: VerifiedFile[] = [];
    for (const job of (await found.read()).manifest.jobs) {
      try {
        await found.verify(job);
        files.push({ file: job.name, status: 'intact' });
      } catch (error) {
        if (!(error instanceof LoadError)) throw error;
        const gone = error.details['systemCode'] === 'ENOENT' && found.state === 'loaded';
        files.push({ file: job.name, status: gone ? 'deleted' : 'damaged' });
      }
    }
    return files;
  }

  /**
   * Deletes a package.
   *
   * @throws PipelineError `LEAT_LOCKED` while a run is under way: the package may be the one it writes or loads.
   * @throws LoadError `LEAT_PACKAGE_PENDING` for one that is sealed and not loaded, unless `evenPending`: its rows are nowhere else.
   */
  async drop(loadId: string, evenPending: boolean): Promise<void> {
    await this.#find(loadId);
    await using _lock = await this.#lock();
    // A run may have come to its end meanwhile, and the package be loaded.
    const found = await this.#find(loadId);
    if (!evenPending && (found.state === 'sealed' || found.state === 'loading')) {
      throw new LoadError(`Load package ${loadId} is not loaded yet; its rows would be lost.`, {
        code: 'LEAT_PACKAGE_PENDING',
        recoverability: 'terminal',
        remedy: 'Run the pipeline: it finishes the package first. To give its rows up, drop it with --force.',
        details: { loadId },
      });
    }
    await found.discard();
  }

  async #find(loadId: string): Promise<LoadPackage> {
    const found = await this.#store.find(loadId);
    if (found !== undefined) return found;
    throw new LoadError(`There is no load package ${loadId}.`, {
      code: 'LEAT_PACKAGE_UNKNOWN',
      recoverability: 'terminal',
      remedy: 'List the packages with: leat packages list',
      details: { loadId },
    });
  }
}

async function summaryOfAny(found: LoadPackage): Promise<PackageSummary> {
  if (found.state === 'writing') return summaryOf(found, undefined);
  try {
    return await summaryOf(found, (await found.read()).manifest);
  } catch (error) {
    if (!(error instanceof LeatError)) throw error;
    return { ...(await summaryOf(found, undefined)), problem: error.code };
  }
}

async function summaryOf(found: LoadPackage, manifest: Manifest | undefined): Promise<PackageSummary> {
  return {
    loadId: found.loadId,
    state: found.state,
    folder: found.folder,
    problem: undefined,
    tables: manifest && Object.keys(manifest.tables).length,
    rows: manifest?.jobs.reduce((sum, { rows }) => sum + rows, 0),
    bytes: manifest?.jobs.reduce((sum, { bytes }) => sum + bytes, 0),
    quarantineFiles: await found.quarantineFiles(),
  };
}
