import { SchemaError } from '../errors/leat-error.ts';

/** What a frozen contract fails with: names the place, never the value. */
export function contractViolation(
  table: string,
  what: 'table' | 'column' | 'data-type',
  path: readonly string[],
): SchemaError {
  const place = path.join('.');
  const message = {
    table: `The contract does not allow the new table "${table}".`,
    column: `The contract does not allow the new column "${place}" of table "${table}".`,
    'data-type': `The contract does not allow the type of a value in column "${place}" of table "${table}".`,
  }[what];
  return new SchemaError(message, {
    code: 'LEAT_CONTRACT',
    recoverability: 'terminal',
    remedy:
      'Mend the data, declare what is new, or relax the contract of the resource (evolve, discard-row, discard-value).',
    details: { table, ...(place === '' ? {} : { path: place }), change: what },
  });
}
