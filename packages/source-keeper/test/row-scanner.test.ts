import { describe, expect, it } from 'vitest';
import { RowScanner } from '../src/answers/row-scanner.ts';
import { fc } from './support/property.ts';

/** Feeds a body in pieces, and puts its rows and the rest together again. */
function scan(
  body: Buffer,
  cuts: readonly number[],
  batchBytes: number,
): { readonly rows: unknown; readonly rest: unknown } {
  const scanner = new RowScanner(batchBytes);
  const batches: Buffer[] = [];
  const ends = [...cuts.map((cut) => cut % (body.length + 1)), body.length].toSorted((a, b) => a - b);
  let start = 0;
  for (const end of ends) {
    batches.push(...scanner.feed(body.subarray(start, end)));
    start = end;
  }
  const rows = batches.flatMap((batch) => JSON.parse(`[${batch.toString('utf8')}]`) as unknown[]);
  return { rows, rest: JSON.parse(scanner.envelope().toString('utf8')) };
}

describe('rows that are cut out of an answer while it arrives', () => {
  it('are the rows of the answer, wherever it is cut', () => {
    const row = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
    const cuts = fc.array(fc.nat(), { maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 12 }),
        fc.string(),
        cuts,
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        (data, text, places, batch, pretty) => {
          const answer = { a: { data: [text] }, command: text, data, message: [text, 'data'], status: 'success' };
          const body = Buffer.from(JSON.stringify(answer, null, pretty ? 2 : undefined));
          expect(scan(body, places, batch)).toEqual({
            rows: JSON.parse(JSON.stringify(data)),
            rest: JSON.parse(JSON.stringify({ ...answer, data: [] })),
          });
        },
      ),
    );
  });

  it.for([
    { data: null },
    { data: { rows: [1, 2] } },
    { data: 'x' },
    { other: [{ a: 1 }] },
    { '\\u0064ata': [{ a: 1 }] },
  ])('are none in %j, which stays as it is', (answer) => {
    expect(scan(Buffer.from(JSON.stringify(answer)), [3, 7], 1)).toEqual({ rows: [], rest: answer });
  });
});
