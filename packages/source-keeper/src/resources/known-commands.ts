import type { KeeperCommand } from '../commands/keeper-command.ts';

const ENTERPRISE_ADMIN = 'an enterprise administrator role with the privilege to view users and teams';

/** Commands that leat sends by itself; their words are the ones recorded from Commander 18.0.13. */
export const SYNC_DOWN: KeeperCommand = {
  line: 'sync-down',
  root: 'sync-down',
  label: 'sync-down',
};

export const ENTERPRISE_DOWN: KeeperCommand = {
  line: 'enterprise-down',
  root: 'enterprise-down',
  label: 'enterprise-down',
  privilege: ENTERPRISE_ADMIN,
};

export const LIST: KeeperCommand = { line: 'list --format json', root: 'list', label: 'list' };

export const LS: KeeperCommand = { line: 'ls -R --format json', root: 'ls', label: 'ls' };

const userColumns = 'name,status,transfer_status,node,team_count,teams,role_count,roles,alias,2fa_enabled,job_title';
const teamColumns = 'restricts,node,user_count,users,queued_user_count,queued_users,role_count,roles';

export const ENTERPRISE_USERS: KeeperCommand = {
  line: `enterprise-info -u --columns ${userColumns} --format json`,
  root: 'enterprise-info',
  label: 'enterprise-info -u',
  privilege: ENTERPRISE_ADMIN,
};

export const ENTERPRISE_TEAMS: KeeperCommand = {
  line: `enterprise-info -t --columns ${teamColumns} --format json`,
  root: 'enterprise-info',
  label: 'enterprise-info -t',
  privilege: ENTERPRISE_ADMIN,
};
