import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDate, parseIsoDate } from '../../src/schema/iso-date.ts';

const accepted: readonly (readonly [text: string, expected: string])[] = [
  ['2024-01-15', '2024-01-15'],
  ['20240115', '2024-01-15'],
  ['2024/01/15', '2024-01-15'],
  ['2024-01', '2024-01-01'],
  ['2024', '2024-01-01'],
  ['2024-015', '2024-01-15'],
  ['2024015', '2024-01-15'],
  ['2024-366', '2024-12-31'],
  ['2024-W03', '2024-01-15'],
  ['2024W03', '2024-01-15'],
  ['2024-W03-1', '2024-01-15'],
  ['2024W037', '2024-01-21'],
  ['2020-W53-7', '2021-01-03'],
  ['2025-W01-1', '2024-12-30'],
  ['2024-02-29', '2024-02-29'],
  ['0001-01-01', '0001-01-01'],
  ['9999-12-31', '9999-12-31'],
];

const refused: readonly string[] = [
  '',
  '202',
  '202401',
  '2024-1',
  '2024-1-15',
  '2024-01-5',
  '2024/01',
  '2024/015',
  '2024/W03',
  '2024-0115',
  '2024-01/15',
  '2024-01-15T',
  '2024-01-15T10',
  '01/15/2024',
  '2024-02-30',
  '2023-02-29',
  '2024-13',
  '2024-00-01',
  '2024-000',
  '2023-366',
  '2024-367',
  '2024-W00',
  '2024-W53',
  '2023-W53',
  '2024-W54',
  '2024-W03-0',
  '2024-W03-8',
  '2024-W031',
  '2024W03-1',
  '2024-W3',
  '2024-w03',
  '0000-01-01',
  '9999-W52-7',
  '-2024-01-1',
  '10000-01-01',
  'abcd',
  '1.5',
];

describe('parseIsoDate', () => {
  it.each(accepted)('reads %s as %s', (text, expected) => {
    expect(parseIsoDate(text)).toBe(Date.parse(`${expected}T00:00:00Z`) / 86_400_000);
  });

  it.each(refused)('refuses "%s"', (text) => {
    expect(parseIsoDate(text)).toBeUndefined();
  });

  it('reads what formatDate writes and agrees with Date on every day of the years 0001 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: -719_162, max: 2_932_896 }), (days) => {
        const text = formatDate(days);
        expect(text).toBe(new Date(days * 86_400_000).toISOString().slice(0, 10));
        expect(parseIsoDate(text)).toBe(days);
      }),
      { numRuns: 2000 },
    );
  });

  it('numbers the weeks so that every day of a year is in exactly one of them', () => {
    for (const year of [2015, 2020, 2024, 2026]) {
      const days = new Set<number>();
      for (let week = 1; week <= 53; week += 1) {
        for (let weekday = 1; weekday <= 7; weekday += 1) {
          const day = parseIsoDate(`${year}-W${String(week).padStart(2, '0')}-${weekday}`);
          if (day !== undefined) days.add(day);
        }
      }
      expect(days.size).toBe(year === 2024 ? 364 : 371);
    }
  });
});
