import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SchemaError } from '../../src/errors/leat-error.ts';
import {
  formatTimestamp,
  looksLikeIsoTimestamp,
  readIsoTimestamp,
  writeInstant,
} from '../../src/schema/iso-timestamp.ts';

/** What `text` reads as, in ISO with microseconds, or undefined. */
function read(text: string): string | undefined {
  const words = new Int32Array(2);
  return readIsoTimestamp(text, words) ? formatTimestamp(words[0] ?? 0, words[1] ?? 0) : undefined;
}

function micros(text: string): bigint {
  const column = new BigInt64Array(1);
  expect(readIsoTimestamp(text, new Int32Array(column.buffer))).toBe(true);
  return column[0] ?? 0n;
}

const accepted: readonly (readonly [text: string, expected: string])[] = [
  ['2024-01-15T10:20:30', '2024-01-15T10:20:30.000000Z'],
  ['2024-01-15T10:20:30Z', '2024-01-15T10:20:30.000000Z'],
  ['2024-01-15 10:20:30', '2024-01-15T10:20:30.000000Z'],
  ['2024-01-15 10:20:30+02', '2024-01-15T08:20:30.000000Z'],
  ['2024-01-15T10:20:30.1Z', '2024-01-15T10:20:30.100000Z'],
  ['2024-01-15T10:20:30.123Z', '2024-01-15T10:20:30.123000Z'],
  ['2024-01-15T10:20:30.123456Z', '2024-01-15T10:20:30.123456Z'],
  ['2024-01-15T10:20:30.000001', '2024-01-15T10:20:30.000001Z'],
  ['2024-01-15T10:20:30,123456789Z', '2024-01-15T10:20:30.123456Z'],
  ['2024-01-15T10:20:30.999999999Z', '2024-01-15T10:20:30.999999Z'],
  ['2024-01-15T10:20:30+05', '2024-01-15T05:20:30.000000Z'],
  ['2024-01-15T10:20:30+0530', '2024-01-15T04:50:30.000000Z'],
  ['2024-01-15T10:20:30+05:30', '2024-01-15T04:50:30.000000Z'],
  ['2024-01-15T10:20:30.123456-0330', '2024-01-15T13:50:30.123456Z'],
  ['2024-01-15T10:20:30-00:00', '2024-01-15T10:20:30.000000Z'],
  ['2024-01-15T10:20:30+14:00', '2024-01-14T20:20:30.000000Z'],
  ['2024-01-15T10:20:30-14:00', '2024-01-16T00:20:30.000000Z'],
  ['2024-01-15T10:20:30+23:59', '2024-01-14T10:21:30.000000Z'],
  ['2024-01-15T10', '2024-01-15T10:00:00.000000Z'],
  ['2024-01-15T10Z', '2024-01-15T10:00:00.000000Z'],
  ['2024-01-15T10+02:00', '2024-01-15T08:00:00.000000Z'],
  ['2024-01-15T10:20', '2024-01-15T10:20:00.000000Z'],
  ['2024-01-15T10:20Z', '2024-01-15T10:20:00.000000Z'],
  ['2024-01-15T10:20+02', '2024-01-15T08:20:00.000000Z'],
  ['20240115T102030Z', '2024-01-15T10:20:30.000000Z'],
  ['20240115T102030', '2024-01-15T10:20:30.000000Z'],
  ['20240115T102030.123Z', '2024-01-15T10:20:30.123000Z'],
  ['20240115T102030-0330', '2024-01-15T13:50:30.000000Z'],
  ['20240115 102030', '2024-01-15T10:20:30.000000Z'],
  ['20240115T1020', '2024-01-15T10:20:00.000000Z'],
  ['20240115T10', '2024-01-15T10:00:00.000000Z'],
  ['2024/01/15 10:20:30', '2024-01-15T10:20:30.000000Z'],
  ['2024/01/15 10:20:30.123', '2024-01-15T10:20:30.123000Z'],
  ['2024/01/15 10:20', '2024-01-15T10:20:00.000000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000000Z'],
  ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00.000000Z'],
  ['1582-10-10T00:00:00Z', '1582-10-10T00:00:00.000000Z'],
  ['1969-12-31T23:59:59.999999Z', '1969-12-31T23:59:59.999999Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000000Z'],
  ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999999Z'],
];

