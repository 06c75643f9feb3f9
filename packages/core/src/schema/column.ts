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
  /** Rows are looked for by it: a hint, which destinations make real where they are told to. */
  readonly index?: boolean;
  /** Rows are best kept in its order, after that of the columns before it: a hint as `index` is. */
  readonly sort?: boolean;
  /** Name of a destination → the type the column has there, in its own words, whatever `dataType` would become. */
  readonly nativeTypes?: Readonly<Record<string, string>>;
  /** Holds the values of another column that did not fit its type; the name of that column. */
  readonly variantOf?: string;
  readonly role?: ColumnRole;
  readonly description?: string;
}
