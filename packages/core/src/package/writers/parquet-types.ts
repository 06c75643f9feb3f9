import type { DataType } from '../../schema/column.ts';
import type { ThriftWriter } from './thrift-compact.ts';

/** Physical types, by their number (Apache Parquet, parquet.thrift, enum Type). */
export const PHYSICAL_TYPE: Readonly<Record<DataType, number>> = {
  bool: 0,
  date: 1,
  bigint: 2,
  timestamp: 2,
  time: 2,
  double: 5,
  text: 6,
  json: 6,
  // Digits as text: every reader casts them exactly, whatever the precision.
  decimal: 6,
  binary: 6,
};

/** Logical types for old readers (enum ConvertedType): UTF8, DATE, TIME_MICROS, TIMESTAMP_MICROS. */
const CONVERTED_TYPE: Readonly<Partial<Record<DataType, number>>> = {
  text: 0,
  json: 0,
  decimal: 0,
  date: 6,
  time: 8,
  timestamp: 10,
};

const OPTIONAL = 1;

/** Writes the SchemaElement of an optional column. */
export function writeSchemaElement(thrift: ThriftWriter, name: string, dataType: DataType): void {
  thrift.i32(1, PHYSICAL_TYPE[dataType]);
  thrift.i32(3, OPTIONAL);
  thrift.text(4, name);
  const converted = CONVERTED_TYPE[dataType];
  if (converted !== undefined) thrift.i32(6, converted);
  if (dataType === 'timestamp') {
    // LogicalType.TIMESTAMP(isAdjustedToUTC: true, unit: MICROS): an instant, not a wall-clock time.
    thrift.struct(10, () => {
      thrift.struct(8, () => {
        thrift.boolean(1, true);
        thrift.struct(2, () => thrift.struct(2, () => {}));
      });
    });
  }
}
