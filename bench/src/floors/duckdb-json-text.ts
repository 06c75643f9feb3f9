import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { DATABASE_FILE } from '../destinations/duckdb.ts';
import type { Floor } from '../floor.ts';
import { secondsSince } from '../seconds-since.ts';
import { FLAT_COLUMNS } from './duckdb-flat.ts';

/** Text by hand: no program at all reads it, only the engine, which was told the columns. */
export function duckDbJsonText(format: 'newline_delimited' | 'array'): Floor {
  return async (_rows, folder, input) => {
    const started = performance.now();
    const instance = await DuckDBInstance.create(join(folder, DATABASE_FILE));
    const connection = await instance.connect();
    const types = Object.entries(FLAT_COLUMNS).map(([column, type]) => `'${column}': '${type}'`);
    await connection.run('SET preserve_insertion_order = false');
    await connection.run(
      `CREATE TABLE events AS SELECT * FROM read_json('${input}', format = '${format}', columns = {${types.join(', ')}})`,
    );
    connection.closeSync();
    instance.closeSync();
    return { write: 0, load: secondsSince(started) };
  };
}
