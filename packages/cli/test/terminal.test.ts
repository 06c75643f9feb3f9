import { assert, json, property, string } from 'fast-check';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { displayWidth, pad, truncate } from '../src/terminal/display-width.ts';
import { createLogger } from '../src/terminal/logger.ts';
import { formatBytes, formatSeconds, formatWait, plural } from '../src/terminal/numbers.ts';
import { safeJson, sanitise, sanitiseLines } from '../src/terminal/sanitise.ts';
import { memoryOutput } from './output-streams.ts';

// oxlint-disable-next-line no-control-regex -- what must not come out
const STEERING = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/;
const anyText = string({ unit: 'binary', maxLength: 40 });

test.each([
  ['plain äöü 日本 🎉', 'plain äöü 日本 🎉'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u001b[31mred', '\\u001b[31mred'],
  ['\u009b31m', '\\u009b31m'],
  ['abc\u202edef', 'abc\\u202edef'],
  ['half \ud800 pair', 'half \ufffd pair'],
])('%j is printed as %j', (text, printed) => {
  expect(sanitise(text)).toBe(printed);
});

test('no text can steer a terminal after sanitising, and lines stay lines', () => {
  assert(
    property(anyText, (text) => {
      expect(sanitise(text)).not.toMatch(STEERING);
      expect(sanitiseLines(text).split('\n')).toHaveLength(text.split('\n').length);
    }),
  );
});

test('safe JSON means the same and holds nothing that steers', () => {
  assert(
    property(json(), anyText, (document, text) => {
      const value: unknown = [JSON.parse(document), text];
      const safe = safeJson(JSON.stringify(value));
      expect(safe).not.toMatch(STEERING);
      expect(JSON.parse(safe)).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test.each([
  ['abc', 3],
  ['日本', 4],
  ['é', 1],
  ['e\u0301', 1],
  ['👩‍👩‍👧', 2],
  ['한글', 4],
  ['', 0],
])('%s takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test('cut text fits, and padded text fills', () => {
  assert(
    property(anyText, (raw) => {
      const text = sanitise(raw);
      expect(displayWidth(truncate(text, 7))).toBeLessThanOrEqual(7);
      expect(displayWidth(pad(truncate(text, 7), 9))).toBeGreaterThanOrEqual(9);
    }),
  );
  expect(truncate('日本語', 5)).toBe('日本…');
  expect(truncate('abc', 3)).toBe('abc');
  expect(pad('日', 4, 'start')).toBe('  日');
});

test.each([
  [formatBytes(0), '0 B'],
  [formatBytes(999), '999 B'],
  [formatBytes(31_800_000), '31.8 MB'],
  [formatBytes(999_999), '1.0 MB'],
  [formatSeconds(41.23), '41.2 s'],
  [formatSeconds(3), '3.0 s'],
  [formatSeconds(1234.56), '1,234.6 s'],
  [formatWait(31_400), '31 s'],
  [formatWait(300), '0.3 s'],
  [plural(1, 'row'), '1 row'],
  [plural(12_431, 'row'), '12,431 rows'],
])('numbers read %s', (text, expected) => {
  expect(text).toBe(expected);
});

test('log lines show warnings always, the rest when asked, and of an error its message alone', () => {
  const cause = Object.assign(new Error('the message'), { request: { headers: { 'api-key': 'canary' } } });
  const lines = (verbose: boolean): readonly string[] => {
    const { output, stderr } = memoryOutput();
    const logger = createLogger(output, verbose);
    logger.log('debug', 'a', { n: 1 });
    logger.log('info', 'b');
    logger.log('warn', 'c\u001b[2J', { text: 'x\ny', list: [1] });
    logger.log('error', 'd', { cause });
    return stripVTControlCharacters(stderr.text).trimEnd().split('\n');
  };
  expect(lines(false)).toEqual(['warn  c\\u001b[2J text=x\\ny list=[1]', 'error d cause=the message']);
  expect(lines(true)).toEqual(['debug a n=1', 'info  b', ...lines(false)]);
});
