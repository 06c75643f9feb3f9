import assert from 'node:assert/strict';
import type { Column, DataType, DestinationCapabilities } from '@leat/core';
import type { CaseList, ConformanceCase } from '../conformance-test.ts';
import type { SampleValue } from '../sample-row.ts';
import { appendRows } from '../sample-load.ts';
import { column, table } from '../sample-tables.ts';
import { comparableRows } from '../workbench.ts';

/**
 * Values come back as they were. What a destination does not store natively reaches it as text, and is not tested here.
 */
export const valueCases: CaseList = (capabilities) => {
  const { nativeTypes, nulInText, decimal } = capabilities;
  const keeps = (
    what: string,
    dataType: DataType,
    values: readonly SampleValue[],
    rest?: Partial<Column>,
  ): readonly ConformanceCase[] =>
    nativeTypes.has(dataType) ? [keepsValues(what, column('value', dataType, rest), values)] : [];
  return [
    keepsValues('nulls and empty texts apart', column('value'), ['', null, ' ', null, '', 'null', 'NULL', '\\N']),
    keepsValues('text that looks like file syntax', column('value'), SYNTAX),
    keepsValues('text in every script', column('value'), SCRIPTS),
    keepsValues('a text of a million characters', column('value'), [
      'x'.repeat(1_000_000),
      'é漢🚀'.repeat(50_000),
      'short',
    ]),
    ...(nulInText ? keeps('the character NUL in text', 'text', ['a\u0000b', '\u0000', 'ab']) : []),
    ...keeps('integers of 64 bits exact', 'bigint', [
      2n ** 63n - 1n,
      -(2n ** 63n),
      2n ** 53n + 1n,
      -(2n ** 53n) - 1n,
      0n,
      -1n,
      null,
    ]),
    ...keeps('doubles to the last bit', 'double', [
      0.1,
      1 / 3,
      5e-324,
      1.7976931348623157e308,
      -1e-7,
      123456789.12345679,
      2 ** 53,
      0,
      null,
    ]),
    ...keeps('decimals to the last digit', 'decimal', decimals(decimal), precisionOf(decimal)),
    ...keeps('booleans', 'bool', [true, false, null]),
    ...keeps('timestamps to their precision, before 1970 too', 'timestamp', timestamps(capabilities)),
    ...keeps('dates from year 1 to 9999', 'date', [
      '0001-01-01',
      '1582-10-10',
      '1969-12-31',
      '2024-02-29',
      '9999-12-31',
      null,
    ]),
    ...keeps('times of day', 'time', [
      '00:00:00',
      '12:34:56',
      `23:59:59${fraction(capabilities.timestampPrecision)}`,
      null,
    ]),
    ...keeps('json of every kind', 'json', JSONS),
    ...keeps('numbers inside json with all their digits', 'json', [
      '{"n":12345678901234567890}',
      '[9007199254740993]',
      '{"n":0.5}',
    ]),
    ...keeps('bytes', 'binary', [
      new Uint8Array(),
      Uint8Array.from({ length: 256 }, (_, byte) => byte),
      Uint8Array.of(0),
      null,
    ]),
    allTypesAtOnce(capabilities),
  ];
};

const SYNTAX = [
  'a,b;c\td|e',
  '"quoted" and \'quoted\'',
  '"',
  '""',
  'one\ntwo\r\nthree\rfour',
  '\n',
  'back\\slash \\n \\t \\',
  '{"a":1}',
  '[1,2]',
  ' leading and trailing ',
  '\\.',
  '-',
  'NaN',
  '2024-01-15T10:00:00Z',
  "'; drop table items; --",
  '\u001F\u0001\u007F',
];

const SCRIPTS = [
  'é',
  'e\u0301',
  '漢字',
  'עברית',
  'العربية',
  '👩‍🚀🇪🇺',
  '𝒳',
  'ẞß',
  '\u202Eabc',
  'a\uFEFFb',
  '\uFFFD',
  '\u2028\u2029',
];

const JSONS = [
  '{}',
  '[]',
  '{"a":{"b":[1,null,true,"x"]},"é":"\\u0001"}',
  '[[],[[]],{}]',
  '{"":0,"__proto__":1}',
  '"text"',
  '1.5',
  'true',
  null,
];

function keepsValues(what: string, value: Column, values: readonly SampleValue[]): ConformanceCase {
  return {
    name: `keeps ${what}`,
    body: async (bench) => {
      const samples = table('samples', value);
      const rows = values.map((each, id) => ({ id, value: each }));
      await appendRows(bench, samples, rows);
      assert.deepEqual(await bench.read(samples), comparableRows(samples, rows));
    },
  };
}

/** A row of values and a row of nulls, in every type the destination stores natively. */
function allTypesAtOnce({ nativeTypes, decimal }: DestinationCapabilities): ConformanceCase {
  return {
    name: 'keeps values and nulls of all its types in one row',
    body: async (bench) => {
      const samples: Record<DataType, SampleValue> = {
        text: 'text',
        bigint: -5n,
        double: 2.5,
        decimal: '1.5',
        bool: false,
        timestamp: '2024-01-15T10:00:00Z',
        date: '2024-01-15',
        time: '10:00:00',
        json: '{"a":[1]}',
        binary: Uint8Array.of(1, 2),
      };
      const types = [...nativeTypes];
      const all = table(
        'all_types',
        ...types.map((type) => column(`a_${type}`, type, type === 'decimal' ? precisionOf(decimal) : {})),
      );
      const values = Object.fromEntries(types.map((type) => [`a_${type}`, samples[type]]));
      const rows = [{ id: 1, ...values }, { id: 2 }, { id: 3, ...values }];
      await appendRows(bench, all, rows);
      assert.deepEqual(await bench.read(all), comparableRows(all, rows));
    },
  };
}

/** At most the 38 digits that every engine's decimal has. */
function precisionOf({ maxPrecision, maxScale }: DestinationCapabilities['decimal']): {
  readonly precision: number;
  readonly scale: number;
} {
  const precision = Math.min(38, maxPrecision);
  return { precision, scale: Math.min(9, maxScale, precision) };
}

function decimals(limits: DestinationCapabilities['decimal']): readonly SampleValue[] {
  const { precision, scale } = precisionOf(limits);
  const whole = '12345678901234567890123456789012345678'.slice(0, precision - scale);
  const digits = '987654321'.slice(0, scale);
  const longest = digits === '' ? whole : `${whole}.${digits}`;
  return [longest, `-${longest}`, '0', '1', '-1', scale > 0 ? '0.1' : '2', null];
}

function timestamps({ timestampPrecision }: DestinationCapabilities): readonly SampleValue[] {
  const digits = fraction(timestampPrecision);
  return [
    `2024-01-15T10:00:00${digits}Z`,
    '2024-01-15T10:00:00Z',
    `1969-12-31T23:59:59${digits}Z`,
    '0001-01-01T00:00:00Z',
    `9999-12-31T23:59:59${digits}Z`,
    null,
  ];
}

/** The longest fraction of a second that microseconds and the destination have in common. */
function fraction(precision: number): string {
  return precision === 0 ? '' : `.${'123456'.slice(0, Math.min(6, precision))}`;
}
