import { DuckDBInstance } from '@duckdb/node-api';
import type { WorkloadTable } from './workload.ts';

/** Where one side keeps its tables, and what it calls the columns that tie children to parents. */
export interface TableLayout {
  /** Folder of the run. */
  readonly folder: string;
  /** Path of the database, where it is a file. */
  readonly path: string;
  readonly schema: string;
  readonly id: string;
  readonly parentId: string;
  readonly listIndex: string;
}

/** Table → what is in it: `rows`, the type and a checksum of every column, and for child tables one over their ties to parents. */
export type Fingerprint = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Reads what a run left behind. Equal data have equal fingerprints, whatever the order of their rows. */
export async function fingerprint(tables: readonly WorkloadTable[], layout: TableLayout): Promise<Fingerprint> {
  const instance = await DuckDBInstance.create(layout.path, { access_mode: 'READ_ONLY' });
  const connection = await instance.connect();
  try {
    const prints: Record<string, Readonly<Record<string, string>>> = {};
    for (const table of tables) {
      const parent = tables.find(({ name }) => name === table.parent);
      const [row = {}] = (await connection.runAndReadAll(checksums(table, parent, layout))).getRowObjects();
      prints[table.name] = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, String(value)]));
    }
    return prints;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Sums of hashes do not depend on the order of rows; hashes do depend on the type of a value. */
function checksums(table: WorkloadTable, parent: WorkloadTable | undefined, layout: TableLayout): string {
  const columns = table.columns.flatMap(({ name }) => [
    `any_value(typeof(child."${name}")) AS "${name} type"`,
    `sum(hash(child."${name}")) AS "${name}"`,
  ]);
  const own = table.columns.map(({ name }) => `child."${name}"`);
  const from = `"${layout.schema}"."${table.name}" AS child`;
  if (parent === undefined)
    return `SELECT count(*) AS rows, ${columns.join(', ')}, sum(hash(${own.join(', ')})) AS "whole rows" FROM ${from}`;
  const above = parent.columns.map(({ name }) => `parent."${name}"`);
  const tied = `sum(hash(${[...above, `child."${layout.listIndex}"`, ...own].join(', ')})) AS "rows with their parents"`;
  return `SELECT count(*) AS rows, ${columns.join(', ')}, ${tied} FROM ${from} JOIN "${layout.schema}"."${parent.name}" AS parent ON parent."${layout.id}" = child."${layout.parentId}"`;
}
