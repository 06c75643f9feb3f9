/** Rows of one kind of difference. */
export interface Discrepancy {
  readonly count: number;
  /** Keys of the first five; for altered rows also the columns. */
  readonly examples: readonly string[];
}

/** What an oracle found out about one table. */
export interface Account {
  readonly table: string;
  /** Rows that should be there. */
  readonly expected: number;
  /** Rows that are there. */
  readonly actual: number;
  readonly missing: Discrepancy;
  readonly extra: Discrepancy;
  /** Rows beyond the first with the same key. */
  readonly doubled: Discrepancy;
  readonly altered: Discrepancy;
  /** Where the receipts do not balance, or count other rows than the table holds. */
  readonly receiptProblems: readonly string[];
}

/** Whether everything is where it should be. */
export function isBalanced(account: Account): boolean {
  const differences = [account.missing, account.extra, account.doubled, account.altered];
  return differences.every(({ count }) => count === 0) && account.receiptProblems.length === 0;
}
