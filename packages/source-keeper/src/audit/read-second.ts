import { DIMENSIONS, type Dimension, type Filters, PAGE_ROWS } from './audit-commands.ts';
import type { AuditLog, Counts, LoggedEvent } from './audit-log.ts';
import { missingError } from './missing-error.ts';

/** What a second holds that has more events than a page. */
export interface WholeSecond {
  readonly events: readonly LoggedEvent[];
  /** Events that are there and could not be had; 0 when the second is complete. */
  readonly missing: number;
}

/** By which column a part is divided, if by any. */
type Split =
  | { readonly column: Dimension; readonly counts: Counts; readonly total: number }
  | { readonly column?: undefined; readonly counts?: undefined; readonly total: number };

// The entries of a constant have its keys.
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
const COLUMNS = Object.keys(DIMENSIONS) as readonly Dimension[];

/**
 * Reads a second that does not fit into a page, in parts that do: by type of event, then by user, then by whatever else tells the
 * rest apart. How many events each part has is counted first, so that a part that comes short is noticed.
 */
export async function readSecond(log: AuditLog, second: number): Promise<WholeSecond> {
  return readPart(log, second, {}, PAGE_ROWS);
}

async function readPart(log: AuditLog, second: number, filters: Filters, atLeast: number): Promise<WholeSecond> {
  const split = await chooseSplit(log, second, filters, atLeast);
  if (split.counts === undefined) return readCut(log, second, filters, split.total);
  const events: LoggedEvent[] = [];
  let missing = 0;
  for (const [value, count] of split.counts) {
    if (value === undefined) {
      // No filter finds events that lack the column.
      missing += count;
      continue;
    }
    const part = { ...filters, [split.column]: value };
    // oxlint-disable-next-line no-await-in-loop -- the service runs one command at a time
    const read =
      count < PAGE_ROWS ? await readLeaf(log, second, part, count) : await readPart(log, second, part, count);
    events.push(...read.events);
    missing += read.missing;
  }
  return { events, missing };
}

async function readLeaf(log: AuditLog, second: number, filters: Filters, count: number): Promise<WholeSecond> {
  const span = { from: second, to: second };
  const { events } = await log.page(span, filters, (rows) => rows.length >= count);
  // More have come since they were counted.
  if (events.length >= PAGE_ROWS) return readPart(log, second, filters, events.length);
  return { events, missing: Math.max(0, count - events.length) };
}

/** Nothing tells the events apart any more: the first page is all there is to be had. */
async function readCut(log: AuditLog, second: number, filters: Filters, count: number): Promise<WholeSecond> {
  const { events } = await log.page({ from: second, to: second }, filters, (rows) => rows.length >= PAGE_ROWS);
  return { events, missing: Math.max(1, count - events.length) };
}

/** The first column that every event has and that tells them apart; else the one that fewest events lack, if there is any. */
async function chooseSplit(log: AuditLog, second: number, filters: Filters, atLeast: number): Promise<Split> {
  let best: (Split & { readonly lacking: number }) | undefined;
  let total = atLeast;
  for (const column of COLUMNS) {
    if (filters[column] !== undefined) continue;
    // oxlint-disable-next-line no-await-in-loop -- the next column is asked for only where this one does not do
    const counts = await log.count(column, { from: second, to: second }, filters, atLeast);
    // Every event has a type, so a count by type that comes short is a failure and says nothing about the events.
    if (counts === undefined && column === 'audit_event_type') throw missingError(second);
    if (counts === undefined) continue;
    total = Math.max(
      total,
      [...counts.values()].reduce((sum, count) => sum + count, 0),
    );
    if (counts.size < 2) continue;
    const lacking = counts.get(undefined) ?? 0;
    if (lacking === 0) return { column, counts, total };
    if (best === undefined || lacking < best.lacking) best = { column, counts, total, lacking };
  }
  return best ?? { total };
}
