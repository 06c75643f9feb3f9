import { BoolVector } from '../../columns/bool-vector.ts';
import { BytesVector } from '../../columns/bytes-vector.ts';
import { ConstantVector } from '../../columns/constant-vector.ts';
import { DateVector } from '../../columns/date-vector.ts';
import { DoubleVector } from '../../columns/double-vector.ts';
import { Int64Vector } from '../../columns/int64-vector.ts';
import type { Vector } from '../../columns/vector.ts';
import { formatDate } from '../../schema/iso-date.ts';
import { formatTime } from '../../schema/iso-time.ts';
import { formatTimestamp } from '../../schema/iso-timestamp.ts';
import type { ColumnBatch, JobFileEncoder } from './job-file-encoder.ts';

/** Gives the JSON of the next value of a column. */
type NextValue = () => string;

/**
 * Writes JSON Lines: one object per row, keyed by column, nulls left out. Integers keep all their digits; decimals, times
 * and json are strings; binary is base64; not-a-number and infinities are the strings `NaN`, `Infinity`, `-Infinity`.
 */
export class JsonlEncoder implements JobFileEncoder {
  begin(): readonly Uint8Array[] {
    return [];
  }

  encode(batch: ColumnBatch): readonly Uint8Array[] {
    const columns = batch.vectors.map((vector, index) => ({
      validity: vector instanceof ConstantVector ? undefined : vector.validity,
      key: `${JSON.stringify(batch.columns[index]?.name)}:`,
      next: reader(vector),
    }));
    const lines: string[] = [];
    for (let row = 0; row < batch.rows; row++) {
      const fields: string[] = [];
      for (const { validity, key, next } of columns) {
        if (validity === undefined || validity[row] === 1) fields.push(key + next());
      }
      lines.push(`{${fields.join(',')}}\n`);
    }
    return [Buffer.from(lines.join(''))];
  }

  end(): readonly Uint8Array[] {
    return [];
  }
}

function reader(vector: Vector): NextValue {
  let index = 0;
  if (vector instanceof ConstantVector) {
    const json = JSON.stringify(vector.text);
    return () => json;
  }
  if (vector instanceof Int64Vector) return int64Reader(vector);
  if (vector instanceof DoubleVector) return () => doubleJson(vector.values[index++] ?? Number.NaN);
  if (vector instanceof BoolVector) return () => (vector.values[index++] === 1 ? 'true' : 'false');
  if (vector instanceof DateVector) return () => `"${formatDate(vector.days[index++] ?? 0)}"`;
  if (vector instanceof BytesVector) return bytesReader(vector);
  return () => 'null';
}

function int64Reader(vector: Int64Vector): NextValue {
  let index = 0;
  if (vector.dataType === 'time') return () => `"${formatTime(Number(vector.valueAt(index++)))}"`;
  if (vector.dataType === 'bigint') return () => String(vector.valueAt(index++));
  return () => {
    const at = 2 * index++;
    return `"${formatTimestamp(vector.words[at] ?? 0, vector.words[at + 1] ?? 0)}"`;
  };
}

function bytesReader(vector: BytesVector): NextValue {
  let at = 0;
  const encoding = vector.dataType === 'binary' ? 'base64' : 'utf8';
  return () => {
    const start = at + 4;
    at = start + vector.data.readUInt32LE(at);
    return JSON.stringify(vector.data.toString(encoding, start, at));
  };
}

function doubleJson(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0.0' : String(value);
}
