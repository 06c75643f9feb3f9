import type { ResourceContext } from '@leat/core';
import { cellText } from '../answers/cell-text.ts';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { keeperError } from '../errors/keeper-error.ts';
import type { KeeperRun } from '../resources/keeper-run.ts';
import {
  countCommand,
  type Dimension,
  type Filters,
  groupCommand,
  pageCommand,
  type Span,
  SUMMARY_ROWS,
} from './audit-commands.ts';
import { identityOf, type IdentifiedRow, secondOf } from './audit-event-row.ts';

/** An event with the second it happened in. */
export interface LoggedEvent extends IdentifiedRow {
  readonly second: number;
}

/** How many events have each value of a column; undefined for those that have none. */
export type Counts = ReadonlyMap<string | undefined, number>;

/** Events of one type by one user. */
export interface EventGroup {
  readonly audit_event_type: string;
  readonly username: string;
  readonly occurrences: number;
  readonly first_created: string;
  readonly last_created: string;
}

/** Milliseconds before an answer that cannot be right is asked for again. */
const DOUBT_DELAYS = [2000, 10_000, 30_000] as const;

/**
 * Asks the service for audit events, and does not believe what it answers.
 *
 * `audit-report` swallows every failure of its calls to Keeper's cloud: an ended session, a broken connection and throttling all
 * look like "no events" (recorded). One call gives all of its rows or none, so every answer is held against what is known already.
 */
export class AuditLog {
  readonly #run: KeeperRun;
  readonly #context: ResourceContext;
  #serverTime: number;

  private constructor(run: KeeperRun, context: ResourceContext, serverTime: number) {
    this.#run = run;
    this.#context = context;
    this.#serverTime = serverTime;
  }

  /** @param fallback used where the service does not tell its time; milliseconds since the epoch */
  static async open(run: KeeperRun, context: ResourceContext, fallback: number): Promise<AuditLog> {
    const { date } = await run.client.health(context);
    return new AuditLog(run, context, date ?? fallback);
  }

  /** The clock of the service at its last answer, in seconds: what is asked next is asked later than that. */
  get serverSecond(): number {
    return Math.floor(this.#serverTime / 1000);
  }

  /**
   * At most 1,000 events, oldest first.
   *
   * @param isWhole tells whether the answer holds what it must; it is asked again, after a look at the session, until it does.
   * @returns the last answer, whole or not
   * @throws SourceError LEAT_KEEPER_SESSION_EXPIRED, and everything a command can end in
   */
  async page(
    span: Span,
    filters: Filters,
    isWhole: (events: readonly LoggedEvent[]) => boolean,
  ): Promise<{ readonly events: readonly LoggedEvent[]; readonly whole: boolean }> {
    return this.#ask(async () => toEvents(await this.#rows(pageCommand(span, filters)), span), isWhole).then(
      ({ value, whole }) => ({ events: value, whole }),
    );
  }

  /**
   * Counts events by one column.
   *
   * @param atLeast how many there are for sure
   * @returns undefined where the count cannot be believed: too few, or so many groups that Commander would page
   */
  async count(column: Dimension, span: Span, filters: Filters, atLeast: number): Promise<Counts | undefined> {
    const { value, whole } = await this.#ask(
      async () => toCounts(column, await this.#rows(countCommand([column], span, filters))),
      ({ groups, total }) => groups < SUMMARY_ROWS && total >= atLeast,
    );
    return whole ? value.counts : undefined;
  }

  /**
   * Whether counts agree, with a look at the session between them, that a span holds no event. False is certain; true may be a
   * failure that was swallowed again and again.
   */
  async isEmpty(span: Span): Promise<boolean> {
    const first = await this.count('audit_event_type', span, {}, 0);
    if (first?.size !== 0) return false;
    await this.#run.proveSession(this.#context);
    return (await this.count('audit_event_type', span, {}, 0))?.size === 0;
  }

  /** Events of a span by type and user, with the first and last time of each; none may also be a failure that nobody told. */
  async groups(span: Span): Promise<readonly EventGroup[]> {
    return (await this.#rows(groupCommand(span))).map((row) => toGroup(row));
  }

  /** The first second from one on that holds an event; undefined where a page and a count agree that there is none. */
  async firstSecond(span: Span): Promise<number | undefined> {
    let agreed = false;
    const { value } = await this.#ask(
      async () => {
        const [event] = toEvents(await this.#rows(pageCommand(span)), span);
        if (event === undefined) agreed = (await this.count('audit_event_type', span, {}, 0))?.size === 0;
        return event?.second;
      },
      (second) => second !== undefined || agreed,
    );
    if (value === undefined && !agreed)
      throw keeperError('LEAT_KEEPER_AUDIT_MISSING', 'The audit report counts events and does not show them.');
    return value;
  }

  async #ask<T>(
    ask: () => Promise<T>,
    isWhole: (value: T) => boolean,
  ): Promise<{ readonly value: T; readonly whole: boolean }> {
    let value = await ask();
    for (const delay of DOUBT_DELAYS) {
      if (isWhole(value)) return { value, whole: true };
      // oxlint-disable no-await-in-loop -- one answer decides on the next question
      await this.#run.pause(delay, 'the service gave fewer audit events than there are; asking again', this.#context);
      await this.#run.proveSession(this.#context);
      value = await ask();
      // oxlint-enable no-await-in-loop
    }
    return { value, whole: isWhole(value) };
  }

  async #rows(command: ReturnType<typeof pageCommand>): Promise<readonly JsonObject[]> {
    const { rows, date } = await this.#run.rows(command, this.#context);
    if (date !== undefined) this.#serverTime = Math.max(this.#serverTime, date);
    return rows;
  }
}

/** @throws SourceError LEAT_KEEPER_MALFORMED_ANSWER for events out of order, outside of the span or without a time */
function toEvents(rows: readonly JsonObject[], { from, to }: Span): readonly LoggedEvent[] {
  let last = from;
  return rows.map((row) => {
    const second = secondOf(row);
    if (second === undefined || second < last || second > to) {
      throw keeperError(
        'LEAT_KEEPER_MALFORMED_ANSWER',
        'The audit report holds an event out of order, outside of the time asked for, or without a time.',
      );
    }
    last = second;
    return { second, identity: identityOf(row, second), row };
  });
}

/** @throws SourceError LEAT_KEEPER_MALFORMED_ANSWER for a group without a figure */
function toGroup(row: JsonObject): EventGroup {
  const { audit_event_type, username, occurrences, first_created, last_created } = row;
  const isWhole =
    typeof occurrences === 'number' && typeof first_created === 'string' && typeof last_created === 'string';
  if (!isWhole) throw keeperError('LEAT_KEEPER_MALFORMED_ANSWER', 'A summary of the audit log lacks figures.');
  return {
    audit_event_type: cellText(audit_event_type),
    username: cellText(username),
    occurrences,
    first_created,
    last_created,
  };
}

function toCounts(
  column: Dimension,
  rows: readonly JsonObject[],
): { readonly counts: Counts; readonly groups: number; readonly total: number } {
  const counts = new Map<string | undefined, number>();
  let total = 0;
  for (const row of rows) {
    const value = row[column];
    const key = value === undefined || value === null ? undefined : cellText(value);
    const occurrences = Number(row['occurrences'] ?? 0);
    counts.set(key, (counts.get(key) ?? 0) + occurrences);
    total += occurrences;
  }
  return { counts, groups: rows.length, total };
}
