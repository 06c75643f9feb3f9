import { type Clock, defineResource, type Resource, type ResourceContext } from '@leat/core';
import { keeperError } from '../errors/keeper-error.ts';
import { type CellsOf, classesOf, email, emailsOf, hintsOf, plain } from '../resources/columns.ts';
import type { KeeperRun } from '../resources/keeper-run.ts';
import { AuditLog } from './audit-log.ts';
import type { AuditOptions } from './audit-options.ts';
import { secondsOfCursor } from './cursor-seconds.ts';
import { readGroups } from './read-groups.ts';

/** How often a user did something on a day. */
export interface AuditSummaryRow {
  /** `2026-10-19`, in UTC. */
  readonly day: string;
  readonly audit_event_type: string;
  /** Personal data. */
  readonly username: string;
  readonly occurrences: number;
  /** ISO 8601 in UTC. */
  readonly first_created: string;
  readonly last_created: string;
}

const CELLS: CellsOf<AuditSummaryRow> = {
  day: plain('date', 'Day in UTC.', { required: true }),
  audit_event_type: plain('text', 'What happened; see audit_event_types.', { required: true }),
  username: email('text', 'Who did it. Personal data.', { required: true }),
  occurrences: plain('bigint', 'How often.'),
  first_created: plain('timestamp', 'The first time on that day, UTC.'),
  last_created: plain('timestamp', 'The last time on that day, UTC.'),
};
const EMAILS = emailsOf(CELLS);
const DAY = 86_400;
/** Times that a day without a count and with events is asked for again. */
const PATIENCE = 3;

/**
 * Events by day, type and user, day by day. Commander pages summaries wrongly from 2,000 rows on (recorded: sums too high or too low),
 * so days that come near it are asked for in parts and added up.
 */
export function auditSummary(
  run: KeeperRun,
  options: AuditOptions,
  clock: Clock,
  optional: boolean,
): Resource<'audit_summary', AuditSummaryRow> {
  return defineResource<'audit_summary', AuditSummaryRow>({
    name: 'audit_summary',
    description: 'How often users did what, by day.',
    write: 'merge',
    primaryKey: ['day', 'audit_event_type', 'username'],
    optional,
    incremental: {
      cursor: 'day',
      order: 'asc',
      // The last day was not over, and events come late.
      lag: 1 + Math.ceil(options.lookbackSeconds / DAY),
      ...(options.initial === undefined ? {} : { initial: options.initial.slice(0, 10) }),
    },
    columns: hintsOf(CELLS),
    dataClasses: classesOf(CELLS),
    sensitive: true,
    rows: (context) => read(run, options, clock, context),
  });
}

async function* read(
  run: KeeperRun,
  { lagSeconds }: AuditOptions,
  clock: Clock,
  context: ResourceContext,
): AsyncGenerator<readonly AuditSummaryRow[], void, void> {
  await run.proveSession(context, 'once');
  const log = await AuditLog.open(run, context, clock.now());
  const newest = log.serverSecond - lagSeconds;
  const end = Math.min(newest + 1, Math.ceil(secondsOfCursor(context.cursor?.end) ?? Number.POSITIVE_INFINITY));
  let day = dayOf(secondsOfCursor(context.cursor?.start) ?? (await log.firstSecond({ from: 0, to: newest })));
  let untold = 0;
  while (day !== undefined && day < end) {
    context.signal.throwIfAborted();
    // oxlint-disable no-await-in-loop -- the service runs one command at a time
    const groups = await readGroups(log, { from: day, to: Math.min(day + DAY, end) - 1 }, context);
    const text = new Date(day * 1000).toISOString().slice(0, 10);
    const rows = groups.map((group): AuditSummaryRow => ({ day: text, ...group }));
    if (rows.length > 0) {
      yield run.privacy.rows(rows, EMAILS);
      day += DAY;
      continue;
    }
    // Nothing on that day, or a failure that nobody told: the next event says which, and which day to go on with.
    const next = dayOf(await log.firstSecond({ from: day, to: end - 1 }));
    untold = next === day ? untold + 1 : 0;
    if (untold > PATIENCE) throw untoldError(text);
    day = next;
    // oxlint-enable no-await-in-loop
  }
}

function untoldError(day: string): Error {
  return keeperError('LEAT_KEEPER_AUDIT_MISSING', `The audit report counts no events on ${day}, and shows some.`);
}

function dayOf(second: number | undefined): number | undefined {
  return second === undefined ? undefined : Math.floor(second / DAY) * DAY;
}
