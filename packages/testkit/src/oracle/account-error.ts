import { LeatError } from '@leat/core';
import type { Account } from './account.ts';

/**
 * The rows of a table are not the ones expected, or the receipt says otherwise. Shows keys and column names, never
 * values.
 */
export class AccountError extends LeatError {
  override readonly name = 'AccountError';
  readonly account: Account;

  constructor(account: Account, seed: number | string | undefined) {
    super(messageOf(account, seed), {
      code: 'LEAT_ACCOUNT',
      recoverability: 'terminal',
      remedy:
        'Repeat the scenario with the same seed and look for the step where the first of the named rows went astray.',
      details: {
        table: account.table,
        ...(seed === undefined ? {} : { seed }),
        missing: account.missing.count,
        extra: account.extra.count,
        doubled: account.doubled.count,
        altered: account.altered.count,
      },
    });
    this.account = account;
  }
}

function messageOf(account: Account, seed: number | string | undefined): string {
  const { table, expected, actual } = account;
  const lines = [
    `table ${JSON.stringify(table)} does not hold the rows expected: ${expected} expected, ${actual} found` +
      (seed === undefined ? '' : ` (seed ${seed})`),
  ];
  for (const kind of ['missing', 'extra', 'doubled', 'altered'] as const) {
    const { count, examples } = account[kind];
    if (count > 0) lines.push(`  ${kind}: ${count}, for instance ${examples.join('; ')}`);
  }
  lines.push(...account.receiptProblems.map((problem) => `  receipt: ${problem}`));
  return lines.join('\n');
}
