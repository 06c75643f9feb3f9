import { SchemaError } from '@leat/core';
import { compileOnly, sanitizeIdentifier, StandardQueryCompiler, type SqlDialect } from '@leat/sql';
import { sql } from 'kysely';
import { MAX_DECIMAL_PRECISION, MAX_IDENTIFIER_BYTES } from './capabilities.ts';
import { classifyPostgresError } from './errors.ts';
import { completeChange, type HintOptions } from './hints.ts';
import { explainRights } from './rights.ts';
import { postgresTypes } from './types.ts';

/** Milliseconds to wait for a lock that a process which died or stalled may hold. */
const SOON = 5000;

/** Refuses names that Postgres would cut with no more than a notice, so that two of them could become one. */
class PostgresQueryCompiler extends StandardQueryCompiler {
  protected override sanitizeIdentifier(identifier: string): string {
    const bytes = Buffer.byteLength(identifier);
    if (bytes > MAX_IDENTIFIER_BYTES) {
      throw new SchemaError(`The name "${identifier.slice(0, 40)}…" has ${bytes} bytes`, {
        code: 'LEAT_IDENTIFIER',
        recoverability: 'terminal',
        remedy: `Choose a name of at most ${MAX_IDENTIFIER_BYTES} bytes; Postgres keeps no more.`,
        details: { bytes },
      });
    }
    return sanitizeIdentifier(identifier);
  }
}

const createQueryCompiler = (): PostgresQueryCompiler => new PostgresQueryCompiler();
const compiler = compileOnly(createQueryCompiler);

/** What one connection's dialect depends on. */
export interface DialectOptions extends HintOptions {
  /** Who needs the rights: the role taken, or the user signed in. */
  readonly grantee: string;
  readonly database: string;
}

export function postgresDialect(options: DialectOptions): SqlDialect {
  return {
    name: 'postgres',
    types: postgresTypes,
    compiler,
    createQueryCompiler,
    // They have no write-ahead log, and giving them one writes them anew.
    stagingBecomesTable: false,
    // jsonb would refuse NUL in a state, and give the text back in another form.
    documentType: 'json',
    alterAddsManyColumns: true,
    caseSensitive: true,
    maxDecimalPrecision: MAX_DECIMAL_PRECISION,
    permanentDatasets: new Set(['public']),
    table: (dataset, name) => sql.id(dataset, name),
    dataset: (name) => sql.id(name),
    findDataset: (name) => sql`select 1 as found from pg_catalog.pg_namespace where nspname::text = ${name}`,
    // A column of a primary key counts as nullable: its not-null belongs to the key and cannot be dropped alone. Names
    // are compared as text, since as type "name" Postgres would cut the parameters.
    describeColumns: (dataset, tables) =>
      sql`select c.relname as table_name, a.attname as column_name, pg_catalog.format_type(a.atttypid, a.atttypmod) as data_type, not a.attnotnull or exists (select 1 from pg_catalog.pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any (i.indkey)) as nullable from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace join pg_catalog.pg_attribute a on a.attrelid = c.oid where n.nspname::text = ${dataset} and c.relname::text in (${sql.join(tables)}) and c.relkind in ('r', 'p', 'f') and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`,
    listTables: (dataset, prefix) =>
      sql`select c.relname as name from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace where n.nspname::text = ${dataset} and c.relkind = 'r' and starts_with(c.relname::text, ${prefix})`,
    createStaging: (table, columns) =>
      sql`create unlogged table ${table} (${columns}) with (autovacuum_enabled = false)`,
    createLike: (table, like) => sql`create table ${table} (like ${like} including all)`,
    analyzeStaging: (table) => sql`analyze ${table}`,
    completeChange: (change, dataset) => completeChange(change, dataset, options),
    explainRights: (dataset) => explainRights({ ...options, dataset }),
    lockPipeline: (dataset) => sql`select pg_advisory_xact_lock(hashtextextended(${`leat:${dataset}`}, 0))`,
    awaitCommit: (dataset, pipeline) =>
      sql`select epoch from ${sql.id(dataset, '_leat_lease')} where pipeline = ${pipeline} for update`,
    giveUpSoon: sql`set local lock_timeout = ${sql.lit(SOON)}`,
    classifyError: classifyPostgresError,
  };
}
