import {
  LOADS_TABLE,
  STATE_TABLE,
  VERSION_TABLE,
  type LoadCommit,
  type LoadReceipt,
  type LoadRow,
  type StateRow,
  type StoredSchema,
} from '@leat/core';
import { sql, type CompiledQuery } from 'kysely';
import type { SqlDialect } from './sql-dialect.ts';

/** `_leat_loads` as it is selected: documents as text, so that no driver parses them. */
export interface SelectedLoad {
  readonly load_id: string;
  readonly pipeline: string;
  readonly started_at: Date;
  readonly committed_at: Date;
  readonly receipt: string;
}

interface SelectedSchema {
  readonly schema_name: string;
  readonly version: bigint | number | string;
  readonly hash: string;
  readonly document: string;
}

interface SelectedState {
  readonly pipeline: string;
  readonly source: string;
  readonly resource: string;
  readonly version: bigint | number | string;
  readonly document: string;
}

/** The statements over leat's own tables of one dataset. */
export class SystemRows {
  readonly #dialect: SqlDialect;
  readonly #dataset: string;

  constructor(dialect: SqlDialect, dataset: string) {
    this.#dialect = dialect;
    this.#dataset = dataset;
  }

  selectLoads(filter: { readonly loadId?: string; readonly limit?: number }): CompiledQuery {
    const where = filter.loadId === undefined ? sql`` : sql`where load_id = ${filter.loadId}`;
    const limit = filter.limit === undefined ? sql`` : sql`limit ${sql.lit(Math.max(0, Math.trunc(filter.limit)))}`;
    return this.#compile(
      sql`select load_id, pipeline, started_at, committed_at, ${this.#text('receipt')} as receipt from ${this.#table(LOADS_TABLE.name)} ${where} order by load_id desc ${limit}`,
    );
  }

  insertLoad(commit: LoadCommit, receipt: LoadReceipt): CompiledQuery {
    const { loadId, pipeline, schema, startedAt, committedAt } = commit;
    return this.#compile(
      sql`insert into ${this.#table(LOADS_TABLE.name)} (load_id, pipeline, schema_name, schema_hash, status, started_at, committed_at, receipt) values (${loadId}, ${pipeline}, ${schema.name}, ${schema.hash}, ${'loaded'}, ${startedAt}, ${committedAt}, ${JSON.stringify(receipt)})`,
    );
  }

  selectNewestSchema(name: string): CompiledQuery {
    return this.#compile(
      sql`select schema_name, version, hash, ${this.#text('schema')} as document from ${this.#table(VERSION_TABLE.name)} where schema_name = ${name} order by version desc, inserted_at desc limit 1`,
    );
  }

  selectSchemaNames(): CompiledQuery {
    return this.#compile(sql`select distinct schema_name from ${this.#table(VERSION_TABLE.name)}`);
  }

  insertSchema(schema: StoredSchema, at: Date): CompiledQuery {
    return this.#compile(
      sql`insert into ${this.#table(VERSION_TABLE.name)} (schema_name, version, hash, ${sql.id('schema')}, inserted_at) values (${schema.name}, ${schema.version}, ${schema.hash}, ${schema.json}, ${at})`,
    );
  }

  selectState(pipeline: string): CompiledQuery {
    return this.#compile(
      sql`select pipeline, source, resource, version, ${this.#text('state')} as document from ${this.#table(STATE_TABLE.name)} where pipeline = ${pipeline} order by source, resource`,
    );
  }

  replaceState(row: StateRow, loadId: string, at: Date): readonly CompiledQuery[] {
    const table = this.#table(STATE_TABLE.name);
    return [
      this.#compile(
        sql`delete from ${table} where pipeline = ${row.pipeline} and source = ${row.source} and resource = ${row.resource}`,
      ),
      this.#compile(
        sql`insert into ${table} (pipeline, source, resource, version, state, load_id, updated_at) values (${row.pipeline}, ${row.source}, ${row.resource}, ${row.version}, ${row.state}, ${loadId}, ${at})`,
      ),
    ];
  }

  #table(name: string): ReturnType<SqlDialect['table']> {
    return this.#dialect.table(this.#dataset, name);
  }

  #text(column: string): ReturnType<typeof sql> {
    return sql`cast(${sql.id(column)} as ${sql.raw(this.#dialect.types.toDestination({ name: column, dataType: 'text', nullable: true }))})`;
  }

  #compile(statement: ReturnType<typeof sql>): CompiledQuery {
    return statement.compile(this.#dialect.compiler);
  }
}

export function toLoadRow(row: SelectedLoad): LoadRow {
  return {
    loadId: row.load_id,
    pipeline: row.pipeline,
    status: 'loaded',
    startedAt: row.started_at,
    committedAt: row.committed_at,
    receipt: parseReceipt(row.receipt),
  };
}

/** Written by `insertLoad` and by nobody else. */
export function parseReceipt(text: string): LoadReceipt {
  return JSON.parse(text) as LoadReceipt; // the type of what insertLoad stringified
}

export function toStoredSchema(row: SelectedSchema): StoredSchema {
  return { name: row.schema_name, version: Number(row.version), hash: row.hash, json: row.document };
}

export function toStateRow(row: SelectedState): StateRow {
  return {
    pipeline: row.pipeline,
    source: row.source,
    resource: row.resource,
    version: Number(row.version),
    state: row.document,
  };
}

export type { SelectedSchema, SelectedState };
