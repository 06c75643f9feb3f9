import type { Table } from './table.ts';

/** Version of the schema document's own format; a document of a newer one is refused. */
export const SCHEMA_FORMAT = 1;

/** Everything leat knows about the tables of one source in one dataset. Plain data, stored as JSON. */
export interface Schema {
  readonly format: typeof SCHEMA_FORMAT;
  readonly name: string;
  /** Name of the naming convention all identifiers follow; it cannot change once tables exist. */
  readonly naming: string;
  /** Grows by one with every change. */
  readonly version: number;
  /** Parents before children. */
  readonly tables: readonly Table[];
}

/** A schema as a destination keeps it. */
export interface StoredSchema {
  readonly name: string;
  readonly version: number;
  readonly hash: string;
  /** The schema as JSON text. */
  readonly json: string;
}
