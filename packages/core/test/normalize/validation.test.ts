import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineResource, type SchemaContract } from '../../src/index.ts';
import { bench } from '../support/run.ts';

interface User {
  readonly id: number;
  readonly email: string;
}

const schemas = [
  { name: 'zod', schema: z.object({ id: z.number(), email: z.string().includes('@') }) },
  {
    name: 'zod, asynchronous',
    schema: z.object({ id: z.number(), email: z.string().refine(async (text) => text.includes('@')) }),
  },
  { name: 'valibot', schema: v.object({ id: v.number(), email: v.pipe(v.string(), v.includes('@')) }) },
  { name: 'arktype', schema: type({ id: 'number', email: /@/, '+': 'delete' }) },
] as const;

const rows = [
  { id: 1, email: 'a@example.com', extra: true },
  { id: 2, email: 'canary-secret' },
  { id: 3, email: 'c@example.com' },
] as const;

describe.each(schemas)('$name', ({ schema }) => {
  const run = async (
    contract?: SchemaContract,
  ): Promise<{ readonly rows: readonly object[]; readonly receipt: object | undefined }> => {
    const desk = bench();
    const resource = defineResource<'users', User>({
      name: 'users',
      schema,
      rows,
      ...(contract === undefined ? {} : { contract }),
    });
    const report = await desk.pipeline([resource]).run();
    return { rows: await desk.rows('users'), receipt: report.loads[0]?.receipt.tables['users'] };
  };

  test('loads what passes, as the schema gives it back, and sets the rest aside', async () => {
    const loaded = await run();
    expect(loaded.rows).toEqual([
      { id: 1n, email: 'a@example.com' },
      { id: 3n, email: 'c@example.com' },
    ]);
    expect(loaded.receipt).toMatchObject({ extracted: 3, quarantined: 1, loaded: 2 });
  });

  test('fails under freeze, naming the path and not the value', async () => {
    const error = await run({ dataType: 'freeze' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'LEAT_CONTRACT', details: { path: 'email' } });
    expect(JSON.stringify(error) + String(error)).not.toContain('canary-secret');
  });

  test('discards the row, or the value, as the contract says', async () => {
    expect(await run({ dataType: 'discard-row' })).toMatchObject({
      rows: [{ id: 1n }, { id: 3n }],
      receipt: { discarded: 1 },
    });
    const { rows: kept } = await run({ dataType: 'discard-value' });
    expect(kept).toContainEqual({ id: 2n });
  });
});
