import { email, personal, plain } from './columns.ts';
import {
  ENTERPRISE_DOWN,
  ENTERPRISE_NODES,
  ENTERPRISE_ROLES,
  ENTERPRISE_TEAMS,
  ENTERPRISE_USERS,
} from './known-commands.ts';
import type { Report } from './report.ts';

/** A user of the enterprise. Personal data. */
export interface UserRow {
  /** Above 2^53 for most enterprises, then a bigint. */
  readonly user_id: number | bigint;
  readonly email: string;
  readonly name?: string;
  readonly job_title?: string;
  /** `Active`, `Invited`, `Locked`, `Locked by IdP`… */
  readonly status: string;
  readonly transfer_status: string;
  /** Names of the nodes from the top, joined with a backslash. Not unique. */
  readonly node: string;
  readonly team_count: number;
  readonly teams: readonly string[];
  readonly role_count: number;
  readonly roles: readonly string[];
  readonly alias: readonly string[];
  readonly '2fa_enabled': boolean;
}

/**
 * `enterprise-info -u` with all columns. Commander prints `2fa_enabled` only where it is true, so absent means off (recorded); leat
 * writes false there.
 */
export const users: Report<'users', UserRow> = {
  name: 'users',
  description: 'Users of the enterprise with their node, teams and roles.',
  command: ENTERPRISE_USERS,
  refresh: ENTERPRISE_DOWN,
  key: ['user_id'],
  cells: {
    user_id: plain('bigint', 'Identifier of the user, unique over all enterprises.', { required: true }),
    email: email('text', 'Login name. Personal data.'),
    name: personal('text', 'Full name. Personal data.'),
    job_title: personal('text', 'Personal data.'),
    status: plain('text', 'Active, Invited, Locked…'),
    transfer_status: plain('text', 'Whether the vault could be transferred.'),
    node: plain('text', 'Path of node names, joined with a backslash. Not unique.'),
    team_count: plain('bigint', 'Number of teams.'),
    teams: plain('list', 'Names of teams, which need not be unique.'),
    role_count: plain('bigint', 'Number of roles.'),
    roles: plain('list', 'Names of roles, which need not be unique.'),
    alias: email('list', 'Other addresses of the user. Personal data.'),
    '2fa_enabled': plain('bool', 'Whether two-factor authentication is on.'),
  },
  row: (row) => ({ ...row, '2fa_enabled': row['2fa_enabled'] === true }),
};

/** A team of the enterprise, or one that waits for approval. */
export interface TeamRow {
  readonly team_uid: string;
  readonly name: string;
  readonly node: string;
  /** `R W S` with blanks for what is allowed: no viewing, no editing, no sharing. `Queued`: waits for approval. */
  readonly restricts: string;
  /** Absent for queued teams. */
  readonly user_count?: number;
  /** Emails; absent for queued teams. Personal data. */
  readonly users?: readonly string[];
  readonly queued_user_count: number;
  /** Emails. Personal data. */
  readonly queued_users: readonly string[];
  readonly role_count?: number;
  readonly roles?: readonly string[];
}

/** `enterprise-info -t` with all columns; queued teams are rows too, with `restricts` `Queued`. */
export const teams: Report<'teams', TeamRow> = {
  name: 'teams',
  description: 'Teams of the enterprise with their users and roles, queued teams included.',
  command: ENTERPRISE_TEAMS,
  refresh: ENTERPRISE_DOWN,
  key: ['team_uid'],
  cells: {
    team_uid: plain('text', 'Identifier of the team.', { required: true }),
    name: plain('text', 'Name of the team.'),
    node: plain('text', 'Path of node names, joined with a backslash.'),
    restricts: plain('text', 'R, W, S in their places: no viewing, editing, sharing. Queued: not yet approved.'),
    user_count: plain('bigint', 'Null for queued teams.'),
    users: email('list', 'Addresses of the members. Personal data.'),
    queued_user_count: plain('bigint', 'Users that wait for approval.'),
    queued_users: email('list', 'Addresses of those that wait. Personal data.'),
    role_count: plain('bigint', 'Null for queued teams.'),
    roles: plain('list', 'Names of roles.'),
  },
};

/** A user in a team. */
export interface TeamMemberRow {
  readonly team_uid: string;
  /** Personal data. */
  readonly email: string;
  readonly team_name: string;
  /** Waits for approval. */
  readonly queued: boolean;
}

