import type { DataType } from '@leat/core';
import type { Workload, WorkloadColumn } from '../workload.ts';
import { random, type Random } from './random.ts';
import { TextMaker } from './text-maker.ts';

/** A row of many columns; what it lacks is absent in `sparse`, and null in `wide`. */
export type WideRow = Readonly<Record<string, number | string | boolean | null>>;

const WIDE_COLUMNS = 200;
const SPARSE_COLUMNS = 2000;
/** Keys of a sparse row. */
const SPARSE_KEYS = 100;
const TYPES = ['bigint', 'double', 'text', 'bool'] as const satisfies readonly DataType[];

const wideColumns = columns(WIDE_COLUMNS);
const sparseColumns = columns(SPARSE_COLUMNS);

/** All columns in every row, half of the values null. */
export const wide: Workload = {
  name: 'wide',
  description: `${WIDE_COLUMNS} columns of four types, half of the values null`,
  rows: 100_000,
  tables: [{ name: 'measurements', columns: wideColumns }],
  hints: {},
  pages: (rows) => widePages(rows),
};

/** Few keys of many, others in every row: no two rows have one shape. */
export const sparse: Workload = {
  name: 'sparse',
  description: `${SPARSE_COLUMNS} columns, of which a row has ${SPARSE_KEYS}`,
  rows: 10_000,
  tables: [{ name: 'measurements', columns: sparseColumns }],
  hints: {},
  pages: (rows) => sparsePages(rows),
};

/** Rows that all have one shape, as those that a parser made; typed for the floors. */
export function* widePages(rows: number): Generator<readonly WideRow[], void, undefined> {
  const values = new ValueMaker(200_100);
  const template = Object.fromEntries(wideColumns.map(({ name }) => [name, null]));
  yield* pages(rows, 200, () => {
    const row: Record<string, number | string | boolean | null> = { ...template };
    for (const [index, { name }] of wideColumns.entries()) if (values.next() < 0.5) row[name] = values.value(index);
    return row;
  });
}

/** Rows with keys of their own; typed for the floors. */
export function* sparsePages(rows: number): Generator<readonly WideRow[], void, undefined> {
  const values = new ValueMaker(2_000_010);
  yield* pages(rows, 100, () => {
    const row: Record<string, number | string | boolean | null> = {};
    for (let count = 0; count < SPARSE_KEYS; count++) {
      const index = Math.floor(values.next() * SPARSE_COLUMNS);
      row[sparseColumns[index]?.name ?? ''] = values.value(index);
    }
    return row;
  });
}

function* pages<Row>(rows: number, perPage: number, make: () => Row): Generator<readonly Row[], void, undefined> {
  for (let start = 0; start < rows; start += perPage)
    yield Array.from({ length: Math.min(perPage, rows - start) }, make);
}

class ValueMaker {
  readonly next: Random;
  readonly #text: TextMaker;

  constructor(seed: number) {
    this.next = random(seed);
    this.#text = new TextMaker(this.next);
  }

  /** A value of the type that the column with this number has. */
  value(column: number): number | string | boolean {
    switch (TYPES[column & 3]) {
      case 'bigint':
        return Math.floor(this.next() * 1_000_000_000);
      case 'double':
        return Math.floor(this.next() * 1_000_000) / 100 + 0.001;
      case 'text':
        return this.#text.phrase(4, 16);
      default:
        return this.next() < 0.5;
    }
  }
}

function columns(count: number): readonly WorkloadColumn[] {
  return Array.from({ length: count }, (_, index) => ({ name: `c${index}`, type: TYPES[index & 3] ?? 'text' }));
}
