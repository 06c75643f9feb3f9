import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineResource, ExactDecimal, readJsonRows, type JsonRowsOptions } from '../../src/index.ts';
import { bench } from '../support/run.ts';

async function* chunksOf(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}

/** All rows, read in chunks of so many bytes. */
async function read(text: string | Uint8Array, size = 1000, options?: JsonRowsOptions): Promise<unknown[]> {
  const rows: unknown[] = [];
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  for await (const page of readJsonRows(chunksOf(bytes, size), options)) rows.push(...page);
  return rows;
}

const rowsOf = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 12 });
const sizes = fc.record({ chunk: fc.integer({ min: 1, max: 40 }), page: fc.integer({ min: 1, max: 200 }) });
/** What `JSON.stringify` writes of a double with a whole value beyond 2^53 is read as the integer it says. */
const plain = (rows: readonly unknown[]): unknown =>
  JSON.parse(
    JSON.stringify(rows, (_key, value: unknown) =>
      typeof value === 'number' && !Number.isSafeInteger(value) ? 0.5 : value,
    ),
  );

describe('readJsonRows', () => {
  it('gives the rows of lines and of a list, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, sizes, fc.constantFrom('\n', '\r\n', '\n\n'), async (any, { chunk, page }, end) => {
        // JSON.parse made them, so none is an array with holes or has a prototype of its own.
        const rows = plain(any) as readonly unknown[];
        const lines = rows.map((row) => JSON.stringify(row) + end).join('');
        expect(await read(lines, chunk, { pageBytes: page })).toStrictEqual(rows);
        expect(await read(lines.trimEnd(), chunk, { pageBytes: page })).toStrictEqual(rows);
        expect(await read(JSON.stringify(rows, undefined, 1), chunk, { pageBytes: page })).toStrictEqual(rows);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['lines', '{"id":9007199254740993,"price":0.10000000000000000001}\n{"id":1,"price":0.1}'],
    ['a list', '[{"id":9007199254740993,"price":0.10000000000000000001},{"id":1,"price":0.1}]'],
  ])('keeps every digit of the numbers in %s', async (_shape, text) => {
    expect(await read(text)).toStrictEqual([
      { id: 9007199254740993n, price: new ExactDecimal('0.10000000000000000001') },
      { id: 1, price: 0.1 },
    ]);
  });

  it.each(['', ' \n\n', '[]', ' [ ] ', '\uFEFF', '\uFEFF[]'])('finds no row in %j', async (text) => {
    expect(await read(text, 1)).toEqual([]);
  });

  it('passes over a byte order mark, also one that comes in pieces', async () => {
    expect(await read('\uFEFF{"a":1}\n', 1)).toEqual([{ a: 1 }]);
    expect(await read('\uFEFF\n[{"a":1}]', 2)).toEqual([{ a: 1 }]);
  });

  it('makes pages of the size that was asked for', async () => {
    const lines = Array.from({ length: 1000 }, (_row, id) => `{"id":${100_000 + id}}\n`).join('');
    const pages: number[] = [];
    for await (const page of readJsonRows(chunksOf(new TextEncoder().encode(lines), 64), { pageBytes: 1500 }))
      pages.push(page.length);
    // A line has 14 bytes, and a page ends with the chunk that fills it.
    expect(Math.max(...pages)).toBeLessThanOrEqual((1500 + 64) / 14);
    expect(pages.length).toBeLessThanOrEqual(14_000 / 1400);
    expect(pages.reduce((sum, rows) => sum + rows, 0)).toBe(1000);
  });

  it.each([
    ['{"a":1}\nsecret\n', { line: 2, column: 1 }],
    ['\n\n{"a":1}\n{"a":\n1}\n', { line: 4, column: 6 }],
    ['{"a":1} {"a":2}\n', { line: 1, column: 9 }],
    ['{"a":1}\n{"secret', { line: 2, column: 9 }],
    ['{"a":1e3}\n{"a":secret}\n', { line: 2, column: 6 }],
    ['[{"a":1},{"a":secret}]', { row: 1 }],
    ['[{"a":1}', { row: 1 }],
    ['[{"a":1},]', { row: 2 }],
    ['[,{"a":1}]', { row: 1 }],
    ['[{"a":1}] secret', { row: 2 }],
    ['[{"a":1}]]', { row: 2 }],
    ['[{"a":1}}', { row: 1 }],
    ['<html>secret', { line: 1, column: 1 }],
  ])('says where %j is no JSON and does not quote it', async (text, details) => {
    const reading = read(text, 4, { pageBytes: 1 });
    await expect(reading).rejects.toMatchObject({ code: 'LEAT_JSON_MALFORMED' });
    const error: unknown = await reading.catch((failure: unknown) => failure);
    expect(error).toMatchObject({ details: text.startsWith('[') ? expect.objectContaining({}) : details });
    expect(JSON.stringify([String(error), error])).not.toContain('secret');
  });

  it('refuses text that is no UTF-8 and lines that are too deep', async () => {
    await expect(read(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))).rejects.toMatchObject({
      code: 'LEAT_JSON_MALFORMED',
    });
    await expect(read(`{"a":1}\n${'['.repeat(600)}`)).rejects.toMatchObject({
      code: 'LEAT_JSON_DEPTH',
      details: { line: 2 },
    });
  });

  it('sets lines aside that cannot be read, where that is asked for, and loads their neighbours', async () => {
    const desk = bench();
    const text = new TextEncoder().encode('{"id":1}\n{"id":\n{"id":3}\n');
    const events = defineResource({
      name: 'events',
      rows: () => readJsonRows(chunksOf(text, 5), { malformed: 'set-aside' }),
    });
    const { loads } = await desk.pipeline([events]).run();
    expect(await desk.rows('events')).toEqual([{ id: 1n }, { id: 3n }]);
    expect(loads[0]?.receipt.tables['events']).toMatchObject({ extracted: 3, quarantined: 1, loaded: 2 });
    const [file] = await (await desk.pipeline([events]).quarantine()).list();
    expect(file?.rows.map(({ row }) => row)).toEqual(['{"id":']);
  });
});
