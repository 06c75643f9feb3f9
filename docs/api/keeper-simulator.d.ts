// @leat/keeper-simulator exports "."

// #region Interfaces
export interface ApiKey {
  readonly key: string;
  readonly commands: readonly string[];
  readonly expiresAt?: Date | null;
}
export interface AuditEvent {
  readonly id: number;
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
export interface Clock {
  now(): number;
  sleep(_: number, _?: AbortSignal): Promise<void>;
}
export interface EndpointCount {
  readonly total: number;
  readonly byStatus: Readonly<Record<number, number>>;
}
export interface FolderMember {
  readonly kind: "user" | "team";
  readonly id: string;
  readonly manageUsers: boolean;
  readonly manageRecords: boolean;
}
export interface IpPolicy {
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
}
export interface KeeperAccount {
  readonly enterpriseAdministrator: boolean;
  readonly msp: boolean;
  readonly addOns: boolean;
}
export interface KeeperSimulator extends AsyncDisposable {
  readonly url: string;
  readonly apiKey: string;
  readonly vault: Vault;
  readonly control: KeeperSimulatorControl;
  close(): Promise<void>;
}
export interface KeeperSimulatorControl {
  readonly statistics: Statistics;
  failNext(_: FailOrder): void;
  clearFailures(): void;
  restart(): void;
  goOffline(): Promise<void>;
  goOnline(): Promise<void>;
  killWorker(): void;
  pauseWorker(): void;
  resumeWorker(): void;
  logOutSession(_?: Exclude<LoginState, "live">): void;
  logInSession(): void;
  addKey(_: ApiKey): void;
  revokeKey(_: string): void;
  purgeResults(): void;
  replaceVault(_: Vault): void;
  addEvents(_: readonly AuditEvent[]): void;
}
export interface KeeperSimulatorOptions {
  readonly port?: number;
  readonly host?: string;
  readonly vault?: Vault | VaultOptions;
  readonly apiKeys?: readonly ApiKey[];
  readonly rateLimit?: string;
  readonly clock?: Clock;
  readonly commandLatency?: number | ((_: string) => number);
  readonly encryptionKey?: string;
  readonly ipPolicy?: IpPolicy;
  readonly queueEnabled?: boolean;
  readonly account?: Partial<KeeperAccount>;
  readonly queueSize?: number;
  readonly resultRetentionSeconds?: number;
  readonly v1TimeoutSeconds?: number;
  readonly utcOffsetMinutes?: number;
}
export interface RecordFile {
  readonly id: string;
  readonly name: string;
  readonly size: number;
}
export interface RecordShare {
  readonly email: string;
  readonly canEdit: boolean;
  readonly canShare: boolean;
  readonly expiresAt: number | null;
}
export interface SeenRequest {
  readonly at: number;
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}
export interface TrashedRecord {
  readonly uid: string;
  readonly title: string;
  readonly type: string;
  readonly deletedAt: number | null;
}
export interface Vault {
  readonly enterpriseId: number;
  readonly nodes: readonly VaultNode[];
  readonly roles: readonly VaultRole[];
  readonly teams: readonly VaultTeam[];
  readonly users: readonly VaultUser[];
  readonly folders: readonly VaultFolder[];
  readonly records: readonly VaultRecord[];
  readonly hiddenUids: readonly string[];
  readonly trash: readonly TrashedRecord[];
  readonly events: readonly AuditEvent[];
}
export interface VaultFolder {
  readonly uid: string;
  readonly name: string;
  readonly parentUid: string | null;
  readonly kind: "user" | "shared" | "shared-sub";
  readonly members: readonly FolderMember[];
}
export interface VaultNode {
  readonly id: bigint;
  readonly name: string;
  readonly parentId: bigint | null;
  readonly isolated: boolean;
  readonly scim: boolean;
}
export interface VaultOptions {
  readonly seed?: number;
  readonly records?: number;
  readonly users?: number;
  readonly teams?: number;
  readonly folders?: number;
  readonly events?: number;
  readonly eventBurst?: number;
  readonly trash?: number;
  readonly until?: number;
  readonly days?: number;
  readonly enterpriseId?: number;
}
export interface VaultRecord {
  readonly uid: string;
  readonly version: 2 | 3;
  readonly type: string;
  readonly title: string;
  readonly login: string;
  readonly url: string;
  readonly card: string;
  readonly secret: string;
  readonly owner: string;
  readonly folderUid: string | null;
  readonly shares: readonly RecordShare[];
  readonly files: readonly RecordFile[];
  readonly modifiedAt: number;
  readonly revision: number;
  readonly strength: number;
  readonly passwordLength: number;
  readonly reused: boolean;
  readonly breachWatch: "passed" | "at-risk" | "ignored";
}
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
export interface VaultTeam {
  readonly uid: string;
  readonly name: string;
  readonly nodeId: bigint;
  readonly restrictView: boolean;
  readonly restrictEdit: boolean;
  readonly restrictShare: boolean;
  readonly queued: boolean;
}
export interface VaultUser {
  readonly id: bigint;
  readonly email: string;
  readonly name: string;
  readonly status: "Active" | "Invited" | "Locked" | "Locked by IdP" | "Disabled";
  readonly transferStatus: "Not required" | "Pending transfer" | "Transfer accepted";
  readonly nodeId: bigint;
  readonly jobTitle: string;
  readonly aliases: readonly string[];
  readonly twoFactor: boolean;
  readonly roleIds: readonly bigint[];
  readonly teamUids: readonly string[];
  readonly queuedTeamUids: readonly string[];
}
// #endregion

// #region Types
export type CommandFault = {
  readonly kind: "swallowed";
} | {
  readonly kind: "throttled";
} | {
  readonly kind: "throttled-then-ok";
  readonly milliseconds?: number;
} | {
  readonly kind: "session-expired";
} | {
  readonly kind: "session-gone";
} | {
  readonly kind: "bad-gateway";
} | {
  readonly kind: "row-failed";
} | {
  readonly kind: "invalid-json";
} | {
  readonly kind: "message-only";
  readonly message: string;
} | {
  readonly kind: "slow";
  readonly milliseconds: number;
} | {
  readonly kind: "never-ends";
} | {
  readonly kind: "worker-dies";
} | {
  readonly kind: "result";
  readonly status: number;
  readonly body: {
    readonly [key: string]: JsonValue;
  };
};
export type Endpoint = "submit" | "status" | "result" | "queue-status" | "v1" | "health" | "other";
export type FailOrder = {
  readonly endpoint?: Endpoint;
  readonly times?: number;
  readonly after?: number;
  readonly request: RequestFault;
} | {
  readonly command?: string;
  readonly times?: number;
  readonly after?: number;
  readonly upstream: CommandFault;
};
export type LoginState = "live" | "expired" | "gone";
export type RequestFault = {
  readonly kind: "html";
  readonly status: 502 | 503 | 504;
} | {
  readonly kind: "rate-limited";
  readonly limit?: string;
} | {
  readonly kind: "drop";
  readonly when: "before" | "after";
} | {
  readonly kind: "delay";
  readonly milliseconds: number;
} | {
  readonly kind: "truncated";
} | {
  readonly kind: "malformed-json";
} | {
  readonly kind: "redirect";
  readonly location: string;
  readonly status?: 301 | 302 | 307 | 308;
} | {
  readonly kind: "huge-body";
  readonly bytes: number;
} | {
  readonly kind: "answer";
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};
// #endregion

// #region Classes
export declare class KeeperSimulatorError extends Error {
  override readonly name = "KeeperSimulatorError";
  readonly code: `LEAT_SIMULATOR_${string}`;
  readonly remedy: string;
  constructor(_: `LEAT_SIMULATOR_${string}`, _: string, _: string);
}
export declare class ManualClock implements Clock {
  #private;
  constructor(_: number);
  now(): number;
  get sleeping(): number;
  sleep(_: number, _?: AbortSignal): Promise<void>;
  advance(_: number): void;
}
export declare class Statistics {
  #private;
  get requests(): readonly SeenRequest[];
  get commands(): readonly string[];
  count(_: Endpoint): EndpointCount;
  clear(): void;
}
// #endregion

// #region Functions
export declare function enterpriseObjectId(_: number, _: number): bigint;
export declare function generateVault(_?: VaultOptions): Vault;
export declare function startKeeperSimulator(_?: KeeperSimulatorOptions): Promise<KeeperSimulator>;
// #endregion

// #region Variables
export declare const systemClock: Clock;
// #endregion

// #region Referenced (internal)
type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;
// #endregion
