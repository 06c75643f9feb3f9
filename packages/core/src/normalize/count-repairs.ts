import { BytesVector } from '../columns/bytes-vector.ts';
import { JsonVector } from '../columns/json-vector.ts';
import { TextVector } from '../columns/text-vector.ts';
import type { ColumnBatch } from '../package/writers/job-file-encoder.ts';
import type { TableObserver } from './table-builder.ts';

/** Tells how many characters had to be changed in the texts of a batch. */
export function countRepairs(table: string, { columns, vectors }: ColumnBatch, observer: TableObserver): void {
  for (const [index, vector] of vectors.entries()) {
    const column = columns[index]?.name;
    if (vector instanceof BytesVector && vector.repairedSurrogates > 0) {
      observer.warn(
        'LEAT_LONE_SURROGATE',
        table,
        column,
        vector.repairedSurrogates,
        'Halves of characters became U+FFFD.',
      );
    }
    if ((vector instanceof TextVector || vector instanceof JsonVector) && vector.removedNuls > 0) {
      observer.warn(
        'LEAT_NUL_REMOVED',
        table,
        column,
        vector.removedNuls,
        'The destination cannot store the character NUL; it was removed.',
      );
    }
  }
}
