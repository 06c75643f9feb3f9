import type { Column, DataType } from './column.ts';
import type { Table } from './table.ts';

const column = (name: string, dataType: DataType, nullable = false): Column => ({ name, dataType, nullable });
const table = (name: string, columns: readonly Column[]): Table => ({ name, resource: '', path: [name], columns });

/** One row per load; its presence is the commit token of the load. */
export const LOADS_TABLE: Table = table('_leat_loads', [
  column('load_id', 'text'),
  column('pipeline', 'text'),
  column('schema_name', 'text'),
  column('schema_hash', 'text'),
  column('status', 'text'),
  column('started_at', 'timestamp'),
  column('committed_at', 'timestamp'),
  column('receipt', 'json'),
]);

/** One row per version of a schema. */
export const VERSION_TABLE: Table = table('_leat_version', [
  column('schema_name', 'text'),
  column('version', 'bigint'),
  column('hash', 'text'),
  column('schema', 'json'),
  column('inserted_at', 'timestamp'),
]);

/** The newest state of every resource; replaced in the commit of the data it describes. */
export const STATE_TABLE: Table = table('_leat_state', [
  column('pipeline', 'text'),
  column('source', 'text'),
  column('resource', 'text'),
  column('version', 'bigint'),
  column('state', 'json'),
  column('load_id', 'text'),
  column('updated_at', 'timestamp'),
]);

/** Who may commit: a run raises the epoch when it begins a load and compares it inside its commit. */
export const LEASE_TABLE: Table = table('_leat_lease', [
  column('pipeline', 'text'),
  column('epoch', 'bigint'),
  column('holder', 'text'),
  column('expires_at', 'timestamp'),
]);

export const SYSTEM_TABLES: readonly Table[] = [LOADS_TABLE, VERSION_TABLE, STATE_TABLE, LEASE_TABLE];

/** Prefix of everything that belongs to leat in a dataset. */
export const SYSTEM_PREFIX = '_leat_';
