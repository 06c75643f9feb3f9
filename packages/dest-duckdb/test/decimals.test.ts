import type { Table } from '@leat/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  append,
  begin,
  byId,
  call,
  column,
  connect,
  failure,
  jsonl,
  load,
  rowsOf,
  table,
  TemporaryFolder,
} from './warehouse.ts';

describe('decimals', () => {
  const sized = (precision: number, scale: number): Table =>
    table('money', [column('id', 'bigint'), column('v', 'decimal', { precision, scale })]);

  test('of every size keep all their digits', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(
        fc
          .integer({ min: 1, max: 38 })
          .chain((precision) => fc.tuple(fc.constant(precision), fc.integer({ min: 0, max: precision }))),
        fc.array(fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 38n - 1n })), { minLength: 1, maxLength: 20 }),
        async ([precision, scale], values) => {
          round += 1;
          const of = { ...sized(precision, scale), name: `money_${round}` };
          const texts = values.map(([negative, digits]) =>
            decimalText(negative, digits % 10n ** BigInt(precision), scale),
          );
          const loadId = `1.${round}`;
          await load(
            client,
            [
              jsonl(
                folder,
                of,
                `m${round}`,
                texts.map((v, id) => ({ id, v })),
                loadId,
              ),
            ],
            [append(of)],
            { loadId },
          );
          expect(byId(await rowsOf(client, of.name)).map((row) => row['v'])).toEqual(
            texts.map((text) => text.replace(/^-(0(\.0*)?)$/, '$1')),
          );
        },
      ),
      { numRuns: 60, seed: 7 },
    );
  });

  test.each([
    [38, 9, '1.0000000001', 'a tenth fraction digit'],
    [38, 9, '100000000000000000000000000000', 'a thirtieth integer digit'],
    [10, 2, '1.239', 'rounding'],
    [10, 2, '123456789', 'overflow'],
    [10, 2, 'abc', 'no number'],
    [10, 2, '1e3', 'an exponent, which could hide digits'],
    [38, 30, '1.0000000000000000000000000000001', 'a digit beyond a wide scale'],
    [4, 4, '1.5', 'an integer digit where there is none'],
  ])('DECIMAL(%i,%i) refuses %s: %s', async (precision, scale, text) => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    await using session = await begin(client);
    const of = sized(precision, scale);
    const refused = await failure(
      session.loadFile(
        jsonl(folder, of, 'm', [
          { id: 1, v: '0' },
          { id: 2, v: text },
        ]),
        call,
      ),
    );
    expect(refused).toMatchObject({ code: 'LEAT_VALUE', details: { table: 'money', column: 'v', rows: 1 } });
    expect(refused.message).toContain(`DECIMAL(${precision},${scale})`);
    expect(`${refused.message} ${String(refused.cause)}`).not.toContain(text);
  });

  test('keep trailing zeros that change nothing, and leading ones', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const of = sized(38, 9);
    await load(
      client,
      [
        jsonl(folder, of, 'm', [
          { id: 1, v: '1.50000000000000000000' },
          { id: 2, v: '-000000000000000000000000000000000000000000007.' },
          { id: 3, v: '+2' },
        ]),
      ],
      [append(of)],
    );
    expect(byId(await rowsOf(client, 'money')).map((row) => row['v'])).toEqual([
      '1.500000000',
      '-7.000000000',
      '2.000000000',
    ]);
  });

  test('without a declared size are DECIMAL(38,9)', async () => {
    using folder = new TemporaryFolder();
    await using client = await connect({ path: folder.file('w.duckdb') });
    const of = table('money', [column('v', 'decimal')]);
    await load(client, [jsonl(folder, of, 'm', [{ v: '18446744073709551616' }])], [append(of)]);
    expect((await client.describeTables(['money'], call)).get('money')?.columns).toEqual([
      { name: 'v', dataType: 'decimal', nullable: true, precision: 38, scale: 9 },
    ]);
    expect(await rowsOf(client, 'money')).toEqual([{ v: '18446744073709551616.000000000' }]);
  });
});

function decimalText(negative: boolean, digits: bigint, scale: number): string {
  const padded = String(digits).padStart(scale + 1, '0');
  const text = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`;
  return negative ? `-${text}` : text;
}
