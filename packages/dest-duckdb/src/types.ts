import { DATA_TYPES, SchemaError, type Column, type TypeMapper } from '@leat/core';
import { MAX_DECIMAL_PRECISION } from './capabilities.ts';

/** Fraction digits of a decimal whose column declares none. */
const DEFAULT_SCALE = 9;

const NATIVE: Readonly<Record<Exclude<Column['dataType'], 'decimal'>, string>> = {
  text: 'VARCHAR',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
  timestamp: 'TIMESTAMP WITH TIME ZONE',
  date: 'DATE',
  time: 'TIME',
  json: 'JSON',
  binary: 'BLOB',
};

/** Precision and scale of a decimal column: `DECIMAL(38,9)` unless it declares its own. */
export function decimalSize(column: Pick<Column, 'name' | 'precision' | 'scale'>): {
  readonly precision: number;
  readonly scale: number;
} {
  const precision = column.precision ?? MAX_DECIMAL_PRECISION;
  const scale = column.scale ?? (column.precision === undefined ? DEFAULT_SCALE : 0);
  if (precision > MAX_DECIMAL_PRECISION || precision < 1 || scale < 0 || scale > precision) {
    throw new SchemaError(`Column "${column.name}" asks for DECIMAL(${precision},${scale})`, {
      code: 'LEAT_DECIMAL_TOO_WIDE',
      recoverability: 'terminal',
      remedy: `Declare at most ${MAX_DECIMAL_PRECISION} digits, or the column as text.`,
      details: { column: column.name, precision, scale },
    });
  }
  return { precision, scale };
}

/** DuckDB's names of the types that read back as one of leat's; decimals are told apart below. */
const LOGICAL: Readonly<Partial<Record<Column['dataType'], readonly string[]>>> = {
  text: ['VARCHAR', 'UUID', 'INTERVAL', 'BIT', 'TIME WITH TIME ZONE'],
  bigint: ['BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT', 'UINTEGER', 'USMALLINT', 'UTINYINT'],
  decimal: ['UBIGINT', 'HUGEINT', 'UHUGEINT', 'BIGNUM'],
  double: ['DOUBLE', 'FLOAT'],
  bool: ['BOOLEAN'],
  timestamp: ['TIMESTAMP WITH TIME ZONE', 'TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'],
  date: ['DATE'],
  time: ['TIME', 'TIME_NS'],
  binary: ['BLOB'],
};

/** Translates between leat's types and DuckDB's names of them, as `duckdb_columns()` prints them. */
export const duckDbTypes: TypeMapper = {
  toDestination(column) {
    if (column.dataType !== 'decimal') return NATIVE[column.dataType];
    const { precision, scale } = decimalSize(column);
    return `DECIMAL(${precision},${scale})`;
  },
  fromDestination(type) {
    const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
    if (decimal) return { dataType: 'decimal', precision: Number(decimal[1]), scale: Number(decimal[2]) };
    if (type.startsWith('ENUM(')) return { dataType: 'text' };
    const dataType = DATA_TYPES.find((logical) => LOGICAL[logical]?.includes(type));
    if (dataType === 'decimal') return { dataType, precision: MAX_DECIMAL_PRECISION, scale: 0 };
    // JSON, and the lists, structs and maps that leat itself never creates.
    return { dataType: dataType ?? 'json' };
  },
};
