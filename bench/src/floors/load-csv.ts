import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { DATABASE_FILE } from '../destinations/duckdb.ts';
import type { CsvFile } from './csv-file.ts';

/** A csv file and the table it becomes: column → DuckDB's type, in the order of the file. */
export interface CsvTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, string>>;
  readonly file: CsvFile;
}

/**
 * Bytes DuckDB reads at once; also what it hands to a thread. Its default, 32 MB, leaves the small files of the nested
 * workload to one thread (0.56 s instead of 0.43 s) and makes no difference to the large one of the flat workload.
 */
const BUFFER_BYTES = 1_000_000;
const LONGEST_LINE = 100_000;

/**
 * Loads csv files into tables of a new database.
 *
 * Nothing is sniffed, and no order is kept, which saves a fifth of the time. Each file has a connection of its own: four
 * at once take 0.37 s where one after the other takes 0.43 s. Two threads, as DuckDB chooses on two cores, are almost
 * twice as fast as one; `CREATE` plus `INSERT` is no faster than `CREATE … AS`, and one transaction for all no slower.
 */
export async function loadCsv(folder: string, tables: readonly CsvTable[]): Promise<void> {
  // Only where it is needed: it would count as memory of other destinations.
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(join(folder, DATABASE_FILE));
  const connection = await instance.connect();
  await connection.run('SET preserve_insertion_order = false');
  connection.closeSync();
  await Promise.all(tables.map(async (table) => loadOne(await instance.connect(), table)));
  instance.closeSync();
}

async function loadOne(connection: DuckDBConnection, table: CsvTable): Promise<void> {
  await connection.run(`CREATE TABLE ${table.name} AS SELECT * FROM ${readCsv(table)}`);
  connection.closeSync();
}

/** The table function that reads a csv file. */
export function readCsv({ columns, file }: CsvTable): string {
  const types = Object.entries(columns).map(([column, type]) => `'${column}': '${type}'`);
  return `read_csv('${file.path}', auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, buffer_size = ${BUFFER_BYTES}, max_line_size = ${LONGEST_LINE}, columns = {${types.join(', ')}})`;
}
