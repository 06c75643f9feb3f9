import fc from 'fast-check';
import { parquetReadObjects } from 'hyparquet';
import { expect, test } from 'vitest';
import { ConstantVector } from '../../src/columns/constant-vector.ts';
import { createVector } from '../../src/columns/create-vector.ts';
import type { Vector } from '../../src/columns/vector.ts';
import { createEncoder, type ColumnBatch } from '../../src/package/writers/job-file-encoder.ts';
import type { Column, DataType } from '../../src/schema/column.ts';

const micros = (iso: string): string => new Date(iso).toISOString();

/** Per type: values to write, and what an independent reader must give back. */
const TYPES: readonly {
  readonly type: DataType;
  readonly values: fc.Arbitrary<unknown>;
  readonly read: (value: unknown) => unknown;
}[] = [
  { type: 'bigint', values: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), read: (value) => value },
  { type: 'double', values: fc.double(), read: (value) => value },
  { type: 'bool', values: fc.boolean(), read: (value) => value },
  { type: 'text', values: fc.string({ unit: 'binary' }), read: (value) => value },
  { type: 'json', values: fc.jsonValue().filter((value) => value !== null), read: (value) => JSON.stringify(value) },
  {
    type: 'decimal',
    values: fc.bigInt({ min: -(10n ** 29n) + 1n, max: 10n ** 29n - 1n }),
    read: (value) => String(value),
  },
  { type: 'binary', values: fc.uint8Array(), read: (value) => value },
  {
    type: 'timestamp',
    values: fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    }),
    read: (value) => micros((value as Date).toISOString()),
  },
];

const column = (name: string, dataType: DataType): Column => ({ name, dataType, nullable: true });

async function readBack(
  batches: readonly ColumnBatch[],
  columns: readonly Column[],
): Promise<readonly Record<string, unknown>[]> {
  const encoder = createEncoder('parquet', columns);
  const bytes = Buffer.concat([
    ...encoder.begin(),
    ...batches.flatMap((batch) => encoder.encode(batch).map((part) => Buffer.from(part))),
    ...encoder.end(),
  ]);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  return parquetReadObjects({ file, utf8: false });
}

function seen(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return value instanceof Date ? value.toISOString() : value;
}

test.each(TYPES)('$type survives the way into Parquet and back', async ({ type, values, read }) => {
  const columns = [column('v', type)];
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.option(values, { freq: 4 }), { minLength: 1, maxLength: 300 }), {
        minLength: 1,
        maxLength: 3,
      }),
      async (pages) => {
        const batches = pages.map((page) => ({ columns, vectors: [vectorOf(type, page)], rows: page.length }));
        const rows = await readBack(batches, columns);
        expect(rows.map(({ v }) => seen(v))).toEqual(
          pages.flat().map((value) => (value === null ? null : read(value))),
        );
      },
    ),
    { numRuns: 40 },
  );
});

function vectorOf(type: DataType, page: readonly unknown[]): Vector {
  const vector = createVector({ dataType: type }, { keepNul: true, declared: false });
  vector.appendRun(page, page.length, (value, row) => {
    throw new Error(`row ${row} was refused: ${String(value)}`);
  });
  return vector;
}

test('a constant takes one value in the file, whatever the rows', async () => {
  const columns = [column('k', 'text')];
  const vector = new ConstantVector('1749667187.541553');
  vector.appendConstant(100_000);
  const encoder = createEncoder('parquet', columns);
  const parts = [
    ...encoder.begin(),
    ...encoder.encode({ columns, vectors: [vector], rows: 100_000 }),
    ...encoder.end(),
  ];
  expect(parts.reduce((sum, part) => sum + part.length, 0)).toBeLessThan(500);
  const rows = await readBack([{ columns, vectors: [vector], rows: 100_000 }], columns);
  expect(rows).toHaveLength(100_000);
  expect(rows.every(({ k }) => k === '1749667187.541553')).toBe(true);
});

test('rows that were taken out leave no trace in any type', async () => {
  const columns = TYPES.map(({ type }) => column(type, type));
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.tuple(
          fc.boolean(),
          fc.record(Object.fromEntries(TYPES.map(({ type, values }) => [type, fc.option(values)]))),
        ),
        { minLength: 1, maxLength: 50 },
      ),
      async (rows) => {
        const keep = Uint8Array.from(rows, ([kept]) => (kept ? 1 : 0));
        const vectors = TYPES.map(({ type }) =>
          vectorOf(
            type,
            rows.map(([, row]) => row[type]),
          ),
        );
        for (const vector of vectors) vector.compact(keep);
        const kept = rows.filter(([stays]) => stays).map(([, row]) => row);
        fc.pre(kept.length > 0);
        const back = await readBack([{ columns, vectors, rows: kept.length }], columns);
        expect(back.map((row) => TYPES.map(({ type }) => seen(row[type])))).toEqual(
          kept.map((row) => TYPES.map(({ type, read }) => (row[type] === null ? null : read(row[type])))),
        );
      },
    ),
    { numRuns: 40 },
  );
});
