import { NeverEnds } from '../command.ts';
import type { JsonObject } from '../json.ts';
import { reportRow } from '../json.ts';
import { utcIso } from '../local-time.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { AuditEvent } from '../vault.ts';
import { auditEventTypes, placeOfAddress } from './dimensions.ts';
import { ascendingEvents, descendingEvents } from './event-query.ts';
import type { EventQuery } from './event-query.ts';

/** Rows that one call of Keeper's cloud gives. */
const pageSize = 1000;

/**
 * Reads pages as Commander does, with its mistake: the next page starts at the second in which the last one ended, so that
 * second's rows come twice, and a second with a full page of events is read for ever.
 * @param limit 0 or less means everything
 * @throws NeverEnds in the case of such a second
 */
export function pagedEvents(
  events: readonly AuditEvent[],
  query: EventQuery,
  ascending: boolean,
  limit: number,
): readonly AuditEvent[] {
  const read = ascending ? ascendingEvents : descendingEvents;
  const found: AuditEvent[] = [];
  let bounds = query;
  let wanted = limit > 0 ? Math.min(limit, pageSize) : pageSize;
  for (;;) {
    const page = read(events, bounds, wanted);
    for (const event of page) found.push(event);
    const last = page.at(-1);
    if (page.length < pageSize || last === undefined) return found;
    const next = ascending ? { ...bounds, min: last.created } : { ...bounds, max: last.created };
    if (limit > 0) {
      const missing = limit - found.length;
      if (missing <= 0) return found;
      wanted = Math.min(missing, pageSize);
    } else if (next.min === bounds.min && next.max === bounds.max) {
      throw new NeverEnds('The page cannot advance.');
    }
    bounds = next;
  }
}

const templates = new Map(auditEventTypes.map((type) => [type.name, type.syslog]));

/** A row with a message: the type's template, with blanks for what the event does not have. */
export function messageRow(event: AuditEvent): JsonObject {
  const template = templates.get(event.type) ?? '';
  const message = template.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => String(propertyOf(event, name) ?? ''));
  return reportRow({ ...commonCells(event), message });
}

/** A row with fields; titles and URLs are looked up in the caches of now. */
export function fieldsRow(event: AuditEvent, vault: VaultIndex, enterprise: VaultIndex): JsonObject {
  const record = event.recordUid === undefined ? undefined : vault.recordByUid.get(event.recordUid);
  const folder = event.sharedFolderUid === undefined ? undefined : vault.folderByUid.get(event.sharedFolderUid);
  return reportRow({
    ...commonCells(event),
    to_username: event.toUsername,
    record_uid: event.recordUid,
    record_title: record?.title,
    record_url: record?.url,
    shared_folder_uid: event.sharedFolderUid,
    shared_folder_title: folder?.name,
    node: event.nodeId,
    node_title: event.nodeId === undefined ? undefined : enterprise.nodeById.get(event.nodeId)?.name,
    role_id: event.roleId,
    team_uid: event.teamUid,
    team_title: event.teamUid === undefined ? undefined : enterprise.teamByUid.get(event.teamUid)?.name,
    channel: event.channel,
    // The cloud sends the number 0 here, and Commander drops what is false in Python.
    status: event.status === '0' ? undefined : event.status,
    recipient: event.recipient,
    value: event.value,
  });
}

function commonCells(event: AuditEvent): JsonObject {
  return {
    created: utcIso(event.created),
    audit_event_type: event.type,
    username: event.username,
    ip_address: event.ipAddress,
    keeper_version: event.keeperVersion,
    geo_location: placeOfAddress(event.ipAddress),
  };
}

/** The event's property under the name that templates and `--columns` use. */
export function propertyOf(event: AuditEvent, name: string): string | bigint | undefined {
  switch (name) {
    case 'audit_event_type':
      return event.type;
    case 'username':
      return event.username;
    case 'ip_address':
      return event.ipAddress;
    case 'keeper_version':
      return event.keeperVersion;
    case 'device_type':
      return event.keeperVersion?.replace(/ [\d.]+$/, '');
    case 'geo_location':
      return placeOfAddress(event.ipAddress);
    case 'to_username':
      return event.toUsername;
    case 'record_uid':
      return event.recordUid;
    case 'shared_folder_uid':
      return event.sharedFolderUid;
    case 'team_uid':
      return event.teamUid;
    case 'role_id':
      return event.roleId;
    case 'node':
      return event.nodeId;
    case 'status':
      return event.status;
    case 'channel':
      return event.channel;
    case 'recipient':
      return event.recipient;
    case 'value':
      return event.value;
    default:
      return undefined;
  }
}
