import type { Vault, VaultFolder, VaultNode, VaultRecord, VaultTeam, VaultUser } from './vault.ts';

/** Somebody, or some team, that a record is shared with. */
export interface Sharee {
  readonly kind: 'direct' | 'folder-user' | 'folder-team';
  /** Email, or name of the team. */
  readonly name: string;
  readonly canEdit: boolean;
  readonly canShare: boolean;
  /** Seconds since 1970, or null. */
  readonly expiresAt: number | null;
}

const indexes = new WeakMap<Vault, VaultIndex>();

/** The index of a vault; it is built once. */
export function indexOf(vault: Vault): VaultIndex {
  const known = indexes.get(vault);
  if (known !== undefined) return known;
  const index = new VaultIndex(vault);
  indexes.set(vault, index);
  return index;
}

/** Look-ups in one vault that several commands need. */
export class VaultIndex {
  readonly vault: Vault;
  readonly recordByUid: ReadonlyMap<string, VaultRecord>;
  readonly folderByUid: ReadonlyMap<string, VaultFolder>;
  readonly teamByUid: ReadonlyMap<string, VaultTeam>;
  readonly nodeById: ReadonlyMap<bigint, VaultNode>;
  readonly userByEmail: ReadonlyMap<string, VaultUser>;
  readonly usersByNode: ReadonlyMap<bigint, readonly VaultUser[]>;
  readonly usersByRole: ReadonlyMap<bigint, readonly VaultUser[]>;
  readonly usersByTeam: ReadonlyMap<string, readonly VaultUser[]>;
  readonly recordsByFolder: ReadonlyMap<string, readonly VaultRecord[]>;
  readonly #nodePaths = new Map<bigint, string>();
  readonly #folderPaths = new Map<string, string>();

  constructor(vault: Vault) {
    this.vault = vault;
    this.recordByUid = new Map(vault.records.map((record) => [record.uid, record]));
    this.folderByUid = new Map(vault.folders.map((folder) => [folder.uid, folder]));
    this.teamByUid = new Map(vault.teams.map((team) => [team.uid, team]));
    this.nodeById = new Map(vault.nodes.map((node) => [node.id, node]));
    this.userByEmail = new Map(vault.users.map((user) => [user.email, user]));
    this.usersByNode = grouped(vault.users, (user) => [user.nodeId]);
    this.usersByRole = grouped(vault.users, (user) => user.roleIds);
    this.usersByTeam = grouped(vault.users, (user) => user.teamUids);
    this.recordsByFolder = grouped(vault.records, (record) => (record.folderUid === null ? [] : [record.folderUid]));
  }

  /** The user that the service is logged in as. */
  get service(): string {
    return this.vault.users[0]?.email ?? '';
  }

  /** The names from the root down, joined by `\`, which names may hold themselves. */
  nodePath(id: bigint): string {
    const known = this.#nodePaths.get(id);
    if (known !== undefined) return known;
    const node = this.nodeById.get(id);
    const path =
      node === undefined ? '' : node.parentId === null ? node.name : `${this.nodePath(node.parentId)}\\${node.name}`;
    this.#nodePaths.set(id, path);
    return path;
  }

  /** As {@link VaultIndex.nodePath} without the root's name, as some reports print it: empty for the root. */
  nodePathBelowRoot(id: bigint): string {
    const root = this.vault.nodes[0];
    if (root === undefined || id === root.id) return '';
    return this.nodePath(id).slice(root.name.length + 1);
  }

  /** The names of folders from the top down, joined by `/`. */
  folderPath(uid: string): string {
    const known = this.#folderPaths.get(uid);
    if (known !== undefined) return known;
    const folder = this.folderByUid.get(uid);
    const path =
      folder === undefined
        ? ''
        : folder.parentUid === null
          ? folder.name
          : `${this.folderPath(folder.parentUid)}/${folder.name}`;
    this.#folderPaths.set(uid, path);
    return path;
  }

  /** The shared folder that a folder is or lies in. */
  sharedFolderOf(uid: string | null): VaultFolder | undefined {
    for (let next = uid; next !== null;) {
      const folder = this.folderByUid.get(next);
      if (folder === undefined || folder.kind === 'shared') return folder;
      next = folder.kind === 'shared-sub' ? folder.parentUid : null;
    }
    return undefined;
  }

  /** Everybody that the record is shared with, directly or through its shared folder; never its owner. */
  sharees(record: VaultRecord): readonly Sharee[] {
    const direct = record.shares.map((share): Sharee => ({
      kind: 'direct',
      name: share.email,
      canEdit: share.canEdit,
      canShare: share.canShare,
      expiresAt: share.expiresAt,
    }));
    const folder = this.sharedFolderOf(record.folderUid);
    const members = (folder?.members ?? [])
      .filter((member) => member.id !== record.owner && !direct.some((share) => share.name === member.id))
      .map((member): Sharee => ({
        kind: member.kind === 'team' ? 'folder-team' : 'folder-user',
        name: member.kind === 'team' ? (this.teamByUid.get(member.id)?.name ?? '') : member.id,
        canEdit: member.manageRecords,
        canShare: member.manageUsers,
        expiresAt: null,
      }));
    return [...direct, ...members];
  }

  /** Whether `list` calls the record shared. */
  isShared(record: VaultRecord): boolean {
    return record.shares.length > 0 || this.sharees(record).length > 0;
  }
}

function grouped<Item, Key>(items: readonly Item[], keysOf: (item: Item) => readonly Key[]): Map<Key, readonly Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [item]);
      else group.push(item);
    }
  }
  return groups;
}
