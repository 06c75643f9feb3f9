import type { ResourceContext } from '@leat/core';
import { keeperError } from '../errors/keeper-error.ts';

/** Key of the state that holds how many rows the table has. */
const ROWS = 'rows';

/**
 * Refuses to replace a table by nothing, or by less than half of it: failing calls behind the service end as success with fewer rows
 * (recorded: `share-report` with none of 37, `shared-records-report` with none of 124).
 *
 * @throws SourceError LEAT_KEEPER_SHRANK
 */
export function checkShrink(resource: string, state: ResourceContext['state'], rows: number): void {
  const before = state[ROWS];
  if (typeof before !== 'number' || before === 0 || rows * 2 >= before) return;
  throw keeperError(
    'LEAT_KEEPER_SHRANK',
    `"${resource}" gave ${rows} rows where the table has ${before}; it is left as it was.`,
    {
      remedy: `Run again. If the rows are really gone, set allowShrink: ['${resource}'] for one run.`,
      details: { resource, before, rows },
    },
  );
}

/** Remembers how many rows the table has when this run is committed. */
export function rememberRows(state: ResourceContext['state'], rows: number): void {
  state[ROWS] = rows;
}
