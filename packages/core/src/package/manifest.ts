import type { JobFile, MergeRules } from '../destination/client.ts';
import { LoadError } from '../errors/leat-error.ts';
import type { LoadWarning } from '../load/receipt.ts';
import type { Column } from '../schema/column.ts';
import type { MergeStrategy, ReplaceStrategy, WriteDisposition } from '../schema/table.ts';

/** Version of the package folder's own format; a package of a newer one is refused. */
export const PACKAGE_FORMAT = 1;

/** The rows of one table on their way from the source into job files. */
export interface TableAccount {
  readonly extracted: number;
  readonly filtered: number;
  readonly discarded: number;
  readonly quarantined: number;
  readonly written: number;
}

/** A job file with the table it belongs to and the columns it has, in order. */
export interface ManifestJob extends JobFile {
  readonly table: string;
  readonly columns: readonly Pick<Column, 'name' | 'dataType' | 'precision' | 'scale' | 'role'>[];
}

/** How the tables of one root table are to be published. */
export interface ManifestPublication {
  readonly root: string;
  readonly children: readonly string[];
  readonly disposition: WriteDisposition;
  readonly strategy?: MergeStrategy | ReplaceStrategy;
  readonly merge?: MergeRules;
}

/** Everything about a sealed package but its rows, its schema and its state. */
export interface Manifest {
  readonly format: typeof PACKAGE_FORMAT;
  readonly loadId: string;
  readonly pipeline: string;
  readonly dataset: string;
  readonly destination: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly sealedAt: string;
  readonly tables: Readonly<Record<string, TableAccount>>;
  readonly publications: readonly ManifestPublication[];
  readonly jobs: readonly ManifestJob[];
  readonly warnings: readonly LoadWarning[];
}

/** Checks that a document is a manifest this version can load. */
export function asManifest(document: unknown, path: string): Manifest {
  const format =
    typeof document === 'object' && document !== null && 'format' in document ? document.format : undefined;
  if (typeof format === 'number' && format > PACKAGE_FORMAT) {
    throw new LoadError(`The load package has format ${format}, this leat reads up to ${PACKAGE_FORMAT}: ${path}`, {
      code: 'LEAT_PACKAGE_NEWER',
      recoverability: 'terminal',
      remedy: 'Load the package with the version of leat that wrote it, or a newer one.',
      details: { format },
    });
  }
  if (format !== PACKAGE_FORMAT) {
    throw new LoadError(`The manifest of a load package is damaged: ${path}`, {
      code: 'LEAT_PACKAGE_DAMAGED',
      recoverability: 'terminal',
      remedy: 'Drop the package and run the pipeline again; nothing of it was loaded.',
    });
  }
  // Written by `LoadPackage.seal` in this format; the seal is a rename, so a manifest is whole or absent.
  return document as Manifest;
}
