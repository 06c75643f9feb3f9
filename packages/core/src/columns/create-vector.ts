import type { Column } from '../schema/column.ts';
import { BinaryVector } from './binary-vector.ts';
import { BoolVector } from './bool-vector.ts';
import { DateVector } from './date-vector.ts';
import { DecimalVector } from './decimal-vector.ts';
import { DoubleVector } from './double-vector.ts';
import { BigintVector } from './int64-vector.ts';
import { JsonVector } from './json-vector.ts';
import { TextVector } from './text-vector.ts';
import { TimeVector } from './time-vector.ts';
import { TimestampVector } from './timestamp-vector.ts';
import type { Vector } from './vector.ts';

/** What a vector must know beside the type of its column. */
export interface VectorOptions {
  /** Whether text, and texts inside json, keep the character NUL. */
  readonly keepNul: boolean;
  /** Whether the user declared the type: then conversions are allowed that leat would not make on a guess. */
  readonly declared: boolean;
}

/** Makes the vector for a column. */
export function createVector(column: Pick<Column, 'dataType' | 'precision' | 'scale'>, options: VectorOptions): Vector {
  switch (column.dataType) {
    case 'bigint':
      return new BigintVector();
    case 'double':
      return new DoubleVector();
    case 'bool':
      return new BoolVector();
    case 'text':
      return new TextVector(options.keepNul);
    case 'decimal':
      return new DecimalVector(column.precision ?? 38, column.scale ?? 9);
    case 'timestamp':
      return new TimestampVector(options.declared);
    case 'date':
      return new DateVector();
    case 'time':
      return new TimeVector();
    case 'json':
      return new JsonVector(options.keepNul);
    case 'binary':
      return new BinaryVector();
  }
}
