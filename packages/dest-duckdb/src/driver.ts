import type * as nodeApi from '@duckdb/node-api';

/** The module of the driver, which costs 50 to 300 ms to load: only `connect` does. */
export type Driver = typeof nodeApi;

export function loadDriver(): Promise<Driver> {
  return import('@duckdb/node-api');
}
