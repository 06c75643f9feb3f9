import { BoolVector } from '../../columns/bool-vector.ts';
import { BytesVector } from '../../columns/bytes-vector.ts';
import { ConstantVector } from '../../columns/constant-vector.ts';
import { DateVector } from '../../columns/date-vector.ts';
import { DoubleVector } from '../../columns/double-vector.ts';
import { Int64Vector } from '../../columns/int64-vector.ts';
import type { Vector } from '../../columns/vector.ts';
import { LoadError } from '../../errors/leat-error.ts';
import type { Column } from '../../schema/column.ts';
import type { ColumnBatch, JobFileEncoder } from './job-file-encoder.ts';
import { definitionLevels, packBits, repeatedIndex } from './parquet-levels.ts';
import { PHYSICAL_TYPE, writeSchemaElement } from './parquet-types.ts';
import { ThriftWriter } from './thrift-compact.ts';

const MAGIC = Buffer.from('PAR1', 'latin1');
/** enum Encoding. */
const PLAIN = 0;
const RLE = 3;
const RLE_DICTIONARY = 8;
/** enum PageType. */
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const UNCOMPRESSED = 0;

interface ColumnChunk {
  readonly column: Column;
  readonly values: number;
  readonly bytes: number;
  readonly dataOffset: number;
  readonly dictionaryOffset: number | undefined;
}

interface RowGroup {
  readonly rows: number;
  readonly bytes: number;
  readonly chunks: readonly ColumnChunk[];
}

/**
 * Writes Apache Parquet (format 1.0): one row group per batch, one uncompressed plain page per column, and a dictionary
 * of one entry for constants. A column's buffer goes into the file as it is, which is why this is the fastest format.
 */
export class ParquetEncoder implements JobFileEncoder {
  readonly #columns: readonly Column[];
  readonly #thrift = new ThriftWriter();
  readonly #rowGroups: RowGroup[] = [];
  #offset = 0;
  #rows = 0;

  constructor(columns: readonly Column[]) {
    this.#columns = columns;
  }

  begin(): readonly Uint8Array[] {
    this.#offset = MAGIC.length;
    return [MAGIC];
  }

  encode(batch: ColumnBatch): readonly Uint8Array[] {
    const parts: Uint8Array[] = [];
    const chunks: ColumnChunk[] = [];
    const start = this.#offset;
    for (const [index, column] of this.#columns.entries()) {
      const vector = batch.vectors[index];
      if (vector === undefined || batch.columns[index]?.name !== column.name || vector.length !== batch.rows) {
        throw columnMismatch(column.name);
      }
      chunks.push(this.#chunk(column, vector, parts));
    }
    this.#rowGroups.push({ rows: batch.rows, bytes: this.#offset - start, chunks });
    this.#rows += batch.rows;
    return parts;
  }

  end(): readonly Uint8Array[] {
    const footer = this.#footer();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    return [footer, length, MAGIC];
  }

  #chunk(column: Column, vector: Vector, parts: Uint8Array[]): ColumnChunk {
    const start = this.#offset;
    const levels = definitionLevels(vector.validity, vector.length, vector.count);
    if (vector instanceof ConstantVector && vector.count > 0) {
      this.#push(parts, this.#dictionary(vector.text));
      const dataOffset = this.#offset;
      this.#push(
        parts,
        this.#page(RLE_DICTIONARY, vector.length, [
          definitionLevels(vector.validity, vector.length, vector.length),
          repeatedIndex(vector.length),
        ]),
      );
      return { column, values: vector.length, bytes: this.#offset - start, dataOffset, dictionaryOffset: start };
    }
    this.#push(parts, this.#page(PLAIN, vector.length, [levels, plainValues(vector)]));
    return {
      column,
      values: vector.length,
      bytes: this.#offset - start,
      dataOffset: start,
      dictionaryOffset: undefined,
    };
  }

  #push(parts: Uint8Array[], pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      this.#offset += piece.length;
      parts.push(piece);
    }
  }

  #page(encoding: number, values: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] {
    const thrift = this.#thrift;
    const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
    thrift.i32(1, DATA_PAGE);
    thrift.i32(2, size);
    thrift.i32(3, size);
    thrift.struct(5, () => {
      thrift.i32(1, values);
      thrift.i32(2, encoding);
      thrift.i32(3, RLE);
      thrift.i32(4, RLE);
    });
    return [thrift.finish(), ...pieces];
  }

  #dictionary(text: string): readonly Uint8Array[] {
    const thrift = this.#thrift;
    const bytes = Buffer.from(text);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(bytes.length);
    thrift.i32(1, DICTIONARY_PAGE);
    thrift.i32(2, bytes.length + 4);
    thrift.i32(3, bytes.length + 4);
    thrift.struct(7, () => {
      thrift.i32(1, 1);
      thrift.i32(2, PLAIN);
    });
    return [thrift.finish(), length, bytes];
  }

  /** The FileMetaData struct. */
  #footer(): Buffer {
    const thrift = this.#thrift;
    thrift.i32(1, 1);
    thrift.structs(2, [undefined, ...this.#columns], (column) => {
      if (column !== undefined) return writeSchemaElement(thrift, column.name, column.dataType);
      thrift.text(4, 'row');
      thrift.i32(5, this.#columns.length);
    });
    thrift.i64(3, this.#rows);
    thrift.structs(4, this.#rowGroups, (group) => {
      thrift.structs(1, group.chunks, (chunk) => this.#chunkMetadata(chunk));
      thrift.i64(2, group.bytes);
      thrift.i64(3, group.rows);
    });
    thrift.text(6, 'leat');
    return thrift.finish();
  }

  #chunkMetadata(chunk: ColumnChunk): void {
    const thrift = this.#thrift;
    thrift.i64(2, chunk.dictionaryOffset ?? chunk.dataOffset);
    thrift.struct(3, () => {
      thrift.i32(1, PHYSICAL_TYPE[chunk.column.dataType]);
      thrift.i32s(2, chunk.dictionaryOffset === undefined ? [PLAIN, RLE] : [PLAIN, RLE, RLE_DICTIONARY]);
      thrift.texts(3, [chunk.column.name]);
      thrift.i32(4, UNCOMPRESSED);
      thrift.i64(5, chunk.values);
      thrift.i64(6, chunk.bytes);
      thrift.i64(7, chunk.bytes);
      thrift.i64(9, chunk.dataOffset);
      if (chunk.dictionaryOffset !== undefined) thrift.i64(11, chunk.dictionaryOffset);
    });
  }
}

function plainValues(vector: Vector): Uint8Array {
  if (
    vector instanceof BytesVector ||
    vector instanceof Int64Vector ||
    vector instanceof DoubleVector ||
    vector instanceof DateVector
  ) {
    return vector.valueBytes();
  }
  if (vector instanceof BoolVector) return packBits(vector.values, vector.count);
  return new Uint8Array(0);
}

function columnMismatch(column: string): LoadError {
  return new LoadError(`A batch does not have the columns of its file: "${column}" is missing or of another length.`, {
    code: 'LEAT_INTERNAL',
    recoverability: 'terminal',
    remedy: 'Report this as a defect of leat; the run can be repeated, nothing was loaded.',
    details: { column },
  });
}
