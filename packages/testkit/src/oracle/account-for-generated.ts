import type { LoadReceipt } from '@leat/core';
import { fillGeneratorOptions, type GeneratorOptions } from '../generator/generator-options.ts';
import { generatedTables } from '../generator/generated-tables.ts';
import { accountFor } from './account-for.ts';
import type { Account } from './account.ts';
import { ownValue } from '../values/own-value.ts';

/** Where the rows of a generator source went. */
export interface GeneratedAccountOptions {
  /** Options of the source that was loaded. */
  readonly options: GeneratorOptions;
  /** Reads a table of the destination. */
  readonly rows: (table: string) => Iterable<object> | AsyncIterable<object>;
  /** Receipts of all loads, oldest first; not checked where absent. */
  readonly receipts?: readonly LoadReceipt[];
}

/**
 * Checks every table a generator source fills, child tables and their links to their parents included.
 *
 * @throws AccountError for the first table that does not hold exactly the generated rows.
 */
export async function accountForGenerated({
  options,
  rows,
  receipts,
}: GeneratedAccountOptions): Promise<readonly Account[]> {
  const { write, seed } = fillGeneratorOptions(options);
  const disposition = typeof write === 'string' ? write : write.disposition;
  const accounts: Account[] = [];
  for (const generated of generatedTables(options)) {
    const { name: table, key, parent } = generated;
    const common = { seed, disposition, ...(receipts === undefined ? {} : { receipts }) };
    // oxlint-disable-next-line no-await-in-loop -- the rows of two tables need not fit into memory together
    accounts.push(await accountFor({ table, key, expected: generated.rows(), actual: rows(table), ...common }));
    if (parent === undefined) continue;
    // oxlint-disable-next-line no-await-in-loop -- as above
    await accountFor({ ...(await links(rows, table, parent)), seed });
  }
  return accounts;
}

/** A child's parent must exist; expects of every parent id in the child table that the parent table has it. */
async function links(
  rows: GeneratedAccountOptions['rows'],
  table: string,
  parent: string,
): Promise<{ table: string; key: string; expected: Iterable<Record<string, unknown>>; actual: Iterable<object> }> {
  const ids = await valuesOf(rows(table), '_leat_parent_id');
  const known = await valuesOf(rows(parent), '_leat_id');
  return {
    table: `${table} → ${parent}`,
    key: '_leat_id',
    expected: asRows(ids),
    actual: asRows([...known].filter((id) => ids.has(id))),
  };
}

function asRows(ids: Iterable<unknown>): readonly Record<string, unknown>[] {
  return [...ids].map((id) => ({ _leat_id: id }));
}

async function valuesOf(rows: Iterable<object> | AsyncIterable<object>, column: string): Promise<Set<unknown>> {
  const values = new Set<unknown>();
  for await (const row of rows) values.add(ownValue(row, column));
  return values;
}
