import { type Clock, defineResource, type Resource, type ResourceContext } from '@leat/core';
import type { KeeperRun } from '../resources/keeper-run.ts';
import type { AuditEventRow } from './audit-event-row.ts';
import { classesOf, emailsOf, hintsOf } from '../resources/columns.ts';
import { auditCells } from './audit-columns.ts';
import { AuditLog } from './audit-log.ts';
import type { AuditOptions } from './audit-options.ts';
import { beginAt, placeIn, PlaceKeeper } from './audit-place.ts';
import { type AuditReading, readAudit } from './audit-reader.ts';
import { secondsOfCursor } from './cursor-seconds.ts';

/**
 * `audit-report`, raw: every event once, only what is new.
 *
 * Events have no id, a page holds 1,000 of them, and some come late; see `readAudit` for how none is lost. Rows that are read again
 * have the ids they had, and `insert-only` leaves the first one alone: its titles are those of the time it was loaded.
 */
export function auditEvents(
  run: KeeperRun,
  options: AuditOptions,
  clock: Clock,
  optional: boolean,
): Resource<'audit_events', AuditEventRow> {
  const { initial, lookbackSeconds } = options;
  return defineResource<'audit_events', AuditEventRow>({
    name: 'audit_events',
    description: 'The audit log of the enterprise: one row per event.',
    write: { disposition: 'merge', strategy: 'insert-only' },
    primaryKey: 'event_id',
    optional,
    incremental: {
      cursor: 'created',
      order: 'asc',
      lag: lookbackSeconds,
      ...(initial === undefined ? {} : { initial }),
    },
    columns: hintsOf(auditCells),
    dataClasses: classesOf(auditCells),
    sensitive: true,
    rows: (context) => read(run, options, clock, context),
  });
}

const EMAILS = emailsOf(auditCells);

async function* read(
  run: KeeperRun,
  options: AuditOptions,
  clock: Clock,
  context: ResourceContext,
): AsyncGenerator<readonly AuditEventRow[], void, void> {
  await run.proveSession(context, 'once');
  const log = await AuditLog.open(run, context, clock.now());
  const newest = log.serverSecond - options.lagSeconds;
  const window = windowOf(context, newest);
  const place = window === undefined ? placeIn(context.state) : undefined;
  const start = Math.floor(secondsOfCursor(context.cursor?.start) ?? 0);
  const reading: AuditReading = {
    span: window ?? { from: place === undefined ? start : beginAt(place), to: newest },
    known: place?.last,
    acceptMissing: options.onMissing === 'continue',
  };
  const keeper = new PlaceKeeper(place ?? { settled: start - 1, last: undefined }, options.lookbackSeconds);
  const most = Math.min(options.maxEventsPerRun ?? Number.POSITIVE_INFINITY, context.limit ?? Number.POSITIVE_INFINITY);
  let count = 0;
  for await (const page of readAudit(log, reading, context)) {
    count += page.rows.length;
    // A page that the limit of the run cuts was not read: the next run begins with it.
    if (window === undefined && count <= (context.limit ?? Number.POSITIVE_INFINITY)) keeper.take(page, context.state);
    yield run.privacy.rows(page.rows, EMAILS);
    if (count >= most) return;
  }
}

/** The window of a run that was given one (`--from`, `--to`); undefined where the run reads what is new. */
function windowOf({ cursor }: ResourceContext, newest: number): AuditReading['span'] | undefined {
  // Without a window there is never an end, and from the second run on there is a highest cursor. A first run from `initial` on
  // is read like a window: its place is the cursor's.
  if (cursor === undefined || (cursor.end === undefined && cursor.last !== undefined)) return undefined;
  const start = secondsOfCursor(cursor.start);
  const end = secondsOfCursor(cursor.end);
  if (start === undefined && end === undefined) return undefined;
  return { from: Math.floor(start ?? 0), to: Math.min(end === undefined ? newest : Math.ceil(end) - 1, newest) };
}
