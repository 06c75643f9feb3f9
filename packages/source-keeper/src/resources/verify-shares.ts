import type { ResourceContext } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { keeperError } from '../errors/keeper-error.ts';
import type { KeeperRun } from './keeper-run.ts';
import { SHARE_OWNERS } from './known-commands.ts';

/**
 * What `share-report -o` says of every shared record. It keeps its rows when Commander could not load the details of shares, but
 * then lacks owners and counts nobody (recorded): that is how a failure shows which the other reports hide.
 */
async function ownersOf(run: KeeperRun, context: ResourceContext): Promise<readonly JsonObject[]> {
  const { rows } = await run.rows(SHARE_OWNERS, context);
  const unknown = rows.filter((row) => row['record_owner'] === undefined).length;
  if (unknown > 0) {
    throw contradiction(
      `share-report -o does not know the owners of ${unknown} shared records: their details were not loaded.`,
    );
  }
  return rows;
}

/** @throws SourceError LEAT_KEEPER_CONTRADICTION where records are shared and the report names nobody */
export async function verifyShareReport(
  run: KeeperRun,
  context: ResourceContext,
  rows: readonly JsonObject[],
): Promise<void> {
  const shared = (await ownersOf(run, context)).filter(({ shared_with }) => Number(shared_with) > 0);
  if (rows.length === 0 && shared.length > 0)
    throw contradiction(`share-report names nobody, but share-report -o tells of ${shared.length} shared records.`);
}

/** @throws SourceError LEAT_KEEPER_CONTRADICTION where records of the same owner are shared and missing here */
export async function verifySharedRecords(
  run: KeeperRun,
  context: ResourceContext,
  rows: readonly JsonObject[],
): Promise<void> {
  const owners = await ownersOf(run, context);
  const reported = new Set(rows.map((row) => row['record_uid']));
  const own = new Set(
    owners.filter(({ record_uid }) => reported.has(record_uid)).map(({ record_owner }) => record_owner),
  );
  const missing = owners.filter(
    ({ record_uid, record_owner, shared_with }) =>
      own.has(record_owner) && Number(shared_with) > 0 && !reported.has(record_uid),
  );
  if (rows.length === 0) warnOfNone(owners, context);
  if (missing.length === 0) return;
  throw contradiction(
    `shared-records-report lacks ${missing.length} records that share-report -o knows to be shared by the same owner.`,
  );
}

/** All of the shared records may belong to others, so this is a doubt and no failure. */
function warnOfNone(owners: readonly JsonObject[], context: ResourceContext): void {
  const count = owners.filter(({ shared_with }) => Number(shared_with) > 0).length;
  if (count === 0) return;
  const message =
    'shared-records-report has no rows, but share-report -o knows of shared records: those of others, or a failure that nobody told.';
  context.warn?.({ code: 'LEAT_KEEPER_CONTRADICTION', count, message });
}

function contradiction(message: string): Error {
  return keeperError('LEAT_KEEPER_CONTRADICTION', message);
}
