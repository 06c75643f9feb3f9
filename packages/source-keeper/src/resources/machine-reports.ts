import type { ResourceContext } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';
import { rowsOf } from '../answers/rows.ts';
import { AUDIT_PRIVILEGE, EVENT_TYPES } from '../audit/audit-commands.ts';
import { email, personal, plain } from './columns.ts';
import type { KeeperRun } from './keeper-run.ts';
import {
  APPS,
  AUDIT_ALERTS,
  devicesOf,
  ENTERPRISE_DOWN,
  ENTERPRISE_USERS,
  PAM_CONFIGURATIONS,
  PAM_GATEWAYS,
  PENDING_DEVICES,
  SYNC_DOWN,
} from './known-commands.ts';
import type { Report } from './report.ts';

/** Users whose devices are asked for at once; a command line may have 4,096 characters. */
const USERS_AT_ONCE = 50;

/** `device-admin-list` for every user. */
export const devices: Report<'devices'> = {
  name: 'devices',
  description: 'Devices that users of the enterprise log in with.',
  command: devicesOf([]),
  others: [ENTERPRISE_USERS],
  refresh: ENTERPRISE_DOWN,
  cells: {
    enterpriseUserId: plain('bigint', 'Identifier of the user.'),
    deviceName: personal('text', 'Name; may be personal.'),
    uiCategory: plain('text', 'Web Vault, Mobile…'),
    deviceStatus: plain('text', 'OK, locked…'),
    loginStatus: plain('text', 'LOGGED_IN, LOGGED_OUT…'),
    lastAccessedTimestamp: plain('text', 'Local time of the Commander host, without a zone.'),
  },
  // The number of the row in its answer is no identifier.
  row: ({ id: _id, ...row }) => row,
  pages: readDevices,
};

async function* readDevices(
  run: KeeperRun,
  context: ResourceContext,
): AsyncGenerator<readonly JsonObject[], void, void> {
  await run.prepare(ENTERPRISE_DOWN, context);
  const { rows: users } = await run.rows(ENTERPRISE_USERS, context);
  const ids = users.map(({ user_id }) => String(user_id));
  for (let start = 0; start < ids.length; start += USERS_AT_ONCE) {
    const command = devicesOf(ids.slice(start, start + USERS_AT_ONCE));
    // oxlint-disable-next-line no-await-in-loop -- the service runs one command at a time
    yield rowsOf(await run.client.run(command, context), command, context.logger);
  }
}

/** `device-approve` without an action: devices that wait for approval. */
export const pendingDevices: Report<'pending_devices'> = {
  name: 'pending_devices',
  description: 'Devices that wait for the approval of an administrator.',
  command: PENDING_DEVICES,
  key: ['device_id'],
  cells: {
    device_id: plain('text', 'Identifier of the device.', { required: true }),
    email: email('text', 'Login name. Personal data.'),
    date: plain('text', 'Local time of the Commander host, without a zone.'),
    device_name: personal('text', 'Name; may be personal.'),
    device_type: plain('text', 'Kind of the device.'),
    client_version: plain('text', 'Version of the client.'),
    ip_address: personal('text', 'From where. Personal data.'),
    location: personal('text', 'Place of the address. Personal data.'),
  },
};

/** `secrets-manager app list`: applications that read secrets by themselves. */
export const secretsManagerApps: Report<'secrets_manager_apps'> = {
  name: 'secrets_manager_apps',
  description: 'Applications of the secrets manager. No token of theirs is shown.',
  command: APPS,
  refresh: SYNC_DOWN,
  key: ['app_uid'],
  cells: {
    app_uid: plain('text', 'Identifier of the application.', { required: true }),
    app_name: personal('text', 'Name; may be personal.'),
    records: plain('bigint', 'Number of records it can read.'),
    folders: plain('bigint', 'Number of folders it can read.'),
    devices: plain('bigint', 'Number of its devices.'),
    last_access: plain('text', 'Local time of the Commander host, without a zone.'),
  },
};

/** `pam gateway list`, without the tokens that its verbose form shows. */
export const pamGateways: Report<'pam_gateways'> = {
  name: 'pam_gateways',
  description: 'Gateways of the privileged access manager.',
  command: PAM_GATEWAYS,
  refresh: SYNC_DOWN,
  key: ['gateway_uid'],
  cells: {
    gateway_uid: plain('text', 'Identifier of the gateway.', { required: true }),
    gateway_name: personal('text', 'Name; may be personal.'),
    gateway_version: plain('text', 'Version, when it is connected.'),
    status: plain('text', 'ONLINE, OFFLINE…'),
    ksm_app_name: personal('text', 'Application it belongs to.'),
    ksm_app_uid: plain('text', 'Identifier of that application.'),
    ksm_app_accessible: plain('bool', 'Whether the service user can see that application.'),
  },
};

/** `pam config list`, without the fields that its verbose form shows. */
export const pamConfigurations: Report<'pam_configurations'> = {
  name: 'pam_configurations',
  description: 'Configurations of the privileged access manager.',
  command: PAM_CONFIGURATIONS,
  refresh: SYNC_DOWN,
  key: ['uid'],
  cells: {
    uid: plain('text', 'Identifier of the configuration.', { required: true }),
    config_name: personal('text', 'Name; may be personal.'),
    config_type: plain('text', 'Kind of the environment.'),
    gateway_uid: plain('text', 'Gateway it uses.'),
    folder: plain('json', 'Folder it lies in: name, type, uid.'),
    shared_folder: plain('json', 'Shared folder it lies in: name, uid.'),
    resource_record_uids: plain('list', 'Records it is about.'),
  },
  classes: { 'folder.name': 'personal', 'shared_folder.name': 'personal' },
};

/** `audit-alert list`, without the addresses that `audit-alert view` shows. */
export const auditAlerts: Report<'audit_alerts'> = {
  name: 'audit_alerts',
  description: 'Alerts that are sent on events of the audit log.',
  command: AUDIT_ALERTS,
  key: ['id'],
  cells: {
    id: plain('bigint', 'Number of the alert.', { required: true }),
    name: plain('text', 'Name of the alert.'),
    events: plain('text', 'Names of the event types.'),
    frequency: plain('text', 'How often it is sent.'),
    occurrences: plain('bigint', 'How often it happened.'),
    alerts_sent: plain('bigint', 'How often it was sent.'),
    last_sent: plain('text', 'Local time of the Commander host, without a zone.'),
    active: plain('bool', 'Whether it is switched on.'),
  },
};

/** `audit-report --report-type dim`: what types of events there are. */
export const auditEventTypes: Report<'audit_event_types'> = {
  name: 'audit_event_types',
  description: 'Types of events of the audit log.',
  command: { ...EVENT_TYPES, privilege: AUDIT_PRIVILEGE },
  key: ['name'],
  cells: {
    name: plain('text', 'As in audit_events.audit_event_type.', { required: true }),
    id: plain('bigint', 'Number of the type.'),
    category: plain('text', 'Kind: login, usage, share, security…'),
    syslog: plain('text', 'Template of the message.'),
  },
};
