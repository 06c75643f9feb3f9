/** The engine-neutral types a column can have. Destinations map them to their own. */
export const DATA_TYPES = [
  'text',
  'bigint',
  'double',
  'decimal',
  'bool',
  'timestamp',
  'date',
  'time',
  'json',
  'binary',
] as const;

export type DataType = (typeof DATA_TYPES)[number];

/** What leat itself keeps in a column; absent on columns of the source. */
export type ColumnRole =
  | 'row-id'
  | 'load-id'
  | 'parent-id'
  | 'list-index'
  | 'root-id'
  /** In job files and staging only: the number of the root row in its load, by which duplicates are told apart. */
  | 'ordinal'
  | 'valid-from'
  | 'valid-to';

/** A column after normalization: its name is an identifier of the destination and its type is decided. */
export interface Column {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
  /** Keys of the source that lead to the value, from the row (or list element) down. Absent on system columns. */
  readonly path?: readonly string[];
  /** Total digits of a decimal. */
  readonly precision?: number;
  /** Fraction digits of a decimal. */
  readonly scale?: number;
  readonly primaryKey?: boolean;
  readonly mergeKey?: boolean;
  readonly unique?: boolean;
  /** Holds the values of another column that did not fit its type; the name of that column. */
  readonly variantOf?: string;
  readonly role?: ColumnRole;
  readonly description?: string;
}
