import { NeverEnds } from '../command.ts';
import type { JsonObject } from '../json.ts';
import { reportRow } from '../json.ts';
import { utcIso } from '../local-time.ts';
import type { AuditEvent } from '../vault.ts';
import { ascendingEvents } from './event-query.ts';
import type { EventQuery } from './event-query.ts';
import { propertyOf } from './raw-report.ts';

/** The reports that count events. */
export type SummaryType = 'hour' | 'day' | 'week' | 'month' | 'span';

/** The figures that a summary may show. */
export type Aggregate = 'occurrences' | 'first_created' | 'last_created';

/** What a summary report is asked for. */
export interface SummaryRequest {
  readonly type: SummaryType;
  readonly columns: readonly string[];
  readonly aggregates: readonly Aggregate[];
  readonly ascending: boolean;
  /** Rows at most; undefined: all of them. */
  readonly limit: number | undefined;
}

/** Rows that one call of Keeper's cloud gives. */
const pageSize = 2000;

interface Group {
  /** Second in which the bucket starts; 0 for a span. */
  readonly bucket: number;
  readonly values: readonly string[];
  readonly sample: AuditEvent;
  occurrences: number;
  first: number;
  last: number;
}

/**
 * Counts events in groups, and pages as Commander does, with its mistakes: the next page starts where the last row's bucket
 * starts, so rising order counts that bucket twice and falling order loses most of it, and a plain span stops after one page.
 * @throws NeverEnds when a bucket alone fills a page: the real one repeats a thousand calls, which takes minutes
 */
export function summaryRows(
  events: readonly AuditEvent[],
  query: EventQuery,
  request: SummaryRequest,
): readonly JsonObject[] {
  const groups: Group[] = [];
  let bounds = query;
  for (;;) {
    const page = groupEvents(ascendingEvents(events, bounds, Infinity), request).slice(0, pageSize);
    for (const group of page) groups.push(group);
    const last = page.at(-1);
    const enough = request.limit !== undefined && request.limit > 0 && groups.length >= request.limit;
    if (page.length < pageSize || last === undefined || enough) break;
    const edge = request.type === 'span' ? spanEdge(last, request) : last.bucket;
    if (edge === undefined) break;
    const next = request.ascending ? { ...bounds, min: edge } : { ...bounds, max: edge };
    if (next.min === bounds.min && next.max === bounds.max) throw new NeverEnds('The page cannot advance.');
    bounds = next;
  }
  const wanted = request.limit !== undefined && request.limit > 0 ? groups.slice(0, request.limit) : groups;
  return wanted.map((group) => groupRow(group, request));
}

/** A plain span knows no time of its rows, so it cannot ask for a second page. */
function spanEdge(group: Group, { aggregates }: SummaryRequest): number | undefined {
  if (aggregates.includes('last_created')) return group.last;
  return aggregates.includes('first_created') ? group.first : undefined;
}

function groupEvents(events: readonly AuditEvent[], request: SummaryRequest): Group[] {
  const groups = new Map<string, Group>();
  // Without columns the cloud groups by user name, which the report then does not show.
  const columns = request.columns.length > 0 ? request.columns : ['username'];
  for (const event of events) {
    const bucket = bucketStart(event.created, request.type);
    const values = columns.map((column) => String(propertyOf(event, column) ?? ''));
    const key = `${bucket}\n${values.join('\n')}`;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { bucket, values, sample: event, occurrences: 1, first: event.created, last: event.created });
    } else {
      group.occurrences += 1;
      group.last = event.created;
    }
  }
  const direction = request.ascending ? 1 : -1;
  return [...groups.values()].toSorted((left, right) => direction * compareGroups(left, right, request));
}

function compareGroups(left: Group, right: Group, request: SummaryRequest): number {
  if (request.type === 'span') return left.last - right.last;
  if (left.bucket !== right.bucket) return left.bucket - right.bucket;
  if (request.columns.length === 0) return left.occurrences - right.occurrences;
  const a = left.values.join('\n');
  const b = right.values.join('\n');
  return a < b ? -1 : a > b ? 1 : 0;
}

function groupRow(group: Group, { type, columns, aggregates }: SummaryRequest): JsonObject {
  const cells: Record<string, JsonObject[string]> = {};
  for (const aggregate of aggregates) {
    cells[aggregate] =
      aggregate === 'occurrences'
        ? group.occurrences
        : utcIso(aggregate === 'first_created' ? group.first : group.last);
  }
  if (type !== 'span') cells['created'] = bucketText(group.bucket, type);
  for (const column of columns) cells[column] = propertyOf(group.sample, column);
  return reportRow(cells);
}

function bucketStart(second: number, type: SummaryType): number {
  const date = new Date(second * 1000);
  switch (type) {
    case 'span':
      return 0;
    case 'hour':
      return second - (second % 3600);
    case 'day':
      return second - (second % 86_400);
    case 'week': {
      const daysSinceMonday = (date.getUTCDay() + 6) % 7;
      return second - (second % 86_400) - daysSinceMonday * 86_400;
    }
    case 'month':
    default:
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
  }
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

function bucketText(bucket: number, type: SummaryType): string {
  const iso = utcIso(bucket);
  if (type === 'hour') return `${iso.slice(0, 10)} @${iso.slice(11, 13)}:00`;
  if (type !== 'month') return iso.slice(0, 10);
  return `${months[Number(iso.slice(5, 7)) - 1]}, ${iso.slice(0, 4)}`;
}