/** `enterprise-info -t` again: one row per team and user. */
export const teamMembers: Report<'team_members', TeamMemberRow> = {
  name: 'team_members',
  description: 'Who is in which team, or waits for it.',
  command: ENTERPRISE_TEAMS,
  refresh: ENTERPRISE_DOWN,
  key: ['team_uid', 'email'],
  cells: {
    team_uid: plain('text', 'Identifier of the team.', { required: true }),
    email: email('text', 'Address of the user. Personal data.', { required: true }),
    team_name: plain('text', 'Name of the team.'),
    queued: plain('bool', 'Whether the user waits for approval.'),
  },
  pages: async function* (run, context) {
    for await (const page of run.pages({ command: ENTERPRISE_TEAMS, refresh: ENTERPRISE_DOWN }, context)) {
      yield page.flatMap(({ team_uid, name, users: members, queued_users: waiting }) => [
        ...textsOf(members).map((address) => ({ team_uid, email: address, team_name: name, queued: false })),
        ...textsOf(waiting).map((address) => ({ team_uid, email: address, team_name: name, queued: true })),
      ]);
    }
  },
};

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? [...new Set(value.filter((item) => typeof item === 'string'))] : [];
}

/** A role of the enterprise. */
export interface RoleRow {
  /** Above 2^53 for most enterprises, then a bigint. */
  readonly role_id: number | bigint;
  /** Not unique. */
  readonly name: string;
  readonly node: string;
  readonly admin: boolean;
  readonly default_role: boolean;
  readonly visible_below: boolean;
  readonly user_count: number;
  readonly users: readonly string[];
  readonly team_count: number;
  readonly teams: readonly string[];
  readonly enforcement_count: number;
  /** Names and values of what the role enforces; values are texts, also of numbers. */
  readonly enforcements: Readonly<Record<string, string>>;
  readonly managed_node_count: number;
  readonly managed_nodes: readonly string[];
  readonly managed_nodes_permissions: readonly object[];
}

/** `enterprise-info -r` with all columns. */
export const roles: Report<'roles', RoleRow> = {
  name: 'roles',
  description: 'Roles of the enterprise: whom they have, what they enforce, which nodes they administer.',
  command: ENTERPRISE_ROLES,
  refresh: ENTERPRISE_DOWN,
  key: ['role_id'],
  cells: {
    role_id: plain('bigint', 'Identifier of the role.', { required: true }),
    name: plain('text', 'Name of the role. Not unique.'),
    node: plain('text', 'Path of node names, joined with a backslash.'),
    admin: plain('bool', 'Whether the role administers a node.'),
    default_role: plain('bool', 'Whether new users get it.'),
    visible_below: plain('bool', 'Whether it counts for the nodes below.'),
    user_count: plain('bigint', 'Number of users.'),
    users: email('list', 'Addresses of the users. Personal data.'),
    team_count: plain('bigint', 'Number of teams.'),
    teams: plain('list', 'Names of teams.'),
    enforcement_count: plain('bigint', 'Number of enforcements.'),
    enforcements: plain('json', 'What the role enforces: names, and values as text.'),
    managed_node_count: plain('bigint', 'Number of nodes that it administers.'),
    managed_nodes: plain('list', 'Names of the nodes that it administers.'),
    managed_nodes_permissions: plain('list', 'Node, whether those below belong to it, and privileges.'),
  },
};

/** A node of the enterprise's tree. */
export interface NodeRow {
  /** Above 2^53 for most enterprises, then a bigint. */
  readonly node_id: number | bigint;
  /** Not unique, and may hold the backslash that joins paths. */
  readonly name: string;
  readonly parent_id?: number | bigint;
  readonly parent_node?: string;
  readonly isolated: boolean;
  readonly user_count: number;
  readonly users: readonly string[];
  readonly team_count: number;
  readonly teams: readonly string[];
  readonly role_count: number;
  readonly roles: readonly string[];
  readonly scim_provisioning?: string;
  readonly email_provisioning?: string;
  readonly bridge_provisioning?: string;
  readonly sso_provisioning?: string;
}

/** `enterprise-info -n` with all columns. */
export const nodes: Report<'nodes', NodeRow> = {
  name: 'nodes',
  description: "The enterprise's tree of nodes.",
  command: ENTERPRISE_NODES,
  refresh: ENTERPRISE_DOWN,
  key: ['node_id'],
  cells: {
    node_id: plain('bigint', 'Identifier of the node.', { required: true }),
    name: plain('text', 'Name of the node. Not unique.'),
    parent_id: plain('bigint', 'Identifier of the node above; null for the root.'),
    parent_node: plain('text', 'Name of the node above.'),
    isolated: plain('bool', 'Whether users of the node see those of no other.'),
    user_count: plain('bigint', 'Number of users.'),
    users: email('list', 'Addresses of the users. Personal data.'),
    team_count: plain('bigint', 'Number of teams.'),
    teams: plain('list', 'Names of teams.'),
    role_count: plain('bigint', 'Number of roles.'),
    roles: plain('list', 'Names of roles.'),
    scim_provisioning: plain('text', 'State of SCIM, where any node has it.'),
    email_provisioning: plain('text', 'Domain for provisioning by email, where any node has it.'),
    bridge_provisioning: plain('text', 'State of the bridge, where any node has it.'),
    sso_provisioning: plain('text', 'Name of the single sign-on service, where any node has it.'),
  },
};
