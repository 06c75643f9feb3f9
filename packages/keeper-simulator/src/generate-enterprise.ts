import { Random } from './random.ts';
import { someName, plainWord } from './unkind-text.ts';
import { enterpriseObjectId } from './vault.ts';
import type { VaultNode, VaultRole, VaultTeam, VaultUser } from './vault.ts';

/** The parts of a vault that administrators see. */
export interface Enterprise {
  readonly nodes: readonly VaultNode[];
  readonly roles: readonly VaultRole[];
  readonly teams: readonly VaultTeam[];
  readonly users: readonly VaultUser[];
}

const allPrivileges = [
  'manage_nodes',
  'manage_user',
  'manage_roles',
  'manage_teams',
  'run_reports',
  'manage_bridge',
  'approve_device',
  'run_compliance_reports',
  'sharing_administrator',
  'transfer_account',
];

/** Generates nodes, roles, teams and users; two nodes and two roles have the same name. */
export function generateEnterprise(seed: number, enterpriseId: number, users: number, teams: number): Enterprise {
  const id = (number: number): bigint => enterpriseObjectId(enterpriseId, number);
  const nodes = generateNodes(id);
  const allTeams = generateTeams(new Random(seed, 'teams'), nodes, teams);
  const roles = generateRoles(id, allTeams.slice(0, 1)).slice(0, users > 1 ? 5 : 2);
  return {
    nodes: users > 1 ? nodes : nodes.slice(0, 1),
    roles,
    teams: allTeams,
    users: generateUsers(new Random(seed, 'users'), id, users, nodes, roles, allTeams),
  };
}

function generateNodes(id: (number: number) => bigint): readonly VaultNode[] {
  const node = (number: number, name: string, parent: number | null, isolated = false, scim = false): VaultNode => ({
    id: id(number),
    name,
    parentId: parent === null ? null : id(parent),
    isolated,
    scim,
  });
  return [
    node(2, 'Example "Ünïon" Inc.', null),
    node(3, 'EMEA', 2, false, true),
    node(4, 'Sales', 2),
    node(5, 'Sales', 3),
    node(6, 'Émigré\\R&D', 2, true),
    node(7, '開発部', 6),
  ];
}

function generateRoles(id: (number: number) => bigint, teams: readonly VaultTeam[]): readonly VaultRole[] {
  const role = (number: number, name: string, node: number, rest: Partial<VaultRole>): VaultRole => ({
    id: id(number),
    name,
    nodeId: id(node),
    isDefault: false,
    visibleBelow: true,
    teamUids: [],
    enforcements: {},
    manages: [],
    ...rest,
  });
  return [
    role(300, 'Keeper Administrator', 2, {
      manages: [{ nodeId: id(2), cascade: true, privileges: allPrivileges }],
    }),
    role(301, 'Default "role"', 2, {
      isDefault: true,
      enforcements: {
        generated_password_complexity: '[{"domains":["_default_"],"length":20,"lower-use":true}]',
        logout_timer_desktop: '60',
        maximum_record_size: '9007199254740993',
        require_two_factor: 'true',
        restrict_ip_addresses: '192.0.2.0-192.0.2.255,198.51.100.7',
      },
    }),
    role(302, 'Auditors / Prüfer', 4, {
      teamUids: teams.map((team) => team.uid),
      enforcements: {
        allow_pam_rotation: 'true',
        allow_secrets_manager: 'true',
        allow_view_kcm_recordings: 'true',
      },
      manages: [{ nodeId: id(3), cascade: false, privileges: ['run_reports'] }],
    }),
    role(303, 'Empty role', 5, { visibleBelow: false }),
    role(304, 'Empty role', 6, { visibleBelow: false }),
  ];
}

function generateTeams(random: Random, nodes: readonly VaultNode[], count: number): readonly VaultTeam[] {
  const teams: VaultTeam[] = [];
  for (let index = 0; index < count; index += 1) {
    teams.push({
      uid: index === 3 ? `-${random.uid().slice(1)}` : random.uid(),
      name: someName(random, 'Team', index, index === 1 ? 1 : 0.1),
      nodeId: random.pick(nodes).id,
      restrictView: index % 4 === 3,
      restrictEdit: index % 2 === 1,
      restrictShare: index % 4 >= 2,
      queued: false,
    });
  }
  if (count > 0) {
    const root = nodes[0]?.id ?? 0n;
    const rest = { restrictView: false, restrictEdit: false, restrictShare: false, queued: true };
    teams.push({ uid: random.uid(), name: 'Queued team', nodeId: root, ...rest });
  }
  return teams;
}

function generateUsers(
  random: Random,
  id: (number: number) => bigint,
  count: number,
  nodes: readonly VaultNode[],
  roles: readonly VaultRole[],
  teams: readonly VaultTeam[],
): readonly VaultUser[] {
  const approved = teams.filter((team) => !team.queued);
  const queued = teams.filter((team) => team.queued);
  const [administrator, standard, auditor] = roles.map((role) => role.id);
  const users: VaultUser[] = [];
  for (let index = 0; index < count; index += 1) {
    const service = index === 0;
    const invited = index % 12 === 5;
    const roleIds = [
      ...(service && administrator !== undefined ? [administrator] : []),
      ...(standard !== undefined && !invited && index % 2 === 0 ? [standard] : []),
      ...(auditor !== undefined && !invited && index % 2 === 1 ? [auditor] : []),
    ];
    users.push({
      id: id(1000 + index),
      email: emailOf(index),
      name: service ? `User ${plainWord(random)}-0` : nameOf(random, index),
      status: statusOf(index),
      transferStatus: random.pick(['Not required', 'Pending transfer', 'Transfer accepted'] as const),
      nodeId: service ? id(2) : random.pick(nodes).id,
      jobTitle: index % 3 === 0 ? `Head of ${plainWord(random)}` : '',
      aliases: index % 5 === 2 ? [`alias${index}@example.org`] : [],
      twoFactor: service || random.chance(0.6),
      roleIds,
      teamUids:
        invited || approved.length === 0 ? [] : approved.filter(() => random.chance(0.3)).map((team) => team.uid),
      queuedTeamUids: invited ? queued.map((team) => team.uid) : [],
    });
  }
  return users;
}

function emailOf(index: number): string {
  if (index === 0) return 'service@example.com';
  return index === 3 ? 'zoë.müller+tag@example.com' : `user${String(index).padStart(5, '0')}@example.com`;
}

function nameOf(random: Random, index: number): string {
  return index % 12 === 5 || index % 12 === 11 ? '' : someName(random, 'User', index, 0.2);
}

function statusOf(index: number): VaultUser['status'] {
  if (index % 12 === 5) return 'Invited';
  if (index % 12 === 8) return 'Locked';
  return index % 12 === 9 ? 'Locked by IdP' : 'Active';
}
