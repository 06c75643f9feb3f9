import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ConstantVector } from '../../src/columns/constant-vector.ts';
import { createVector } from '../../src/columns/create-vector.ts';
import type { Vector } from '../../src/columns/vector.ts';
import { createEncoder, type ColumnBatch } from '../../src/package/writers/job-file-encoder.ts';
import type { Column, DataType } from '../../src/schema/column.ts';

interface Field {
  readonly text: string;
  readonly quoted: boolean;
}

/** RFC 4180, character by character, without a header; says of each field whether it was quoted. */
function parseCsv(csv: string): readonly (readonly Field[])[] {
  const rows: Field[][] = [];
  let at = 0;
  while (at < csv.length) {
    const row: Field[] = [];
    for (;;) {
      let text = '';
      const quoted = csv[at] === '"';
      if (quoted) {
        at++;
        while (csv[at] !== '"' || csv[at + 1] === '"') {
          if (at >= csv.length) throw new Error('a quote is not closed');
          at += csv[at] === '"' ? 1 : 0;
          text += csv[at++] ?? '';
        }
        at++;
      } else {
        while (csv[at] !== ',' && csv[at] !== '\n') text += csv[at++] ?? '';
      }
      row.push({ text, quoted });
      const mark = csv[at++];
      if (mark === '\n') break;
      if (mark !== ',') throw new Error(`unexpected ${mark} at ${at - 1}`);
    }
    rows.push(row);
  }
  return rows;
}

const instants = fc.date({
  min: new Date('0001-01-01T00:00:00Z'),
  max: new Date('9999-12-31T23:59:59.999Z'),
  noInvalidDate: true,
});

const wholeNumbers = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 54n), max: 2n ** 54n }),
  fc.integer().map(BigInt),
  fc
    .tuple(fc.integer({ min: 0, max: 63 }), fc.integer({ min: -2, max: 1 }), fc.boolean())
    .map(([power, more, negative]) => (negative ? -1n : 1n) * (2n ** BigInt(power) + BigInt(more)))
    .filter((value) => value < 2n ** 63n && value >= -(2n ** 63n)),
);

/** Per type: values to write, and the text that must stand in the file. */
const TYPES: readonly {
  readonly type: DataType;
  readonly values: fc.Arbitrary<unknown>;
  readonly quoted: boolean;
  readonly spell: (value: never) => string;
}[] = [
  { type: 'bigint', values: wholeNumbers, quoted: false, spell: (value: bigint) => String(value) },
  {
    type: 'double',
    values: fc.oneof(
      fc.double(),
      fc
        .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }))
        .map(([digits, scale]) => digits / 10 ** scale),
    ),
    quoted: false,
    spell: (value: number) => (Object.is(value, -0) ? '-0' : String(value)),
  },
  { type: 'bool', values: fc.boolean(), quoted: false, spell: String },
  { type: 'text', values: fc.string({ unit: 'binary' }), quoted: true, spell: String },
  {
    type: 'text',
    values: fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '\\', '.', 'é', '😀'), maxLength: 60 }),
    quoted: true,
    spell: String,
  },
  {
    type: 'json',
    values: fc.jsonValue().filter((value) => value !== null),
    quoted: true,
    spell: (value: unknown) => JSON.stringify(value),
  },
  {
    type: 'decimal',
    values: fc.bigInt({ min: -(10n ** 29n) + 1n, max: 10n ** 29n - 1n }),
    quoted: false,
    spell: (value: bigint) => String(value),
  },
  {
    type: 'binary',
    values: fc.uint8Array(),
    quoted: false,
    spell: (value: Uint8Array) => `\\x${Buffer.from(value).toString('hex')}`,
  },
  {
    type: 'timestamp',
    values: fc
      .tuple(instants, fc.integer({ min: 0, max: 999 }))
      .map(([date, micros]) => date.toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`)),
    quoted: false,
    spell: String,
  },
  {
    type: 'date',
    values: instants.map((date) => date.toISOString().slice(0, 10)),
    quoted: false,
    spell: String,
  },
  {
    type: 'time',
    values: fc
      .tuple(instants, fc.integer({ min: 0, max: 999 }))
      .map(([date, micros]) => `${date.toISOString().slice(11, 23)}${String(micros).padStart(3, '0')}`),
    quoted: false,
    spell: String,
  },
];

const column = (name: string, dataType: DataType): Column => ({ name, dataType, nullable: true });

function vectorOf(type: DataType, page: readonly unknown[]): Vector {
  const vector = createVector({ dataType: type }, { keepNul: true, declared: false });
  vector.appendRun(page, page.length, (value, row) => {
    throw new Error(`row ${row} was refused: ${String(value)}`);
  });
  return vector;
}

function encode(batches: readonly ColumnBatch[]): string {
  const encoder = createEncoder('csv', batches[0]?.columns ?? []);
  const bytes = [
    ...encoder.begin(),
    // The encoder writes the next batch over these bytes.
    ...batches.flatMap((batch) => encoder.encode(batch).map((part) => Buffer.from(part))),
    ...encoder.end(),
  ];
  return Buffer.concat(bytes).toString('utf8');
}

const NULL: Field = { text: '', quoted: false };

test.each(TYPES)('$type is spelled in CSV so that a plain parser gives it back', ({ type, values, quoted, spell }) => {
  const columns = [column('v', type)];
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.option(values, { freq: 4 }), { minLength: 1, maxLength: 300 }), {
        minLength: 1,
        maxLength: 3,
      }),
      (pages) => {
        const csv = encode(pages.map((page) => ({ columns, vectors: [vectorOf(type, page)], rows: page.length })));
        expect(parseCsv(csv).map(([field]) => field)).toEqual(
          // The arbitrary of the same line made the value.
          pages.flat().map((value) => (value === null ? NULL : { text: spell(value as never), quoted })),
        );
      },
    ),
    { numRuns: 60 },
  );
});

test('columns stand side by side, with their own nulls', () => {
  const columns = TYPES.map(({ type }, index) => column(`c${index}`, type));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(...TYPES.map(({ values }) => fc.option(values))), { minLength: 1, maxLength: 50 }),
      (rows) => {
        const vectors = TYPES.map(({ type }, index) =>
          vectorOf(
            type,
            rows.map((row) => row[index]),
          ),
        );
        const back = parseCsv(encode([{ columns, vectors, rows: rows.length }]));
        expect(back).toEqual(
          rows.map((row) =>
            TYPES.map(({ quoted, spell }, index) =>
              row[index] === null ? NULL : { text: spell(row[index] as never), quoted },
            ),
          ),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('a constant is quoted like any text', () => {
  const vector = new ConstantVector('1749667187.541553 "x"');
  vector.appendConstant(3);
  expect(encode([{ columns: [column('k', 'text')], vectors: [vector], rows: 3 }])).toBe(
    '"1749667187.541553 ""x"""\n'.repeat(3),
  );
});

test('a text larger than any buffer is written whole', () => {
  const long = '"é'.repeat(500_000);
  const vector = vectorOf('text', ['a', long, null, 'b']);
  const back = parseCsv(encode([{ columns: [column('v', 'text')], vectors: [vector], rows: 4 }]));
  expect(back.map(([field]) => field?.text === long || field?.text)).toEqual(['a', true, '', 'b']);
});
