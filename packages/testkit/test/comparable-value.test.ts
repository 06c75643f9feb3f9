import { inspect } from 'node:util';
import { parseJson, type DataType } from '@leat/core';
import { expect, test } from 'vitest';
import { canonicalTimestamp } from '../src/values/canonical-timestamp.ts';
import { comparableValue } from '../src/values/comparable-value.ts';

const same: readonly [DataType, readonly unknown[]][] = [
  ['bigint', [5, 5n, '5']],
  ['bigint', [2n ** 63n - 1n, '9223372036854775807']],
  ['decimal', ['1.50', '1.5', 1.5, '+01.500']],
  ['decimal', ['-0', '0', '0.00', 0, '-0.0']],
  ['decimal', ['.5', '0.5']],
  ['double', [1, 1n, '1', '1.0']],
  ['bool', [true, 'true']],
  ['date', ['2024-02-29', new Date('2024-02-29T00:00:00Z'), '2024-02-29T00:00:00.000Z']],
  ['time', ['12:34:56', '12:34:56.000', '12:34:56.000000']],
  ['time', ['12:34:56.5', '12:34:56.500000']],
  [
    'timestamp',
    ['2024-01-15T10:00:00Z', '2024-01-15 10:00:00', '2024-01-15 11:00:00+01', new Date('2024-01-15T10:00:00Z')],
  ],
  ['timestamp', ['2024-01-15T10:00:00.123456Z', '2024-01-15 08:00:00.123456-02:00', '2024-01-15T10:00:00.1234560']],
  ['timestamp', ['2024-01-15', '2024-01-15T00:00:00Z']],
  ['json', ['{"b":1,"a":[true,null]}', { a: [true, null], b: 1 }, '{ "a": [true, null], "b": 1.0 }']],
  ['json', ['"x"', 'x']],
  ['json', ['{"n":12345678901234567890}', parseJson('{"n":12345678901234567890}')]],
  ['binary', [Uint8Array.of(0, 255), Buffer.from([0, 255])]],
];

test.each(same.map(([dataType, values]) => ({ dataType, values, shown: inspect(values) })))(
  'spellings of one $dataType compare equal: $shown',
  ({ dataType, values }) => {
    expect(new Set(values.map((value) => comparableValue({ dataType }, value))).size).toBe(1);
  },
);

const different: readonly [DataType, unknown, unknown][] = [
  ['text', '', null],
  ['text', 'null', null],
  ['text', '1', 1],
  ['text', '2024-01-15T10:00:00Z', '2024-01-15 10:00:00'],
  ['bigint', 2n ** 63n - 1n, 2n ** 63n],
  ['decimal', '1.5', '15'],
  ['decimal', '10', '1'],
  ['decimal', 'x', '0'],
  ['decimal', '', '0'],
  ['double', 0.1, 0.10000000000000002],
  ['timestamp', '2024-01-15T10:00:00.123456Z', '2024-01-15T10:00:00.123Z'],
  ['timestamp', '2024-01-15T10:00:00.123456Z', '2024-01-15T10:00:00.1234567Z'],
  ['timestamp', '2024-01-15T10:00:00+01:00', '2024-01-15T10:00:00Z'],
  ['time', '12:34:56.5', '12:34:56.05'],
  ['json', '{"n":12345678901234567890}', '{"n":12345678901234567891}'],
  ['json', '{"n":12345678901234567890}', { n: 12345678901234567890n + 2n }],
  ['json', '[1,2]', '[2,1]'],
  ['json', 'null', null],
  ['binary', new Uint8Array(), null],
];

test.each(
  different.map(([dataType, one, other]) => ({ dataType, one, other, shown: `${inspect(one)} and ${inspect(other)}` })),
)('a $dataType tells values apart: $shown', ({ dataType, one, other }) => {
  expect(comparableValue({ dataType }, one)).not.toBe(comparableValue({ dataType }, other));
});

test.each(['2024-13-01T00:00:00Z', 'yesterday', '2024-01-15', ''])('%j is no timestamp', (text) => {
  expect(canonicalTimestamp(text)).toBeUndefined();
});
