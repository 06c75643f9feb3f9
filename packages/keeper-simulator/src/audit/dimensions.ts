/** One type of audit event with the template of its message; the newest has none. */
export interface AuditEventType {
  readonly id: number;
  readonly name: string;
  readonly category: string;
  readonly syslog: string;
}

/** The event types that the simulated cloud knows. */
export const auditEventTypes: readonly AuditEventType[] = [
  eventType(1, 'login', 'login', 'User ${username} logged in to vault'),
  eventType(2, 'login_failure', 'login', 'User ${username} login failed: ${status}'),
  eventType(4, 'login_console', 'login', 'User ${username} logged in to admin console'),
  eventType(20, 'open_record', 'usage', 'Record UID ${record_uid} was opened by ${username}'),
  eventType(21, 'record_add', 'usage', 'User ${username} created record UID ${record_uid}'),
  eventType(22, 'record_update', 'usage', 'User ${username} updated record UID ${record_uid}'),
  eventType(
    23,
    'record_password_change',
    'security',
    'User ${username} changed the password of record UID ${record_uid}',
  ),
  eventType(24, 'record_delete', 'usage', 'User ${username} deleted record UID ${record_uid}'),
  eventType(30, 'share', 'share', 'User ${username} shared record UID ${record_uid} with ${to_username}'),
  eventType(31, 'remove_share', 'share', 'User ${username} removed share of ${record_uid} from ${to_username}'),
  eventType(32, 'folder_add_record', 'share', 'Record ${record_uid} was added to shared folder ${shared_folder_uid}'),
  eventType(33, 'folder_add_user', 'share', 'User ${to_username} was added to shared folder ${shared_folder_uid}'),
  eventType(40, 'added_to_team', 'policy', 'User ${to_username} was added to team ${team_uid}'),
  eventType(41, 'added_to_role', 'policy', 'User ${to_username} was added to role ${role_id}'),
  eventType(42, 'node_created', 'policy', 'Node ${node} was created'),
  eventType(50, 'lock_user', 'policy', 'User ${to_username} was locked by ${username}'),
  eventType(51, 'set_two_factor_on', 'security', 'User ${username} turned on 2FA'),
  eventType(60, 'audit_alert_sent', 'policy', 'Alert ${value} was sent to ${recipient}'),
  eventType(9999, 'event_newer_than_this_client', 'new', ''),
];

function eventType(id: number, name: string, category: string, syslog: string): AuditEventType {
  return { id, name, category, syslog };
}

/** Where an address is; the cloud knows no place for some. */
export interface AuditLocation {
  readonly ipAddress: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
}

/** The addresses that events come from, with their places. */
export const auditLocations: readonly AuditLocation[] = [
  location('203.0.113.0', 'Austin', 'Texas', 'US'),
  location('203.0.113.1', 'München', 'Bayern', 'DE'),
  location('203.0.113.2', '東京', '', 'JP'),
  location('203.0.113.3', '', '', 'CH'),
  location('203.0.113.4', 'São Paulo', 'SP', 'BR'),
  location('203.0.113.6', 'Austin', 'Texas', 'US'),
  location('203.0.113.7', 'München', 'Bayern', 'DE'),
];

/** An address without a place. */
export const unplacedAddress = '203.0.113.5';

function location(ipAddress: string, city: string, region: string, country: string): AuditLocation {
  return { ipAddress, city, region, country };
}

const placeNames = new Map(auditLocations.map((place) => [place.ipAddress, placeName(place)]));

/** How reports write a place: `City, Region, CC`, with empty parts kept. */
export function placeName(place: AuditLocation): string {
  return `${place.city}, ${place.region}, ${place.country}`;
}

/** The place of an address, or empty text. */
export function placeOfAddress(ipAddress: string | undefined): string {
  return ipAddress === undefined ? '' : (placeNames.get(ipAddress) ?? '');
}

/** The clients that events come from. */
export const auditClients: readonly {
  readonly id: number;
  readonly name: string;
  readonly version: string;
}[] = [
  { id: 892, name: 'iOS', version: '17.1.0' },
  { id: 1232, name: 'Web App', version: '17.0.1' },
  { id: 1495, name: 'EMConsole', version: '17.2.0' },
  { id: 1595, name: 'Commander', version: '18.0.13' },
];
