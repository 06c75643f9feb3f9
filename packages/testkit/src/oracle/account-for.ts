import type { LoadReceipt, WriteDisposition } from '@leat/core';
import type { ExpectedRow } from '../generator/generated-tables.ts';
import { AccountError } from './account-error.ts';
import { isBalanced, type Account, type Discrepancy } from './account.ts';
import { canonicalValue } from '../values/canonical-value.ts';
import { ownValue } from '../values/own-value.ts';
import { countProblems, receiptProblems } from './receipt-problems.ts';

/** What to compare with what. */
export interface AccountOptions {
  /** Name of the table, as receipts have it. */
  readonly table: string;
  /** Every row that should be there; each key once. */
  readonly expected: Iterable<ExpectedRow> | AsyncIterable<ExpectedRow>;
  /** The rows that are there, for instance `dataset.rows('rows')`. */
  readonly actual: Iterable<object> | AsyncIterable<object>;
  /** Column that tells rows apart. Default `id`. */
  readonly key?: string;
  /** Columns to compare. Default: all that the first expected row has. */
  readonly columns?: readonly string[];
  /** Receipts of all loads that touched the table, oldest first; not checked where absent. */
  readonly receipts?: readonly LoadReceipt[];
  /** How the receipts' counts add up. Default `append`. */
  readonly disposition?: WriteDisposition;
  /** Shown when something is wrong. */
  readonly seed?: number | string;
}

/**
 * Compares a table with what should be in it, row by row and both ways, and with what the receipts say about it.
 *
 * @throws AccountError where a row is missing, extra, doubled or altered, or a receipt does not say the same.
 */
export async function accountFor(options: AccountOptions): Promise<Account> {
  const account = await takeAccount(options);
  if (!isBalanced(account)) throw new AccountError(account, options.seed);
  return account;
}

/** As `accountFor`, but tells what is wrong instead of throwing it. */
export async function takeAccount(options: AccountOptions): Promise<Account> {
  const { table, key = 'id', receipts, disposition = 'append' } = options;
  const missing = new Differences();
  const extra = new Differences();
  const doubled = new Differences();
  const altered = new Differences();
  const { columns, unseen } = await indexExpected(options, key, doubled);
  const seen = new Set<string>();
  const expected = unseen.size;
  let actual = 0;
  for await (const row of options.actual) {
    actual += 1;
    const id = canonicalValue(ownValue(row, key)) ?? 'null';
    const print = unseen.get(id);
    if (print === undefined) (seen.has(id) ? doubled : extra).add(id);
    else {
      const found = fingerprint(row, columns);
      if (found !== print) altered.add(`${id} (${differentColumns(columns, print, found).join(', ')})`);
      unseen.delete(id);
      seen.add(id);
    }
  }
  for (const id of unseen.keys()) missing.add(id);
  return {
    table,
    expected,
    actual,
    missing: missing.result(),
    extra: extra.result(),
    doubled: doubled.result(),
    altered: altered.result(),
    receiptProblems:
      receipts === undefined
        ? []
        : [...receipts.flatMap(receiptProblems), ...countProblems(receipts, table, disposition, expected)],
  };
}

/** Fingerprints of the expected rows by key. A key expected twice is a mistake of the test and shows as doubled. */
async function indexExpected(
  options: AccountOptions,
  key: string,
  doubled: Differences,
): Promise<{ readonly columns: readonly string[]; readonly unseen: Map<string, string> }> {
  let { columns } = options;
  const unseen = new Map<string, string>();
  for await (const row of options.expected) {
    columns ??= Object.keys(row);
    const id = canonicalValue(ownValue(row, key)) ?? 'null';
    if (unseen.has(id)) doubled.add(`${id} (among the expected rows)`);
    unseen.set(id, fingerprint(row, columns));
  }
  return { columns: columns ?? [], unseen };
}

const SEPARATOR = '\u001F';
const NULL = '\u0000';

function fingerprint(row: object, columns: readonly string[]): string {
  return columns.map((column) => canonicalValue(ownValue(row, column)) ?? NULL).join(SEPARATOR);
}

function differentColumns(columns: readonly string[], one: string, other: string): readonly string[] {
  const [left, right] = [one.split(SEPARATOR), other.split(SEPARATOR)];
  return columns.filter((_, index) => left[index] !== right[index]);
}

/** Counts all, keeps the first five. */
class Differences {
  #count = 0;
  readonly #examples: string[] = [];

  add(example: string): void {
    this.#count += 1;
    if (this.#examples.length < 5) this.#examples.push(example);
  }

  result(): Discrepancy {
    return { count: this.#count, examples: this.#examples };
  }
}
