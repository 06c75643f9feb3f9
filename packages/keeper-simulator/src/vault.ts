/** One node of the enterprise's tree; names are not unique and may hold the path separator `\`. */
export interface VaultNode {
  /** Above 2^53 for large enterprise ids. */
  readonly id: bigint;
  readonly name: string;
  /** Null for the root. */
  readonly parentId: bigint | null;
  readonly isolated: boolean;
  readonly scim: boolean;
}

/** One role with what it enforces and which nodes it administers. */
export interface VaultRole {
  readonly id: bigint;
  readonly name: string;
  readonly nodeId: bigint;
  readonly isDefault: boolean;
  readonly visibleBelow: boolean;
  readonly teamUids: readonly string[];
  readonly enforcements: Readonly<Record<string, string>>;
  readonly manages: readonly {
    readonly nodeId: bigint;
    readonly cascade: boolean;
    readonly privileges: readonly string[];
  }[];
}

/** One team, or one that waits for its approval. */
export interface VaultTeam {
  readonly uid: string;
  readonly name: string;
  readonly nodeId: bigint;
  readonly restrictView: boolean;
  readonly restrictEdit: boolean;
  readonly restrictShare: boolean;
  readonly queued: boolean;
}

/** One user of the enterprise; the service itself logs in as the first. */
export interface VaultUser {
  readonly id: bigint;
  readonly email: string;
  /** Empty when the user has none. */
  readonly name: string;
  readonly status: 'Active' | 'Invited' | 'Locked' | 'Locked by IdP' | 'Disabled';
  readonly transferStatus: 'Not required' | 'Pending transfer' | 'Transfer accepted';
  readonly nodeId: bigint;
  readonly jobTitle: string;
  readonly aliases: readonly string[];
  readonly twoFactor: boolean;
  readonly roleIds: readonly bigint[];
  readonly teamUids: readonly string[];
  readonly queuedTeamUids: readonly string[];
}

/** A user or a team in a shared folder. */
export interface FolderMember {
  readonly kind: 'user' | 'team';
  /** Email of the user, uid of the team. */
  readonly id: string;
  readonly manageUsers: boolean;
  readonly manageRecords: boolean;
}

/** A folder of the service user's vault. */
export interface VaultFolder {
  readonly uid: string;
  readonly name: string;
  /** Null at the top. */
  readonly parentUid: string | null;
  readonly kind: 'user' | 'shared' | 'shared-sub';
  /** Of a shared folder. */
  readonly members: readonly FolderMember[];
}

/** One direct share of a record. */
export interface RecordShare {
  readonly email: string;
  readonly canEdit: boolean;
  readonly canShare: boolean;
  /** Seconds since 1970, or null. */
  readonly expiresAt: number | null;
}

/** A file hanging on a record. */
export interface RecordFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}

/** One record of the service user's vault. `secret` stands for every secret value in it and is invented. */
export interface VaultRecord {
  readonly uid: string;
  /** 2: general record of old, 3: typed record. */
  readonly version: 2 | 3;
  readonly type: string;
  /** May be empty, and may hold a lone surrogate. */
  readonly title: string;
  readonly login: string;
  readonly url: string;
  /** What `list` shows instead of login and URL, for a card. */
  readonly card: string;
  readonly secret: string;
  readonly owner: string;
  readonly folderUid: string | null;
  readonly shares: readonly RecordShare[];
  readonly files: readonly RecordFile[];
  /** Seconds since 1970. */
  readonly modifiedAt: number;
  readonly revision: number;
  /** 0 to 100. */
  readonly strength: number;
  readonly passwordLength: number;
  readonly reused: boolean;
  readonly breachWatch: 'passed' | 'at-risk' | 'ignored';
}

/** One audit event as Keeper's cloud holds it; no command prints `id`. */
export interface AuditEvent {
  readonly id: number;
  /** Seconds since 1970. */
  readonly created: number;
  readonly type: string;
  readonly username: string;
  readonly ipAddress?: string;
  readonly keeperVersion?: string;
  readonly nodeId?: bigint;
  readonly recordUid?: string;
  readonly sharedFolderUid?: string;
  readonly teamUid?: string;
  readonly roleId?: bigint;
  readonly toUsername?: string;
  readonly channel?: string;
  readonly status?: string;
  readonly recipient?: string;
  readonly value?: string;
}

/** A record in the trash. */
export interface TrashedRecord {
  readonly uid: string;
  readonly title: string;
  readonly type: string;
  /** Seconds since 1970; null for records that others shared. */
  readonly deletedAt: number | null;
}

/** Everything behind one service: an enterprise, one user's vault, and the audit log. */
export interface Vault {
  readonly enterpriseId: number;
  readonly nodes: readonly VaultNode[];
  readonly roles: readonly VaultRole[];
  readonly teams: readonly VaultTeam[];
  readonly users: readonly VaultUser[];
  readonly folders: readonly VaultFolder[];
  readonly records: readonly VaultRecord[];
  /** Attachments' and applications' uids that occur in events only, as `list` does not show such records. */
  readonly hiddenUids: readonly string[];
  readonly trash: readonly TrashedRecord[];
  /** In order of time and id. */
  readonly events: readonly AuditEvent[];
}

/** The lowest id of a kind: `enterprise id · 2^32 + number`. */
export function enterpriseObjectId(enterpriseId: number, number: number): bigint {
  return (BigInt(enterpriseId) << 32n) + BigInt(number);
}
