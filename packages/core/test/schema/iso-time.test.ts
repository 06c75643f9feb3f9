import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTime, parseIsoTime } from '../../src/schema/iso-time.ts';

const accepted: readonly (readonly [text: string, expected: string])[] = [
  ['10:20', '10:20:00.000000'],
  ['1:2', '01:02:00.000000'],
  ['1:2:3', '01:02:03.000000'],
  ['9:05', '09:05:00.000000'],
  ['00:00:00', '00:00:00.000000'],
  ['10:20:30', '10:20:30.000000'],
  ['10:20:30.5', '10:20:30.500000'],
  ['10:20:30,123456789', '10:20:30.123456'],
  ['23:59:59.999999', '23:59:59.999999'],
];

const refused: readonly string[] = [
  '',
  ':',
  '10',
  '1020',
  '10:',
  ':20',
  '10:20:',
  '10::30',
  '10:20:30.',
  '10:20:30.1234567890',
  '10:20.5',
  '100:20',
  '10:200',
  '10:20:300',
  '24:00',
  '23:60',
  '23:59:60',
  '10:20:30Z',
  '10:20:30+02:00',
  'T10:20:30',
  '-1:20',
  '10:20:30:40',
  '2024-01-15T10:20:30',
  ' 10:20',
  '10:20 ',
];

describe('parseIsoTime', () => {
  it.each(accepted)('reads %s', (text, expected) => {
    const micros = parseIsoTime(text);
    expect(micros === undefined ? undefined : formatTime(micros)).toBe(expected);
  });

  it.each(refused)('refuses "%s"', (text) => {
    expect(parseIsoTime(text)).toBeUndefined();
  });

  it('reads what formatTime writes, for every microsecond of a day', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 86_399_999_999 }), (micros) => {
        expect(parseIsoTime(formatTime(micros))).toBe(micros);
      }),
    );
  });
});
