import duckdb from '@leat/dest-duckdb';
import { expect } from 'vitest';
import type { CaseResult } from '../src/results/case-result.ts';
import type { PartContext } from '../src/parts/part-context.ts';
import { writeModes, type NamedWriteMode } from '../src/workload/write-modes.ts';

/** Seed of everything these tests choose; `pnpm reliability --seed` takes another one. */
export const SEED = 20_261_125;

/** The write modes DuckDB offers. */
export const MODES: readonly NamedWriteMode[] = writeModes(
  duckdb.capabilities({
    path: ':memory:',
    memoryLimit: undefined,
    threads: undefined,
    accessMode: 'read-write',
    temporal: 'date',
  }),
);

/** The write mode of a name. */
export function modeNamed(name: string): NamedWriteMode {
  const mode = MODES.find((one) => one.name === name);
  if (mode === undefined) throw new Error(`DuckDB does not offer ${name}`);
  return mode;
}

/** Runs a part of the suite and expects of each of its cases that it is as it should be. */
export async function expectAllWell(
  part: (context: PartContext) => Promise<void>,
  context: Partial<PartContext> = {},
): Promise<void> {
  const results: CaseResult[] = [];
  await part({ seed: SEED, modes: MODES, report: (result) => results.push(result), ...context });
  expect(results.length).toBeGreaterThan(0);
  expect(
    results.filter(({ outcome }) => outcome !== 'ok'),
    `seed ${SEED}`,
  ).toEqual([]);
}
