import { email, personal, plain } from './columns.ts';
import type { KeeperRun } from './keeper-run.ts';
import {
  AGING,
  BREACHWATCH,
  ENTERPRISE_DOWN,
  LICENCES,
  SECURITY_AUDIT,
  SYNC_DOWN,
  USER_REPORT,
} from './known-commands.ts';
import type { Report } from './report.ts';
import type { ResourceContext } from '@leat/core';
import type { JsonObject } from '../answers/decoded-answer.ts';

/** `security-audit-report`: the strength of passwords by user. */
export const securityAudit: Report<'security_audit'> = {
  name: 'security_audit',
  description: 'Strength and reuse of passwords, and two-factor authentication, by user.',
  command: SECURITY_AUDIT,
  refresh: ENTERPRISE_DOWN,
  key: ['email'],
  cells: {
    email: email('text', 'Login name. Personal data.', { required: true }),
    name: personal('text', 'Full name. Personal data.'),
    node: plain('text', 'Path of node names without the root; null at the root.'),
    weak: plain('bigint', 'Number of weak passwords.'),
    fair: plain('bigint', 'Number of fair passwords.'),
    medium: plain('bigint', 'Number of medium passwords.'),
    strong: plain('bigint', 'Number of strong passwords.'),
    reused: plain('bigint', 'Number of passwords used more than once.'),
    unique: plain('bigint', 'Number of passwords used once.'),
    securityScore: plain('bigint', 'From 0 to 100.'),
    twoFactorChannel: plain('text', 'On, Off, or the kind of the second factor.'),
    sync_pending: plain('bool', 'True where figures of the user are not complete yet; null otherwise.'),
  },
};

const RELATIVE = /^> (\d+) DAYS AGO$/;

/** `user-report`: when users logged in last. */
export const userReport: Report<'user_report'> = {
  name: 'user_report',
  description: 'When users logged in last.',
  command: USER_REPORT,
  refresh: ENTERPRISE_DOWN,
  key: ['email'],
  cells: {
    email: email('text', 'Login name. Personal data.', { required: true }),
    name: personal('text', 'Full name. Personal data.'),
    status: plain('text', 'Active, Invited, Locked…'),
    node: plain('text', 'Path of node names, joined with a backslash.'),
    last_login: plain('text', 'As Commander prints it: a time in UTC, "> 365 DAYS AGO", or "N/A".'),
    last_login_at: plain('timestamp', 'The time of it; null where Commander prints none.'),
    days_without_login: plain('bigint', 'At least so many days, where Commander tells days instead of a time.'),
    roles: plain('list', 'Names of roles.'),
    teams: plain('list', 'Names of teams.'),
  },
  row: (row) => {
    const text = typeof row['last_login'] === 'string' ? row['last_login'] : '';
    const days = RELATIVE.exec(text)?.[1];
    const time = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d\d:\d\d$/.test(text) ? text.replace(' ', 'T') : null;
    return { ...row, last_login_at: time, days_without_login: days === undefined ? null : Number(days) };
  },
  verify: compareUsers,
};

/** Both reports list every user; where both are loaded, their numbers must agree. */
async function compareUsers(run: KeeperRun, context: ResourceContext, rows: readonly JsonObject[]): Promise<void> {
  const users = run.found.get('users');
  if (users === undefined || users === rows.length) return;
  const message = 'user-report and enterprise-info -u list different numbers of users.';
  context.warn?.({ code: 'LEAT_KEEPER_CONTRADICTION', count: Math.abs(users - rows.length), message });
}

/** `aging-report`: when passwords were changed last. */
export const aging: Report<'aging'> = {
  name: 'aging',
  description: 'When the passwords of records were changed last.',
  command: AGING,
  key: ['record_url'],
  cells: {
    record_url: plain('text', 'Address of the record in the vault; ends in its identifier.', { required: true }),
    record_uid: plain('text', 'Identifier of the record, taken from its address.'),
    owner: email('text', 'Owner. Personal data.'),
    title: personal('text', 'Title; may be personal.'),
    password_changed: plain('text', 'Local time of the Commander host, without a zone; null where none is known.'),
    shared: plain('bool', 'Whether anybody else has access.'),
    shared_folder_uid: plain('text', 'Shared folders, where Commander tells.'),
  },
  row: (row) => ({ ...row, record_uid: /#detail\/([\w-]+)$/.exec(String(row['record_url']))?.[1] }),
};

/** `breachwatch list --all`: records whose passwords were seen in a breach. No password is shown. */
export const breachwatch: Report<'breachwatch'> = {
  name: 'breachwatch',
  description: 'Records whose passwords were seen in a breach.',
  command: BREACHWATCH,
  refresh: SYNC_DOWN,
  key: ['record_uid'],
  cells: {
    record_uid: plain('text', 'Identifier of the record.', { required: true }),
    title: personal('text', 'Title; may be personal.'),
    login: personal('text', 'Login name and URL. Personal data.'),
  },
};

/** `license-consumption-report`: who uses what is paid for. */
export const licences: Report<'license_consumption'> = {
  name: 'license_consumption',
  description: 'Which users have roles that use features with a licence of their own.',
  command: LICENCES,
  refresh: ENTERPRISE_DOWN,
  key: ['username'],
  cells: {
    username: email('text', 'Login name. Personal data.', { required: true }),
    display_name: personal('text', 'Full name. Personal data.'),
    node: plain('text', 'Path of node names, joined with a backslash.'),
    status: plain('text', 'active, invited…'),
    direct_roles: plain('text', 'Names of roles, as text.'),
    team_roles: plain('text', 'Names of roles that come with a team, as text.'),
    pam_features: plain('text', 'As Commander prints it: "2 feature(s)".'),
    feature_count: plain('bigint', 'Number of features.'),
  },
};
