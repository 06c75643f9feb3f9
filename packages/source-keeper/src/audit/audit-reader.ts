import type { ResourceContext } from '@leat/core';
import { PAGE_ROWS, type Span } from './audit-commands.ts';
import { type AuditEventRow, unionOf, withIds } from './audit-event-row.ts';
import type { AuditLog, LoggedEvent } from './audit-log.ts';
import { isoOf, missingError } from './missing-error.ts';
import { readSecond } from './read-second.ts';

/** A second that is known to hold so many events. */
export interface KnownSecond {
  readonly second: number;
  readonly events: number;
}

/** A page of complete seconds. */
export interface AuditPage {
  readonly rows: readonly AuditEventRow[];
  /** Every second up to this one was read. */
  readonly through: number;
  /** The service's clock before the page was asked for, in seconds: what came later may be missing. */
  readonly askedAt: number;
  /** The last second that holds events. */
  readonly last: KnownSecond | undefined;
}

export interface AuditReading {
  readonly span: Span;
  /** What an earlier reading found inside the span: the answer must hold it too. */
  readonly known: KnownSecond | undefined;
  /** Goes on, with a warning, where events that were read before are gone. */
  readonly acceptMissing: boolean;
}

/**
 * Reads the audit log upwards, page by page, and yields complete seconds only.
 *
 * A full page may end within a second: its last second is dropped and the next page begins with it. So every page but the first
 * begins with events that were seen already, and an answer without them is a failure that Commander did not tell. A second that
 * fills a page by itself is read in parts; what cannot be had of it is counted in a warning that names it.
 */
export async function* readAudit(
  log: AuditLog,
  { span, known: before, acceptMissing }: AuditReading,
  context: ResourceContext,
): AsyncGenerator<AuditPage, void, void> {
  let { from } = span;
  let known = before;
  while (from <= span.to) {
    context.signal.throwIfAborted();
    const askedAt = log.serverSecond;
    const asked: Span = { from, to: span.to };
    const expected = known;
    // oxlint-disable no-await-in-loop -- where the next page begins is known from this one
    const { events, whole } = await log.page(asked, {}, (answer) => holds(answer, expected));
    if (!whole && expected !== undefined) missed(expected, events, acceptMissing, context);
    if (events.length === 0 && expected === undefined) {
      if (!(await log.isEmpty(asked))) throw missingError(asked.from);
      // An answer without events proves nothing, however often it comes: the next run begins here again.
      yield { rows: [], through: asked.from - 1, askedAt, last: undefined };
      return;
    }
    const lastSecond = events.at(-1)?.second;
    if (events.length < PAGE_ROWS || lastSecond === undefined) {
      yield { rows: rowsOf(events), through: span.to, askedAt, last: lastOf(events) ?? known };
      return;
    }
    if (events[0]?.second === lastSecond) {
      const rows = await readFull(log, lastSecond, events, context);
      // oxlint-enable no-await-in-loop
      yield { rows: withIds(rows), through: lastSecond, askedAt, last: { second: lastSecond, events: rows.length } };
      from = lastSecond + 1;
      known = undefined;
      continue;
    }
    const complete = events.filter(({ second }) => second < lastSecond);
    const cut = events.length - complete.length;
    yield { rows: rowsOf(complete), through: lastSecond - 1, askedAt, last: lastOf(complete) };
    from = lastSecond;
    known = { second: lastSecond, events: cut };
  }
}

/** Whether the answer holds what is known of a second, as far as the page reaches. */
function holds(events: readonly LoggedEvent[], known: KnownSecond | undefined): boolean {
  if (known === undefined) return true;
  const last = events.at(-1)?.second;
  if (events.length >= PAGE_ROWS && last !== undefined && last <= known.second) return true;
  return events.reduce((sum, { second }) => (second === known.second ? sum + 1 : sum), 0) >= known.events;
}

async function readFull(
  log: AuditLog,
  second: number,
  page: readonly LoggedEvent[],
  context: ResourceContext,
): Promise<readonly LoggedEvent[]> {
  const read = await readSecond(log, second);
  const { missing } = read;
  if (missing === 0) return read.events;
  const events = unionOf(read.events, page);
  const gained = events.length - read.events.length;
  const left = Math.max(1, missing - gained);
  const message = `The second ${isoOf(second)} holds more events than a page, and nothing tells ${left} of them apart: they are missing.`;
  context.logger.log('warn', `keeper: ${message}`, { code: 'LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT' });
  context.warn?.({ code: 'LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT', column: 'created', count: left, message });
  // The union gives up the type of the events, not the events.
  return events.map(({ identity, row }) => ({ identity, row, second }));
}

function missed(
  known: KnownSecond,
  events: readonly LoggedEvent[],
  acceptMissing: boolean,
  context: ResourceContext,
): void {
  if (!acceptMissing) throw missingError(known.second);
  const found = events.filter(({ second }) => second === known.second).length;
  const message = `Events of the second ${isoOf(known.second)} that were read before are not there any more.`;
  context.warn?.({
    code: 'LEAT_KEEPER_AUDIT_MISSING',
    column: 'created',
    count: Math.max(1, known.events - found),
    message,
  });
}

function rowsOf(events: readonly LoggedEvent[]): readonly AuditEventRow[] {
  const rows: AuditEventRow[] = [];
  let start = 0;
  while (start < events.length) {
    const second = events[start]?.second;
    let end = start;
    while (end < events.length && events[end]?.second === second) end += 1;
    rows.push(...withIds(events.slice(start, end)));
    start = end;
  }
  return rows;
}

function lastOf(events: readonly LoggedEvent[]): KnownSecond | undefined {
  const second = events.at(-1)?.second;
  if (second === undefined) return undefined;
  return { second, events: events.reduce((sum, event) => (event.second === second ? sum + 1 : sum), 0) };
}
