import { formatDate } from '../schema/iso-date.ts';
import { BytesVector } from './bytes-vector.ts';
import { DateVector } from './date-vector.ts';
import { Int64Vector } from './int64-vector.ts';
import type { Vector } from './vector.ts';

/** Reads a vector back row by row, for columns that get a wider type: bigints, dates as ISO midnight, text of decimals. */
export function vectorValues(vector: Vector): readonly unknown[] {
  const values: unknown[] = [];
  const next = reader(vector);
  for (let row = 0; row < vector.length; row++) values.push(vector.validity[row] === 1 ? next() : undefined);
  return values;
}

function reader(vector: Vector): () => unknown {
  let index = 0;
  if (vector instanceof Int64Vector) return () => vector.valueAt(index++);
  if (vector instanceof DateVector) return () => `${formatDate(vector.days[index++] ?? 0)}T00:00:00Z`;
  if (vector instanceof BytesVector) {
    const texts: string[] = [];
    vector.forEachValue((start, end) => texts.push(vector.data.toString('utf8', start, end)));
    return () => texts[index++];
  }
  return () => undefined;
}