const refused: readonly string[] = [
  '',
  '2024-01-15',
  '20240115',
  '2024-01-15T',
  '2024-01-15t10:20:30Z',
  '2024-01-15T10:20:30z',
  '2024-01-15 10:20:30 UTC',
  '2024-01-15 10:20:30 +02',
  '2024-01-15T10:20:30Z ',
  ' 2024-01-15T10:20:30Z',
  '2024-01-15  10:20:30',
  '2024-01-15_10:20:30',
  '2024-01-15T10:20:30ZZ',
  '2024-01-15T10:20:30Z+02',
  '2024-01-15T24:00:00',
  '2024-01-15T23:59:60',
  '2024-01-15T10:60:00',
  '2024-02-30T10:20:30',
  '2023-02-29T10:20:30',
  '1900-02-29T10:20:30',
  '2024-04-31T10:20:30',
  '2024-00-15T10:20:30',
  '2024-13-15T10:20:30',
  '2024-01-00T10:20:30',
  '2024-01-32T10:20:30',
  '2024-1-15T10:20:30',
  '2024-01-5T10:20:30',
  '01/15/2024',
  '01/15/2024 10:20:30',
  '2024/01/15 10:20:30Z',
  '2024/01/15T10:20:30',
  '2024/01/15 10',
  '2024/01-15 10:20:30',
  '2024-01/15T10:20:30',
  '2024-01-15T10:20:30.Z',
  '2024-01-15T10:20:30.',
  '2024-01-15T10:20:30.1234567890Z',
  '2024-01-15T10:20:30+24:00',
  '2024-01-15T10:20:30+05:60',
  '2024-01-15T10:20:30+5',
  '2024-01-15T10:20:30+053',
  '2024-01-15T10:20:30+05:3',
  '2024-01-15T10:20:30+05:',
  '2024-01-15T10:20:30\u221205:00',
  '2024-01-15T1:20',
  '2024-01-15T10:2',
  '2024-01-15T10:20:3',
  '2024-01-15 10:20:',
  '2024-01-15T10.5',
  '2024-01-15T10:20.5',
  '2024-01-15T102030Z',
  '2024-01-15T10:2030',
  '2024-0115T10:20:30',
  '20240115T10:20:30',
  '0000-01-01T00:00:00',
  '0001-01-01T00:00:00+05:00',
  '9999-12-31T23:59:59-05:00',
  '10000-01-01T00:00:00Z',
  '+002024-01-15T10:20:30Z',
  '-2024-01-15T10:20:30Z',
  '２０２４-01-15T10:20:30Z',
  '1705314030',
  'P1DT1H',
  'now',
  `2024-01-15T10:20:30.${'1'.repeat(1000)}Z`,
];

describe('readIsoTimestamp', () => {
  it.each(accepted)('reads %s', (text, expected) => {
    expect(looksLikeIsoTimestamp(text)).toBe(true);
    expect(read(text)).toBe(expected);
  });

  it.each(refused)('refuses "%s" and writes nothing', (text) => {
    const words = new Int32Array([7, 9]);
    expect(readIsoTimestamp(text, words)).toBe(false);
    expect([...words]).toEqual([7, 9]);
  });

  it('writes microseconds since 1970 in the layout of a little-endian int64', () => {
    expect(micros('1970-01-01T00:00:00.000001Z')).toBe(1n);
    expect(micros('1969-12-31T23:59:59.999999Z')).toBe(-1n);
    expect(micros('0001-01-01T00:00:00Z')).toBe(-62_135_596_800_000_000n);
    expect(micros('9999-12-31T23:59:59.999999Z')).toBe(253_402_300_799_999_999n);
  });

  it('writes into the middle of a column', () => {
    const column = new BigInt64Array([5n, 5n, 5n]);
    expect(readIsoTimestamp('1970-01-01T00:00:01Z', new Int32Array(column.buffer), 2)).toBe(true);
    expect([...column]).toEqual([5n, 1_000_000n, 5n]);
  });

  it('reads what formatTimestamp writes, for every instant of the years 0001 to 9999', () => {
    const instant = fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n });
    fc.assert(
      fc.property(instant, (value) => {
        const words = new Int32Array(new BigInt64Array([value]).buffer);
        const text = formatTimestamp(words[0] ?? 0, words[1] ?? 0);
        expect(text).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
        expect(micros(text)).toBe(value);
      }),
    );
  });

  it('agrees with Date to the millisecond', () => {
    const dates = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T23:59:59.999Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(dates, (date) => {
        expect(micros(date.toISOString())).toBe(BigInt(date.getTime()) * 1000n);
        const words = new Int32Array(2);
        expect(writeInstant(date.getTime(), 0, words)).toBe(true);
        expect(formatTimestamp(words[0] ?? 0, words[1] ?? 0)).toBe(date.toISOString().replace('Z', '000Z'));
      }),
    );
  });

  it('agrees with Date on offsets', () => {
    const minutes = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(minutes, (offset) => {
        const size = Math.abs(offset);
        const zone = `${offset < 0 ? '-' : '+'}${String(Math.trunc(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        const text = `2024-02-29T12:34:56.789${zone}`;
        expect(micros(text)).toBe(BigInt(Date.parse(text)) * 1000n);
      }),
    );
  });

  it('never throws and never accepts what Date refuses, whatever the text', () => {
    const marks = fc.constantFrom('-', ':', 'T', ' ', 'Z', '+', '.', ',', '/', '0', '1', '2', '9', 'x', '\u0662');
    fc.assert(
      fc.property(fc.string({ unit: marks, maxLength: 40 }), (text) => {
        const value = read(text);
        if (value !== undefined) expect(Number.isNaN(Date.parse(value))).toBe(false);
      }),
    );
  });
});

describe('writeInstant', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, 1.5, -62_135_596_800_001, 253_402_300_800_000])(
    'refuses %s milliseconds',
    (millis) => {
      const words = new Int32Array([7, 9]);
      expect(writeInstant(millis, 0, words)).toBe(false);
      expect([...words]).toEqual([7, 9]);
    },
  );
});

describe('formatTimestamp', () => {
  it.each([-62_135_596_800_000_001n, 253_402_300_800_000_000n, -(2n ** 63n), 2n ** 63n - 1n])(
    'refuses %s microseconds, which lie outside the years 0001 to 9999',
    (value) => {
      const words = new Int32Array(new BigInt64Array([value]).buffer);
      const format = (): string => formatTimestamp(words[0] ?? 0, words[1] ?? 0);
      expect(format).toThrow(SchemaError);
      expect(format).toThrow(expect.objectContaining({ code: 'LEAT_TIMESTAMP_RANGE' }));
    },
  );
});
