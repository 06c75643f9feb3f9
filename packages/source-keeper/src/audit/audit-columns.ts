import { type CellsOf, email, personal, plain } from '../resources/columns.ts';
import type { AuditEventRow } from './audit-event-row.ts';

/** Columns of the audit log, as recorded from Commander 18.0.13. */
export const auditCells: CellsOf<AuditEventRow> = {
  event_id: plain('text', 'Made by leat: what happened, hashed, and a number among equal events of one second.', {
    required: true,
  }),
  created: plain('timestamp', 'When it happened, UTC, whole seconds.', { required: true }),
  audit_event_type: plain('text', 'What happened; see audit_event_types.'),
  username: email('text', 'Who did it. Personal data.'),
  ip_address: personal('text', 'From where. Personal data.'),
  keeper_version: plain('text', 'Client and version.'),
  geo_location: personal('text', 'Place of the address. Personal data.'),
  to_username: email('text', 'Whom it was done to. Personal data.'),
  from_username: email('text', 'Whom it was taken from. Personal data.'),
  record_uid: plain('text', 'Record it is about.'),
  record_title: personal('text', 'Title of the record when it was loaded; may be personal.'),
  record_url: personal('text', 'URL of the record when it was loaded; may be personal.'),
  shared_folder_uid: plain('text', 'Shared folder it is about.'),
  shared_folder_title: personal('text', 'Name of the folder when it was loaded; may be personal.'),
  node: plain('bigint', 'Node it is about.'),
  node_title: plain('text', 'Name of the node when it was loaded.'),
  role_id: plain('bigint', 'Role it is about.'),
  role_title: plain('text', 'Never printed by Commander 18.0.13.'),
  team_uid: plain('text', 'Team it is about.'),
  team_title: plain('text', 'Name of the team when it was loaded.'),
  channel: plain('text', 'Second factor, or the channel of an alert.'),
  status: plain('text', 'Result, as bad_password.'),
  recipient: personal('text', 'To whom an alert was sent. Personal data.'),
  value: personal('text', 'What was set; may be personal.'),
};
