import { stripVTControlCharacters } from 'node:util';
import { ExactDecimal } from '@leat/core';
import { expect, test } from 'vitest';
import { createRowWriter, type Row, type RowFormat } from '../src/rows/row-writer.ts';
import { memoryOutput } from './output-streams.ts';

async function printed(
  rows: readonly Row[],
  format: RowFormat,
  options: { readonly columns?: number; readonly json?: boolean } = {},
): Promise<string> {
  const { output, stdout } = memoryOutput(options);
  const writer = createRowWriter(output, format, { pipeline: 'p' });
  for (const row of rows) await writer.write(row);
  await writer.end();
  return stdout.text;
}

const VALUES: Row = {
  big: 2n ** 63n,
  exact: new ExactDecimal('0.1000000000000000055'),
  date: new Date(0),
  bytes: Uint8Array.of(1, 2, 255),
  nested: { list: [1n, { a: null }] },
  nan: Number.NaN,
  yes: true,
  nothing: null,
};

test('values keep their digits and bytes in every format', async () => {
  expect(await printed([VALUES], 'json')).toBe(
    '[\n{"big":9223372036854775808,"exact":0.1000000000000000055,"date":"1970-01-01T00:00:00.000Z","bytes":"AQL/","nested":{"list":[1,{"a":null}]},"nan":"NaN","yes":true,"nothing":null}\n]\n',
  );
  expect(await printed([VALUES], 'csv')).toBe(
    'big,exact,date,bytes,nested,nan,yes,nothing\r\n9223372036854775808,0.1000000000000000055,1970-01-01T00:00:00.000Z,AQL/,"{""list"":[1,{""a"":null}]}",NaN,true,\r\n',
  );
});

test('--json puts the rows into one versioned object, whatever the format', async () => {
  const text = await printed([{ a: 1 }, { a: 2 }], 'csv', { json: true });
  expect(JSON.parse(text)).toEqual({ version: 1, pipeline: 'p', rows: [{ a: 1 }, { a: 2 }], rowCount: 2 });
});

test('CSV quotes what needs quotes, and tells an empty text from null', async () => {
  const text = await printed([{ 'a,b': 'x"y', c: 'line\r\nbreak', d: '', e: null, f: '=1+1' }], 'csv');
  expect(text).toBe('"a,b",c,d,e,f\r\n"x""y","line\r\nbreak","",,=1+1\r\n');
});

test('a table puts numbers on the right and counts wide characters', async () => {
  const text = await printed(
    [
      { name: '日本', n: 5 },
      { name: 'Ada', n: 1234 },
    ],
    'table',
  );
  expect(text).toBe('name     n\n────  ────\n日本     5\nAda   1234\n(2 rows)\n');
});

test('on a narrow terminal the widest columns give way first, and nothing is longer than a line', async () => {
  const { stdout, output } = memoryOutput({ columns: 40 });
  const writer = createRowWriter(output, 'table', {});
  await writer.write({ id: 1, title: 'x'.repeat(100), note: 'y'.repeat(20) });
  await writer.end();
  const lines = stripVTControlCharacters(stdout.text).trimEnd().split('\n');
  expect(lines[2]).toBe(` 1  ${'x'.repeat(16)}…  ${'y'.repeat(16)}…`);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
});

test('a terminal that does not know its width counts as one of 80 columns', async () => {
  const text = await printed([{ title: 'x'.repeat(200) }], 'table', { columns: 0 });
  expect(stripVTControlCharacters(text).split('\n')[2]).toBe(`${'x'.repeat(79)}…`);
});

test('rows are printed as they come once the widths are known', async () => {
  const { output, stdout } = memoryOutput();
  const writer = createRowWriter(output, 'table', {});
  for (let n = 0; n < 99; n++) await writer.write({ n });
  expect(stdout.text).toBe('');
  await writer.write({ n: 99 });
  expect(stdout.text.split('\n')).toHaveLength(103);
  await writer.write({ n: 123_456 });
  expect(stdout.text.endsWith('123456\n')).toBe(true);
});

test('names and values in a table cannot steer the terminal', async () => {
  const text = await printed([{ 'a\u001b[2J': 'b\nc\u009b' }], 'table');
  expect(text).toBe('a\\u001b[2J\n──────────\nb\\nc\\u009b\n(1 row)\n');
});
