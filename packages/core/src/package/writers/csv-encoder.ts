import { ConstantVector } from '../../columns/constant-vector.ts';
import { csvField } from './csv-fields.ts';
import { CsvOutput } from './csv-output.ts';
import type { ColumnBatch, JobFileEncoder } from './job-file-encoder.ts';

const COMMA = 44;
const NEWLINE = 10;

/**
 * Writes CSV (RFC 4180) without a header, bytes straight from the vectors: for engines whose bulk load reads nothing better.
 *
 * A null is an empty field, text and json are always quoted (an empty text is `""`), binary is `\x` and hexadecimal
 * digits. Doubles have the fewest digits that read back as the same value, or are `NaN`, `Infinity`, `-Infinity`;
 * timestamps are ISO 8601 in UTC with microseconds; booleans `true` and `false`. Lines end in a newline.
 */
export class CsvEncoder implements JobFileEncoder {
  readonly #out = new CsvOutput();

  begin(): readonly Uint8Array[] {
    return [];
  }

  /** The bytes hold until the next batch. */
  encode(batch: ColumnBatch): readonly Uint8Array[] {
    const out = this.#out;
    const columns = batch.vectors.map((vector) => ({
      validity: vector instanceof ConstantVector ? undefined : vector.validity,
      field: csvField(vector),
    }));
    for (let row = 0; row < batch.rows; row++) {
      out.reserve(columns.length + 1);
      for (let index = 0; index < columns.length; index++) {
        const column = columns[index];
        if (column === undefined) continue;
        if (column.validity === undefined || column.validity[row] === 1) {
          column.field.next(out);
          out.reserve(columns.length + 1 - index);
        }
        out.byte(COMMA);
      }
      // The comma behind the last field becomes the end of the line.
      out.bytes[out.size - 1] = NEWLINE;
    }
    return [out.take()];
  }

  end(): readonly Uint8Array[] {
    return [];
  }
}
