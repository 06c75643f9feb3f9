import { createHash } from 'node:crypto';
import { cellText } from '../answers/cell-text.ts';
import type { JsonObject } from '../answers/decoded-answer.ts';

/** An event of the audit log. Which of the optional cells are there depends on the type of the event. */
export interface AuditEventRow {
  /** Made by leat, since Commander prints no id: 32 hexadecimal digits of what happened, and a number among equal events of one second. */
  readonly event_id: string;
  /** ISO 8601 in UTC, whole seconds. */
  readonly created: string;
  readonly audit_event_type: string;
  /** Personal data. */
  readonly username: string;
  readonly ip_address?: string;
  readonly keeper_version?: string;
  readonly geo_location?: string;
  readonly to_username?: string;
  readonly from_username?: string;
  readonly record_uid?: string;
  /** As it is now, not as it was at the event. */
  readonly record_title?: string;
  readonly record_url?: string;
  readonly shared_folder_uid?: string;
  readonly shared_folder_title?: string;
  /** Above 2^53 for most enterprises. */
  readonly node?: number | bigint;
  readonly node_title?: string;
  readonly role_id?: number | bigint;
  readonly role_title?: string;
  readonly team_uid?: string;
  readonly team_title?: string;
  readonly channel?: string;
  readonly status?: string;
  readonly recipient?: string;
  readonly value?: string;
}

/**
 * What makes an event that event. Titles, URLs and places are left out: Commander looks them up when it is asked, so that they can
 * differ between two readings of one event.
 */
const IDENTITY = [
  'audit_event_type',
  'username',
  'ip_address',
  'keeper_version',
  'to_username',
  'from_username',
  'record_uid',
  'shared_folder_uid',
  'node',
  'role_id',
  'team_uid',
  'channel',
  'status',
  'recipient',
  'value',
] as const;

/** The second of an event, since 1970; undefined where `created` is missing or no time. */
export function secondOf(row: JsonObject): number | undefined {
  const { created } = row;
  const time = typeof created === 'string' ? Date.parse(created) : Number.NaN;
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000);
}

/** 32 hexadecimal digits of SHA-256 over what makes the event that event: the same for every reading of it. */
export function identityOf(row: JsonObject, second: number): string {
  const facts = IDENTITY.map((key) => {
    const value = row[key];
    return value === undefined || value === null ? null : cellText(value);
  });
  return createHash('sha256')
    .update(JSON.stringify([second, ...facts]))
    .digest('hex')
    .slice(0, 32);
}

/** Rows of one second with what tells them apart. */
export interface IdentifiedRow {
  readonly identity: string;
  readonly row: JsonObject;
}

/**
 * Gives ids to the events of one second. Equal events are legal and frequent (bulk sharing), so they are numbered; since they are
 * equal, it does not matter which of them gets which number.
 */
export function withIds(rows: readonly IdentifiedRow[]): readonly AuditEventRow[] {
  const seen = new Map<string, number>();
  return rows.map(({ identity, row }) => {
    const ordinal = seen.get(identity) ?? 0;
    seen.set(identity, ordinal + 1);
    // Cells and their types are those recorded from Commander 18.0.13.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
    return { event_id: `${identity}#${ordinal}`, ...row } as unknown as AuditEventRow;
  });
}

/** Of two incomplete readings of one second, each event as often as the one that has it oftener. */
export function unionOf(first: readonly IdentifiedRow[], second: readonly IdentifiedRow[]): readonly IdentifiedRow[] {
  const left = new Map<string, number>();
  for (const { identity } of first) left.set(identity, (left.get(identity) ?? 0) + 1);
  const added = second.filter(({ identity }) => {
    const count = left.get(identity) ?? 0;
    left.set(identity, count - 1);
    return count <= 0;
  });
  return [...first, ...added];
}
