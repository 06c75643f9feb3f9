import { LoadError } from '../errors/leat-error.ts';
import type { Manifest } from '../package/manifest.ts';
import type { LoadReceipt, PublishedCounts, TableReceipt } from './receipt.ts';

const NOTHING: PublishedCounts = { loaded: 0, duplicates: 0, inserted: 0, updated: 0, deleted: 0 };

/**
 * Joins what the package promises with what the destination counted.
 *
 * @throws LoadError `LEAT_UNBALANCED` unless, for every table, extracted = filtered + discarded + quarantined + duplicates + loaded.
 */
export function buildReceipt(manifest: Manifest, counts: ReadonlyMap<string, PublishedCounts>): LoadReceipt {
  const tables: Record<string, TableReceipt> = Object.create(null);
  for (const [name, account] of Object.entries(manifest.tables)) {
    const counted = counts.get(name) ?? NOTHING;
    const loaded = counted.loaded - counted.duplicates;
    const explained = account.filtered + account.discarded + account.quarantined + counted.duplicates + loaded;
    if (account.extracted !== explained || account.written !== counted.loaded)
      throw unbalanced(manifest.loadId, name, account.written, counted.loaded);
    tables[name] = {
      ...account,
      loaded,
      duplicates: counted.duplicates,
      inserted: counted.inserted,
      updated: counted.updated,
      deleted: counted.deleted,
    };
  }
  const files = manifest.jobs.map(({ name, rows, bytes, sha256 }) => ({ name, rows, bytes, sha256 }));
  return { version: 1, loadId: manifest.loadId, tables, files, warnings: manifest.warnings };
}

function unbalanced(loadId: string, table: string, written: number, loaded: number): LoadError {
  return new LoadError(
    `Load ${loadId} does not balance: ${written} rows were written for table "${table}", the destination counts ${loaded}.`,
    {
      code: 'LEAT_UNBALANCED',
      recoverability: 'terminal',
      remedy: 'Nothing was committed. Run again; if it stays, look at the table in the destination and report it.',
      details: { table, written, loaded },
    },
  );
}
