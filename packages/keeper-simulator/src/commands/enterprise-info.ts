import { flag } from '../arguments.ts';
import type { Arguments } from '../arguments.ts';
import { rows } from '../command.ts';
import type { Command, CommandOutput } from '../command.ts';
import { reportRow } from '../json.ts';
import type { JsonValue } from '../json.ts';
import { indexOf } from '../vault-index.ts';
import type { VaultIndex } from '../vault-index.ts';
import type { VaultNode, VaultRole, VaultTeam, VaultUser } from '../vault.ts';

type Columns<Item> = Readonly<Record<string, (item: Item, index: VaultIndex) => JsonValue>>;

interface Subject<Item> {
  readonly key: (item: Item) => Readonly<Record<string, JsonValue>>;
  readonly columns: Columns<Item>;
  readonly byDefault: readonly string[];
  readonly sortKey: (item: Item) => string;
}

const emails = (users: readonly VaultUser[] | undefined): readonly string[] => (users ?? []).map((user) => user.email);

const userColumns: Columns<VaultUser> = {
  name: (user) => user.name,
  status: (user) => user.status,
  transfer_status: (user) => user.transferStatus,
  node: (user, index) => index.nodePath(user.nodeId),
  team_count: (user) => user.teamUids.length,
  teams: (user, index) => user.teamUids.map((uid) => index.teamByUid.get(uid)?.name ?? ''),
  role_count: (user) => user.roleIds.length,
  roles: (user, index) => roleNames(index, user.roleIds),
  alias: (user) => user.aliases,
  // Off is printed as an empty cell, so the key is then missing.
  '2fa_enabled': (user) => (user.twoFactor ? true : null),
  job_title: (user) => user.jobTitle,
};

const nodeColumns: Columns<VaultNode> = {
  parent_node: (node, index) => (node.parentId === null ? null : index.nodePath(node.parentId)),
  parent_id: (node) => node.parentId,
  user_count: (node, index) => (index.usersByNode.get(node.id) ?? []).length,
  users: (node, index) => emails(index.usersByNode.get(node.id)),
  team_count: (node, index) => teamsOf(index, node.id).length,
  teams: (node, index) => teamsOf(index, node.id).map((team) => team.name),
  role_count: (node, index) => rolesOf(index, node.id).length,
  roles: (node, index) => rolesOf(index, node.id).map((role) => role.name),
  isolated: (node) => node.isolated,
  // One column becomes up to four; this enterprise provisions by SCIM only.
  scim_provisioning: (node) => (node.scim ? 'active' : null),
};

const teamColumns: Columns<VaultTeam> = {
  restricts: (team) => (team.queued ? 'Queued' : restrictsOf(team)),
  node: (team, index) => index.nodePath(team.nodeId),
  user_count: (team, index) => (team.queued ? null : (index.usersByTeam.get(team.uid) ?? []).length),
  users: (team, index) => (team.queued ? null : emails(index.usersByTeam.get(team.uid))),
  queued_user_count: (team, index) => queuedUsers(index, team).length,
  queued_users: (team, index) => emails(queuedUsers(index, team)),
  role_count: (team, index) => (team.queued ? null : rolesOfTeam(index, team).length),
  roles: (team, index) => (team.queued ? null : rolesOfTeam(index, team).map((role) => role.name)),
};

const roleColumns: Columns<VaultRole> = {
  visible_below: (role) => role.visibleBelow,
  default_role: (role) => role.isDefault,
  admin: (role) => role.manages.length > 0,
  node: (role, index) => index.nodePath(role.nodeId),
  user_count: (role, index) => (index.usersByRole.get(role.id) ?? []).length,
  users: (role, index) => emails(index.usersByRole.get(role.id)),
  team_count: (role) => role.teamUids.length,
  teams: (role, index) => role.teamUids.map((uid) => index.teamByUid.get(uid)?.name ?? ''),
  enforcement_count: (role) => Object.keys(role.enforcements).length,
  enforcements: (role) => role.enforcements,
  managed_node_count: (role) => role.manages.length,
  managed_nodes: (role, index) => role.manages.map((managed) => index.nodeById.get(managed.nodeId)?.name ?? ''),
  managed_nodes_permissions: (role, index) =>
    role.manages.map((managed) => ({
      node_name: index.nodeById.get(managed.nodeId)?.name ?? '',
      node_id: managed.nodeId,
      cascade: managed.cascade,
      privileges: managed.privileges,
    })),
};

