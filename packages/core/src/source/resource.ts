import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { ErrorCode } from '../errors/leat-error.ts';
import type { DataType } from '../schema/column.ts';
import type { SchemaContract } from '../schema/contract.ts';
import type { MergeStrategy, ReplaceStrategy } from '../schema/table.ts';
import type { DataClasses } from '../normalize/column-policy.ts';
import type { Logger } from '../ports/logger.ts';
import type { CursorWindow, Incremental } from './incremental.ts';
import type { RowKey, RowSource } from './rows.ts';
import type { Transform } from './transform.ts';

/** A JSON value, as state and partition keys are. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Why a resource is waiting; shown in the progress line. */
export interface WaitNotice {
  readonly reason: string;
  readonly milliseconds: number;
}

/** Something about the rows that their readers should know; it stands in the receipt. No values of rows in it. */
export interface ResourceWarning {
  readonly code: ErrorCode;
  /** Column of the table, where it is about one. */
  readonly column?: string;
  /** How many rows, or places, it is about; warnings of one code, column and message are added up. */
  readonly count: number;
  readonly message: string;
}

/** What a resource gets when its rows are read. */
export interface ResourceContext {
  /** Aborts when the run is stopped or another resource failed; stop asking for rows then. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch after which the run gives up. */
  readonly deadline?: number;
  readonly logger: Logger;
  /**
   * Survives between runs. Change it in place; what it holds when a page has been taken is saved together with the
   * rows of that page, or not at all.
   */
  readonly state: Record<string, Json>;
  /** What to ask for, for resources with `incremental`: rows outside the window are dropped, so asking for them is waste only. */
  readonly cursor?: CursorWindow;
  /** The partition to read, for resources that declare partitions. */
  readonly partition?: Json;
  /** Rows wanted at the most; reading on is harmless, the rest is dropped. */
  readonly limit?: number;
  /** Says that nothing comes for a while, and why. */
  readonly wait: (notice: WaitNotice) => void;
  /** Counts a request, for the summary. */
  readonly countRequest: () => void;
  /** Puts a counted warning into the receipt of the load. Absent where there is none, as in tests of a source. */
  readonly warn?: (warning: ResourceWarning) => void;
}

/** What a user knows about a column better than inference does. */
export interface ColumnHint {
  /** Makes the column declared: it is created even without rows, and values are coerced to it. */
  readonly dataType?: DataType;
  readonly precision?: number;
  readonly scale?: number;
  /** False makes null a violation of the contract. */
  readonly nullable?: boolean;
  readonly unique?: boolean;
  /** Rows are looked for by the column. Destinations make an index where they are told to; takes a `dataType`. */
  readonly index?: boolean;
  /** Rows are best kept in the order of the column. Destinations do so where they are told to; takes a `dataType`. */
  readonly sort?: boolean;
  /**
   * Name of a destination → the type of the column there, in its own words: `{ postgres: 'uuid' }`. Others go by `dataType`,
   * which is also how the values are written: text that the destination reads as that type.
   */
  readonly nativeTypes?: Readonly<Record<string, string>>;
  readonly description?: string;
}

/** How a resource's rows meet those of earlier loads. */
export type WriteMode =
  | 'append'
  | 'replace'
  | 'merge'
  | { readonly disposition: 'replace'; readonly strategy: ReplaceStrategy }
  | { readonly disposition: 'merge'; readonly strategy: MergeStrategy };

/** Chooses a table for a row. A method's type, so that a resource without rows (`never`) is still any resource. */
export type TableChoice<Row extends object> = { choose(row: Row): string }['choose'];

export interface ResourceDefinition<Name extends string, Row extends object> {
  readonly name: Name;
  readonly description?: string;
  /** Where the rows come from. A function is called once per run (and once per partition). `rowsFrom` puts steps behind it. */
  readonly rows: RowSource<Row>;
  /**
   * Table of the rows, in the source's spelling; the resource's name by default. A function chooses a table for every row,
   * after all steps; see `maxTables`.
   */
  readonly table?: string | TableChoice<Row>;
  /** Tables that the rows may choose in one run; more end the resource with `LEAT_TABLE_LIMIT`. Default 1000. */
  readonly maxTables?: number;
  /** Reads only what is new: rows are told apart by a cursor, and the highest one is remembered with the data. */
  readonly incremental?: Incremental<Row>;
  /** Set by `defineTransformer`: the resource whose rows this one is made of, and how. */
  readonly transform?: Transform;
  /** Default: `append`. */
  readonly write?: WriteMode;
  readonly primaryKey?: RowKey<Row> | readonly RowKey<Row>[];
  readonly mergeKey?: RowKey<Row> | readonly RowKey<Row>[];
  readonly columns?: { readonly [K in RowKey<Row>]?: ColumnHint };
  /** Which of several rows of one load with one primary key is kept; by default the last one read. */
  readonly dedupSort?: { readonly column: RowKey<Row>; readonly order: 'asc' | 'desc' };
  /** Column that says, where it is true (or anything but null), that the row is to be deleted. */
  readonly hardDelete?: RowKey<Row>;
  /**
   * Column that changes whenever the row does (a revision, a time of change, a hash), for `scd2` only: rows with the same
   * `mergeKey` and the same value in it are one version, whatever else they hold. By default the whole content tells versions apart.
   */
  readonly rowVersion?: RowKey<Row>;
  /** Any Standard Schema; gives the row type. */
  readonly schema?: StandardSchemaV1<unknown, Row>;
  /** What happens where rows ask for new tables, columns or types; overrides the source's and the pipeline's. */
  readonly contract?: SchemaContract;
  /** Kinds of data, by path below the row (`address.street`; lists are passed through): what policies go by. */
  readonly dataClasses?: DataClasses;
  /** True: keys that are neither declared as columns, nor classed, nor named by a policy, are dropped. */
  readonly sensitive?: boolean;
  /** Levels that are unnested; what lies deeper is kept as json. Default 1000. */
  readonly maxNesting?: number;
  /** Paths (keys joined with a dot) kept as json whatever their depth. */
  readonly nested?: Readonly<Record<string, 'json'>>;
  /** Serialisable keys by which the resource can be read in parts, also by several machines. */
  readonly partitions?: (context: Pick<ResourceContext, 'signal' | 'logger'>) => Promise<readonly Json[]>;
  /** True: read only when its name is asked for. */
  readonly optional?: boolean;
}

/** A stream of rows with a name and hints: one table, and the tables unnested from it. */
export interface Resource<Name extends string = string, Row extends object = object> {
  readonly kind: 'resource';
  readonly definition: ResourceDefinition<Name, Row>;
}

/** Any resource, whatever its rows. Row is used in both directions, so only `any` accepts all. */
// oxlint-disable-next-line typescript/no-explicit-any -- a resource of unknown rows has no other supertype
export type AnyResource = Resource<string, any>;

/** The rows a resource yields. */
export type RowOf<R> = R extends Resource<string, infer Row> ? Row : never;

/** Declares a resource; the row type follows from `rows` or `schema`. */
export function defineResource<const Name extends string, Row extends object>(
  definition: ResourceDefinition<Name, Row>,
): Resource<Name, Row> {
  return { kind: 'resource', definition };
}

/** A key, or keys, as a list. */
export function keysOf(key: string | readonly string[] | undefined): readonly string[] {
  if (key === undefined) return [];
  return typeof key === 'string' ? [key] : key;
}
