import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder, withStorageErrors } from './file-system.ts';
import { LoadPackage, type PackageState } from './load-package.ts';

const FOLDER = /^(\d+\.\d+)\.(writing|sealed|loading|loaded)$/;

/** Loaded packages that are kept for their manifests and receipts; older ones go. */
const KEPT_LOADED = 100;

/** The packages of one pipeline and dataset: folders under `<work dir>/packages`. */
export class LoadPackageStore {
  readonly #folder: string;

  constructor(workDir: string) {
    this.#folder = join(workDir, 'packages');
  }

  /** Makes the folder; a run does, before it writes. */
  async open(): Promise<void> {
    await makeFolder(this.#folder);
  }

  /** All packages, oldest first. Where no run has made the folder yet there are none, and looking does not make it. */
  async list(): Promise<readonly LoadPackage[]> {
    const names = await withStorageErrors(this.#folder, () => namesIn(this.#folder));
    return names
      .toSorted()
      .map((name) => FOLDER.exec(name))
      .filter((match) => match !== null)
      .map(([, loadId = '', state]) => new LoadPackage(this.#folder, loadId, asState(state)));
  }

  async create(loadId: string): Promise<LoadPackage> {
    const created = new LoadPackage(this.#folder, loadId, 'writing');
    await created.create();
    return created;
  }

  /** The package with this load id; undefined where there is none. */
  async find(loadId: string): Promise<LoadPackage | undefined> {
    return (await this.list()).find((candidate) => candidate.loadId === loadId);
  }

  /** Deletes the oldest loaded packages beyond the number kept, but for those with rows in quarantine: nobody else has them. */
  async prune(): Promise<void> {
    const loaded = (await this.list()).filter(({ state }) => state === 'loaded');
    for (const old of loaded.slice(0, Math.max(0, loaded.length - KEPT_LOADED))) {
      if ((await old.quarantineFiles()).length === 0) await old.discard();
    }
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function asState(text: string | undefined): PackageState {
  return text === 'writing' || text === 'sealed' || text === 'loading' ? text : 'loaded';
}
