import { email, personal, plain } from './columns.ts';
import { COMPLIANCE_ACCESS, COMPLIANCE_REPORT, COMPLIANCE_SUMMARY, COMPLIANCE_TEAMS } from './known-commands.ts';
import type { Report } from './report.ts';

/** `compliance report --shared`: who can do what with which shared record. Commander keeps what it loaded for a day. */
export const compliance: Report<'compliance'> = {
  name: 'compliance',
  description: 'Who can do what with which shared record of the enterprise.',
  command: COMPLIANCE_REPORT,
  key: ['record_uid', 'username'],
  cells: {
    record_uid: plain('text', 'Identifier of the record.', { required: true }),
    username: email('text', 'Who has access. Personal data.', { required: true }),
    permissions: plain('text', 'owner, mask, edit, share, joined with commas.'),
    title: personal('text', 'Title; may be personal.'),
    type: plain('text', 'Record type; null for old records.'),
    url: personal('text', 'URL with its query; may be personal.'),
    in_trash: plain('bool', 'Whether the record was deleted and can be restored.'),
    shared_folder_uid: plain('list', 'Shared folders that the access comes from.'),
  },
};

/** `compliance record-access-report @all`: who used which record last, and from where. */
export const complianceAccess: Report<'compliance_access'> = {
  name: 'compliance_access',
  description: 'When users opened records last, and from where.',
  command: COMPLIANCE_ACCESS,
  cells: {
    vault_owner: email('text', 'Whose vault it is about. Personal data.'),
    record_uid: plain('text', 'Identifier of the record; null for events without a record.'),
    record_title: personal('text', 'Title; may be personal.'),
    record_type: plain('text', 'Record type.'),
    record_url: personal('text', 'URL with its query; may be personal.'),
    record_owner: email('text', 'Owner. Personal data.'),
    has_attachments: plain('bool', 'Whether files belong to the record.'),
    in_trash: plain('bool', 'Whether the record was deleted and can be restored.'),
    ip_address: personal('text', 'From where. Personal data.'),
    device: plain('text', 'Client and version.'),
    last_access: plain('text', 'Local time of the Commander host, without a zone.'),
  },
};

/** `compliance team-report`: shared folders of teams. */
export const complianceTeams: Report<'compliance_teams'> = {
  name: 'compliance_teams',
  description: 'Which teams have which shared folders.',
  command: COMPLIANCE_TEAMS,
  key: ['team_uid', 'shared_folder_uid'],
  cells: {
    team_uid: plain('text', 'Identifier of the team.', { required: true }),
    shared_folder_uid: plain('text', 'Identifier of the shared folder.', { required: true }),
    team_name: plain('text', 'Name of the team.'),
    shared_folder_name: personal('text', 'Name of the folder; may be personal.'),
    permissions: plain('text', 'What the team may do.'),
    records: plain('bigint', 'Number of records.'),
  },
};

/** `compliance summary-report`: numbers of records by user; its last row, the total, is left out. */
export const complianceSummary: Report<'compliance_summary'> = {
  name: 'compliance_summary',
  description: 'How many records users have and own.',
  command: COMPLIANCE_SUMMARY,
  key: ['email'],
  cells: {
    email: email('text', 'Login name. Personal data.', { required: true }),
    total_items: plain('bigint', 'Records in the vault.'),
    total_owned: plain('bigint', 'Own records.'),
    active_owned: plain('bigint', 'Own records that are not in the trash.'),
    deleted_owned: plain('bigint', 'Own records in the trash.'),
  },
  row: (row) => (row['email'] === 'TOTAL' ? undefined : row),
};
