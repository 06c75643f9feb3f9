import type { KeeperCommand } from '../commands/keeper-command.ts';
import { quoteWord } from '../commands/shell-words.ts';

/** Rows that one call of Keeper's cloud gives; a page of this size may be cut. */
export const PAGE_ROWS = 1000;
/** Rows of a summary above which Commander pages wrongly; so many or more are not to be believed. */
export const SUMMARY_ROWS = 2000;

export const AUDIT_PRIVILEGE = 'an administrator role with the privilege to run reports';

/** What events can be narrowed down by: the column of a count, and the flag that filters by its value. */
export const DIMENSIONS = {
  audit_event_type: '--event-type',
  username: '--username',
  record_uid: '--record-uid',
  to_username: '--to-username',
  shared_folder_uid: '--shared-folder-uid',
  ip_address: '--ip-address',
} as const;

export type Dimension = keyof typeof DIMENSIONS;

/** Values that events must have. */
export type Filters = Readonly<Partial<Record<Dimension, string>>>;

/** Bounds in seconds since 1970, both inclusive. Having both, Commander makes one call and no more. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/**
 * One page of raw events, oldest first. Never without a limit and never above 1,000: Commander then repeats rows at the bounds of
 * its own pages, and a second of 1,000 events blocks the service for ever (both recorded).
 */
export function pageCommand(span: Span, filters: Filters = {}): KeeperCommand {
  return auditCommand(
    ['--report-type', 'raw', '--report-format', 'fields', '--order', 'asc', '--limit', String(PAGE_ROWS)],
    span,
    filters,
  );
}

/** How many events there are by the values of some columns, over the whole span. */
export function countCommand(columns: readonly Dimension[], span: Span, filters: Filters = {}): KeeperCommand {
  const words = columns.flatMap((column) => ['--columns', column]);
  return auditCommand(['--report-type', 'span', ...words, '--aggregate', 'occurrences'], span, filters);
}

/** Events by type and user, with the first and last time of each. */
export function groupCommand(span: Span): KeeperCommand {
  const columns = ['--columns', 'audit_event_type', '--columns', 'username'];
  const figures = ['occurrences', 'first_created', 'last_created'].flatMap((figure) => ['--aggregate', figure]);
  return auditCommand(['--report-type', 'span', ...columns, ...figures, '--order', 'asc'], span, {});
}

/** The types of events that the enterprise knows. */
export const EVENT_TYPES: KeeperCommand = {
  line: 'audit-report --report-type dim --columns audit_event_type --format json',
  root: 'audit-report',
  label: 'audit-report dim audit_event_type',
  privilege: AUDIT_PRIVILEGE,
};

function auditCommand(words: readonly string[], { from, to }: Span, filters: Filters): KeeperCommand {
  const narrowed = Object.entries(DIMENSIONS).flatMap(([column, flag]) => {
    // The entries of a constant have its keys.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    const value = filters[column as Dimension];
    // With `=`, since uids may begin with a dash.
    return value === undefined ? [] : [quoteWord(`${flag}=${value}`)];
  });
  const created = quoteWord(`between ${from} and ${to}`);
  const line = ['audit-report', ...words, '--created', created, ...narrowed, '--format', 'json'].join(' ');
  return { line, root: 'audit-report', label: 'audit-report', privilege: AUDIT_PRIVILEGE };
}
