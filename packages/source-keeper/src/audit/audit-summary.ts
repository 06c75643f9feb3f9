import { type Clock, defineResource, type Resource, type ResourceContext } from '@leat/core';
import { type CellsOf, classesOf, email, emailsOf, hintsOf, plain } from '../resources/columns.ts';
import type { KeeperRun } from '../resources/keeper-run.ts';
import type { Span } from './audit-commands.ts';
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
  const start = secondsOfCursor(context.cursor?.start) ?? (await firstSecond(log, newest));
  const end = secondsOfCursor(context.cursor?.end) ?? Number.POSITIVE_INFINITY;
  if (start === undefined) return;
  for (let day = start - (start % DAY); day <= newest && day < end; day += DAY) {
    context.signal.throwIfAborted();
    const span: Span = { from: day, to: Math.min(day + DAY - 1, newest) };
    // oxlint-disable-next-line no-await-in-loop -- the service runs one command at a time
    const groups = await readGroups(log, span, context);
    const text = new Date(day * 1000).toISOString().slice(0, 10);
    const rows = groups.map((group): AuditSummaryRow => ({ day: text, ...group }));
    if (rows.length > 0) yield run.privacy.rows(rows, EMAILS);
  }
}

/** Where the log begins; undefined where it is empty. */
async function firstSecond(log: AuditLog, newest: number): Promise<number | undefined> {
  const { events } = await log.page({ from: 0, to: newest }, {}, () => true);
  return events[0]?.second;
}
