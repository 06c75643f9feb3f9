import type { DataType } from '../schema/column.ts';
import type { MergeStrategy, ReplaceStrategy } from '../schema/table.ts';

export type JobFileFormat = 'parquet' | 'csv' | 'jsonl';

/** A change of type that keeps the meaning of every stored value. */
export interface Widening {
  readonly from: DataType;
  readonly to: DataType;
}

/**
 * What a destination can do, as plain data: it can be printed, compared and put in the docs.
 * Behaviour belongs in `DestinationClient`, never here.
 */
export interface DestinationCapabilities {
  /** Accepted file formats, the preferred one first. */
  readonly fileFormats: readonly [JobFileFormat, ...JobFileFormat[]];
  /** Supported strategies, the default one first. An empty list means the disposition is refused. */
  readonly mergeStrategies: readonly MergeStrategy[];
  readonly replaceStrategies: readonly [ReplaceStrategy, ...ReplaceStrategy[]];
  /** How much of a commit is atomic: all of it, its row changes but not its DDL, or nothing. */
  readonly transactions: 'ddl-and-dml' | 'dml' | 'none';
  readonly identifiers: {
    readonly maxBytes: number;
    /** Whether two identifiers that differ in case name the same thing. */
    readonly caseSensitive: boolean;
    /** Whether letters outside ASCII can stay in identifiers. */
    readonly unicode: boolean;
  };
  readonly decimal: { readonly maxPrecision: number; readonly maxScale: number };
  /** Fraction digits of a second that a timestamp keeps. */
  readonly timestampPrecision: number;
  /** Types stored natively. The normalizer turns the others into text before they reach a job file. */
  readonly nativeTypes: ReadonlySet<DataType>;
  readonly widenings: readonly Widening[];
  /** Whether text may hold the character NUL; where it may not, it is removed and counted. */
  readonly nulInText: boolean;
  /** Most calls of `loadFile` under way at once. */
  readonly maxParallelLoads: number;
}
