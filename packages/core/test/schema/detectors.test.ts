import { describe, expect, it } from 'vitest';
import { DoubleValue } from '../../src/json/exact-number.ts';
import type { DataType } from '../../src/schema/column.ts';
import { createDetectors, DEFAULT_DETECTORS, type DetectorName } from '../../src/schema/detectors.ts';

const clock = { now: () => Date.parse('2024-06-01T00:00:00Z') };

function detect(names: readonly DetectorName[], value: unknown): DataType | undefined {
  for (const detector of createDetectors(names, clock)) {
    const dataType = detector(value);
    if (dataType !== undefined) return dataType;
  }
  return undefined;
}

describe('createDetectors', () => {
  it('detects nothing but ISO timestamps by default', () => {
    expect(detect(DEFAULT_DETECTORS, '2024-01-15T10:00:00Z')).toBe('timestamp');
    for (const value of ['2024-01-01', 'text', 1_705_314_030, 2n ** 64n, true, null, { a: 1 }]) {
      expect(detect(DEFAULT_DETECTORS, value)).toBeUndefined();
    }
  });

  it('detects dates only when asked to', () => {
    expect(detect(['iso-date'], '2024-01-01')).toBe('date');
    expect(detect(['iso-date'], '2024-01-15T10:00:00Z')).toBeUndefined();
    expect(detect(['iso-date', 'iso-timestamp'], '2024-01-15T10:00:00Z')).toBe('timestamp');
  });

  it('detects seconds since 1970 within five years of now', () => {
    expect(detect(['unix-timestamp'], 1_705_314_030)).toBe('timestamp');
    expect(detect(['unix-timestamp'], 1_705_314_030n)).toBe('timestamp');
    expect(detect(['unix-timestamp'], 1_705_314_030.5)).toBe('timestamp');
    expect(detect(['unix-timestamp'], new DoubleValue(1_705_314_030))).toBe('timestamp');
    for (const value of [0, 1_500_000_000, 1_900_000_000, 1_705_314_030_000, Number.NaN, '1705314030']) {
      expect(detect(['unix-timestamp'], value)).toBeUndefined();
    }
  });

  it('sorts integers beyond 64 bits into decimal and text', () => {
    expect(detect(['large-integer'], 2n ** 63n - 1n)).toBeUndefined();
    expect(detect(['large-integer'], -(2n ** 63n))).toBeUndefined();
    expect(detect(['large-integer'], 2n ** 63n)).toBe('decimal');
    expect(detect(['large-integer'], -(2n ** 63n) - 1n)).toBe('decimal');
    expect(detect(['large-integer'], 10n ** 39n)).toBe('text');
    expect(detect(['large-integer'], 5)).toBeUndefined();
  });

  it('refuses a name it does not know, also one that every object inherits', () => {
    // What a project file in JavaScript may hold.
    const names: readonly (readonly DetectorName[])[] = JSON.parse(
      '[["isodate"], ["constructor"], ["__proto__"], ["iso-date", ""]]',
    );
    for (const unknown of names) {
      expect(() => createDetectors(unknown, clock)).toThrow(expect.objectContaining({ code: 'LEAT_DETECTOR_UNKNOWN' }));
    }
  });
});