const userSubject: Subject<VaultUser> = {
  key: (user) => ({ user_id: user.id, email: user.email }),
  columns: userColumns,
  byDefault: ['name', 'status', 'transfer_status', 'node'],
  sortKey: (user) => user.email,
};

const nodeSubject: Subject<VaultNode> = {
  key: (node) => ({ node_id: node.id, name: node.name }),
  columns: nodeColumns,
  byDefault: ['parent_node', 'parent_id', 'user_count', 'team_count', 'role_count'],
  sortKey: (node) => node.name,
};

const teamSubject: Subject<VaultTeam> = {
  key: (team) => ({ team_uid: team.uid, name: team.name }),
  columns: teamColumns,
  byDefault: ['restricts', 'node', 'user_count', 'queued_user_count'],
  sortKey: (team) => team.name,
};

const roleSubject: Subject<VaultRole> = {
  key: (role) => ({ role_id: role.id, name: role.name }),
  columns: roleColumns,
  byDefault: ['default_role', 'admin', 'node', 'user_count'],
  sortKey: (role) => role.name,
};

/** The enterprise's users, nodes, teams and roles, from the cache that `enterprise-down` fills. */
export const enterpriseInfo: Command = {
  name: 'enterprise-info',
  aliases: ['ei'],
  summary: 'Users, nodes, teams or roles of the enterprise',
  restrictedTo: 'enterprise',
  arguments: {
    options: {
      nodes: flag('-n', '--nodes'),
      users: flag('-u', '--users'),
      teams: flag('-t', '--teams'),
      roles: flag('-r', '--roles'),
      verbose: flag('-v', '--verbose'),
      columns: { flags: ['--columns'], kind: 'list' },
    },
    words: 'optional',
  },
  run(given, { session }) {
    const index = indexOf(session.enterprise);
    const { vault } = index;
    if (given.has('users')) return report(vault.users, userSubject, index, given);
    if (given.has('nodes')) return report(vault.nodes, nodeSubject, index, given);
    if (given.has('teams')) return report(vault.teams, teamSubject, index, given);
    if (given.has('roles')) return report(vault.roles, roleSubject, index, given);
    return { kind: 'text', text: vault.nodes.map((node) => index.nodePath(node.id)).join('\n') };
  },
};

function report<Item>(
  items: readonly Item[],
  subject: Subject<Item>,
  index: VaultIndex,
  given: Arguments,
): CommandOutput {
  const pattern = given.words[0]?.toLowerCase() ?? '';
  const names = given.names('columns').map((name) => (name === 'provisioning' ? 'scim_provisioning' : name));
  // Unknown names of columns are left out without a word.
  const chosen = (names.length > 0 ? names : subject.byDefault).filter((name) => Object.hasOwn(subject.columns, name));
  const sorted = items
    .map((item) => ({ item, sortKey: subject.sortKey(item).toLowerCase() }))
    .filter(({ sortKey }) => sortKey.includes(pattern))
    .toSorted((left, right) => (left.sortKey < right.sortKey ? -1 : left.sortKey > right.sortKey ? 1 : 0));
  return rows(
    sorted.map(({ item }) => {
      const cells: Record<string, JsonValue> = { ...subject.key(item) };
      for (const name of chosen) cells[name] = subject.columns[name]?.(item, index) ?? null;
      return reportRow(cells);
    }),
  );
}

function roleNames(index: VaultIndex, ids: readonly bigint[]): readonly string[] {
  return index.vault.roles.filter((role) => ids.includes(role.id)).map((role) => role.name);
}

function teamsOf(index: VaultIndex, nodeId: bigint): readonly VaultTeam[] {
  return index.vault.teams.filter((team) => !team.queued && team.nodeId === nodeId);
}

function rolesOf(index: VaultIndex, nodeId: bigint): readonly VaultRole[] {
  return index.vault.roles.filter((role) => role.nodeId === nodeId);
}

function rolesOfTeam(index: VaultIndex, team: VaultTeam): readonly VaultRole[] {
  return index.vault.roles.filter((role) => role.teamUids.includes(team.uid));
}

function queuedUsers(index: VaultIndex, team: VaultTeam): readonly VaultUser[] {
  return team.queued ? index.vault.users.filter((user) => user.queuedTeamUids.includes(team.uid)) : [];
}

function restrictsOf(team: VaultTeam): string {
  return [team.restrictView ? 'R' : ' ', team.restrictEdit ? 'W' : ' ', team.restrictShare ? 'S' : ' '].join(' ');
}
