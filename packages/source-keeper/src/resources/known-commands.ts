import type { KeeperCommand } from '../commands/keeper-command.ts';

const ENTERPRISE_ADMIN = 'an enterprise administrator role with the privilege to view users and teams';
const SECURITY = 'an administrator role with the privilege to run security reports';
const BREACH = 'a licence with BreachWatch';
const COMPLIANCE = 'an administrator role with the privilege to run compliance reports, and the add-on for them';

/** A command that leat sends by itself; its words are the ones recorded from Commander 18.0.13. */
function known(label: string, options: string = '', privilege?: string): KeeperCommand {
  const line = [label, options, '--format json'].filter((part) => part !== '').join(' ');
  return { line, root: label.split(' ', 1)[0] ?? label, label, ...(privilege === undefined ? {} : { privilege }) };
}

export const SYNC_DOWN: KeeperCommand = { line: 'sync-down', root: 'sync-down', label: 'sync-down' };

export const ENTERPRISE_DOWN: KeeperCommand = {
  line: 'enterprise-down',
  root: 'enterprise-down',
  label: 'enterprise-down',
  privilege: ENTERPRISE_ADMIN,
};

export const LIST: KeeperCommand = known('list');
export const LS: KeeperCommand = known('ls', '-R');
export const LIST_SHARED_FOLDERS: KeeperCommand = known('list-sf');
export const TRASH: KeeperCommand = known('trash list');

const userColumns = 'name,status,transfer_status,node,team_count,teams,role_count,roles,alias,2fa_enabled,job_title';
const teamColumns = 'restricts,node,user_count,users,queued_user_count,queued_users,role_count,roles';
const roleColumns =
  'visible_below,default_role,admin,node,user_count,users,team_count,teams,enforcement_count,enforcements,managed_node_count,managed_nodes,managed_nodes_permissions';
const nodeColumns = 'parent_node,parent_id,user_count,users,team_count,teams,role_count,roles,isolated,provisioning';

export const ENTERPRISE_USERS: KeeperCommand = known(
  'enterprise-info -u',
  `--columns ${userColumns}`,
  ENTERPRISE_ADMIN,
);
export const ENTERPRISE_TEAMS: KeeperCommand = known(
  'enterprise-info -t',
  `--columns ${teamColumns}`,
  ENTERPRISE_ADMIN,
);
export const ENTERPRISE_ROLES: KeeperCommand = known(
  'enterprise-info -r',
  `--columns ${roleColumns}`,
  ENTERPRISE_ADMIN,
);
export const ENTERPRISE_NODES: KeeperCommand = known(
  'enterprise-info -n',
  `--columns ${nodeColumns}`,
  ENTERPRISE_ADMIN,
);
export const USER_REPORT: KeeperCommand = known('user-report', '', ENTERPRISE_ADMIN);

export const SHARE_REPORT: KeeperCommand = known('share-report');
export const SHARE_OWNERS: KeeperCommand = known('share-report -o');
export const SHARE_FOLDERS: KeeperCommand = known('share-report -f');
export const SHARED_RECORDS: KeeperCommand = known('shared-records-report');
export const EXTERNAL_SHARES: KeeperCommand = known('ext-shares-report', '', COMPLIANCE);

export const SECURITY_AUDIT: KeeperCommand = known('security-audit-report', '', SECURITY);
export const BREACHWATCH: KeeperCommand = known('breachwatch list', '--all', BREACH);
/** Passwords changed within the period are left out; with a day, nearly none is. */
export const AGING: KeeperCommand = known('aging-report', '--period 1d', COMPLIANCE);
export const COMPLIANCE_REPORT: KeeperCommand = known('compliance report', '--shared', COMPLIANCE);
export const COMPLIANCE_ACCESS: KeeperCommand = known('compliance record-access-report', '@all', COMPLIANCE);
export const COMPLIANCE_TEAMS: KeeperCommand = known('compliance team-report', '', COMPLIANCE);
export const COMPLIANCE_SUMMARY: KeeperCommand = known('compliance summary-report', '', COMPLIANCE);
export const COMPLIANCE_FOLDERS: KeeperCommand = known('compliance shared-folder-report', '', COMPLIANCE);

export const APPS: KeeperCommand = known('secrets-manager app list');
export const PAM_GATEWAYS: KeeperCommand = known('pam gateway list');
export const PAM_CONFIGURATIONS: KeeperCommand = known('pam config list');
export const PENDING_DEVICES: KeeperCommand = known('device-approve', '', ENTERPRISE_ADMIN);
export const LICENCES: KeeperCommand = known('license-consumption-report', '', ENTERPRISE_ADMIN);
export const AUDIT_ALERTS: KeeperCommand = known('audit-alert list', '', ENTERPRISE_ADMIN);

/** Devices of some users, by their ids. */
export function devicesOf(userIds: readonly string[]): KeeperCommand {
  return { ...known('device-admin-list', userIds.join(' '), ENTERPRISE_ADMIN), label: 'device-admin-list' };
}
