import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { LoadError } from '../errors/leat-error.ts';
import { parseJson } from '../json/parse-json.ts';
import { withStorageErrors } from './file-system.ts';
import type { LoadPackage } from './load-package.ts';
import type { LoadPackageStore } from './load-package-store.ts';

/** A row that was set aside, as its file tells. */
export interface StoredQuarantinedRow {
  readonly reason: string;
  readonly path: readonly string[];
  readonly row: unknown;
}

/** One file of rows that were set aside. */
export interface QuarantineFile {
  readonly loadId: string;
  /** The file's name in the package's quarantine folder; made from the table's name. */
  readonly file: string;
  readonly rows: readonly StoredQuarantinedRow[];
}

/** Reads the rows that loads have set aside. */
export class QuarantineReader {
  readonly #store: LoadPackageStore;

  constructor(store: LoadPackageStore) {
    this.#store = store;
  }

  /** All files that were not replayed, oldest load first; of one load where its id is given. */
  async list(loadId?: string): Promise<readonly QuarantineFile[]> {
    const files: QuarantineFile[] = [];
    for (const found of await this.#store.list()) {
      // What was never loaded is read from the source again.
      if (found.state !== 'loaded' || (loadId !== undefined && found.loadId !== loadId)) continue;
      for (const file of await found.quarantineFiles())
        files.push({ loadId: found.loadId, file, rows: await readRows(found, file) });
    }
    return files;
  }

  /** Notes that the rows of a file were loaded, or set aside again, by a later load. */
  async markReplayed({ loadId, file }: Pick<QuarantineFile, 'loadId' | 'file'>): Promise<void> {
    const found = await this.#store.find(loadId);
    if (found === undefined) return;
    const path = join(found.quarantineFolder, file);
    await withStorageErrors(path, () => rename(path, `${path}.replayed`));
  }
}

async function readRows(found: LoadPackage, file: string): Promise<readonly StoredQuarantinedRow[]> {
  const path = join(found.quarantineFolder, file);
  const text = await withStorageErrors(path, () => readFile(path, 'utf8'));
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line, index) => readRow(line, path, index + 1));
}

function readRow(line: string, path: string, number: number): StoredQuarantinedRow {
  const document = parseJson(line, DEEPEST_ROW);
  if (
    typeof document === 'object' &&
    document !== null &&
    'reason' in document &&
    'path' in document &&
    'row' in document
  ) {
    // Written by `Quarantine.add`; people may have mended the row, not the rest.
    return document as StoredQuarantinedRow;
  }
  throw new LoadError(`Line ${number} of a quarantine file is no entry: ${path}`, {
    code: 'LEAT_PACKAGE_DAMAGED',
    recoverability: 'terminal',
    remedy: 'Mend the line: an object with reason, path and row.',
    details: { line: number },
  });
}

/** Rows are set aside for being too deep, among other things. */
const DEEPEST_ROW = 20_000;
