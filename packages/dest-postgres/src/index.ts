import { defineDestination, type CallableDestination } from '@leat/core';
import { SQL_ERROR_CODES, SqlClient } from '@leat/sql';
import { postgresCapabilities } from './capabilities.ts';
import { PostgresEngine } from './engine.ts';
import { targetOf } from './environment.ts';
import { POSTGRES_ERROR_CODES } from './error-states.ts';
import { postgresOptions, type PostgresInput, type PostgresOptions } from './options.ts';
import { postgresTypes } from './types.ts';

/** Loads into a Postgres database: `postgres({ url: 'postgres://user@host/database' })`. */
const postgres: CallableDestination<PostgresOptions, PostgresInput> = defineDestination({
  name: 'postgres',
  options: postgresOptions,
  types: postgresTypes,
  errorCodes: { ...SQL_ERROR_CODES, ...POSTGRES_ERROR_CODES },
  capabilities: () => postgresCapabilities,
  describe: (options) => {
    const { host, port, database } = targetOf(options, process.env);
    return `${host}:${port}/${database}`;
  },
  connect: async (options, host) => new SqlClient(await PostgresEngine.open(options, host), host),
});

export default postgres;
export { arrayLiteral, type ArrayItem } from './array-literal.ts';
export type { PostgresInput, PostgresOptions } from './options.ts';
export type { SslMode } from './tls.ts';
