import { SchemaError, type Column, type DataType, type TypeMapper } from '@leat/core';
import { MAX_DECIMAL_PRECISION } from './capabilities.ts';

const NATIVE: Readonly<Record<Exclude<DataType, 'decimal'>, string>> = {
  text: 'text',
  bigint: 'bigint',
  double: 'double precision',
  bool: 'boolean',
  timestamp: 'timestamp with time zone',
  date: 'date',
  time: 'time without time zone',
  json: 'jsonb',
  binary: 'bytea',
};

/** What `format_type()` prints, without what stands in parentheses. Whatever is missing here is text to leat. */
const LOGICAL: Readonly<Record<string, DataType>> = {
  bigint: 'bigint',
  integer: 'bigint',
  smallint: 'bigint',
  oid: 'bigint',
  'double precision': 'double',
  real: 'double',
  boolean: 'bool',
  'timestamp with time zone': 'timestamp',
  'timestamp without time zone': 'timestamp',
  date: 'date',
  'time without time zone': 'time',
  json: 'json',
  jsonb: 'json',
  bytea: 'binary',
};

/** Translates between leat's types and Postgres' names of them, as `format_type()` prints them. */
export const postgresTypes: TypeMapper = {
  toDestination(column) {
    const native = column.nativeTypes?.['postgres'];
    if (native !== undefined) return nativeType(column.name, native);
    return column.dataType === 'decimal' ? numeric(column) : NATIVE[column.dataType];
  },
  fromDestination(type) {
    if (type === 'numeric') {
      // Without limits: no declared decimal is wider.
      return { dataType: 'decimal', precision: MAX_DECIMAL_PRECISION, scale: MAX_DECIMAL_PRECISION };
    }
    const sized = /^numeric\((\d+),(-?\d+)\)$/.exec(type);
    if (sized) return { dataType: 'decimal', precision: Number(sized[1]), scale: Number(sized[2]) };
    return { dataType: LOGICAL[type.replace(/\(\d+\)/, '')] ?? 'text' };
  },
};

/** What the name of a type may look like: words, digits in parentheses, brackets of an array. */
const TYPE_NAME = /^[a-z_]\w*(?:\.[a-z_]\w*)?(?: [a-z]+)*(?:\(\d{1,4}(?:, ?\d{1,4})?\))?(?: [a-z]+)*(?:\[\])*$/i;

/** The type goes into statements as it stands, so nothing but the name of a type passes. */
function nativeType(column: string, type: string): string {
  if (TYPE_NAME.test(type)) return type;
  throw new SchemaError(`Column "${column}" asks for a type whose name is none`, {
    code: 'LEAT_POSTGRES_TYPE',
    recoverability: 'terminal',
    remedy: 'Give the name of a type as "nativeTypes.postgres": uuid, text[], varchar(20), myschema.mood.',
    details: { column },
  });
}

/** A decimal without declared digits, or with all there are, is a `numeric` without limits. */
function numeric(column: Pick<Column, 'name' | 'precision' | 'scale'>): string {
  const { name, precision, scale = 0 } = column;
  if (precision === undefined || (precision === MAX_DECIMAL_PRECISION && scale >= 0)) return 'numeric';
  if (precision > MAX_DECIMAL_PRECISION || precision < 1 || scale < 0 || scale > precision) {
    throw new SchemaError(`Column "${name}" asks for numeric(${precision},${scale})`, {
      code: 'LEAT_DECIMAL_TOO_WIDE',
      recoverability: 'terminal',
      remedy: `Declare at most ${MAX_DECIMAL_PRECISION} digits, or none: a numeric without limits holds 131,072.`,
      details: { column: name, precision, scale },
    });
  }
  return `numeric(${precision},${scale})`;
}
