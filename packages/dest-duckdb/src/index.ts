import { defineDestination, type CallableDestination } from '@leat/core';
import { SQL_ERROR_CODES, SqlClient } from '@leat/sql';
import { duckDbCapabilities } from './capabilities.ts';
import { DuckDbDatabase } from './database.ts';
import { DUCKDB_ERROR_CODES } from './errors.ts';
import { duckDbOptions, type DuckDbInput, type DuckDbOptions } from './options.ts';
import { duckDbTypes } from './types.ts';

/** Loads into a DuckDB file: `duckdb({ path: 'warehouse.duckdb' })`. */
const duckdb: CallableDestination<DuckDbOptions, DuckDbInput> = defineDestination({
  name: 'duckdb',
  options: duckDbOptions,
  types: duckDbTypes,
  errorCodes: { ...SQL_ERROR_CODES, ...DUCKDB_ERROR_CODES },
  capabilities: () => duckDbCapabilities,
  describe: (options) => options.path,
  connect: async (options, host) => new SqlClient(await DuckDbDatabase.open(options, host), host),
});

export default duckdb;
export type { DuckDbInput, DuckDbOptions } from './options.ts';
