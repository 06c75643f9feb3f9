// @leat/source-keeper exports "."

// #region Interfaces
export interface AuditEventRow {
  readonly event_id: string;
  readonly created: string;
  readonly audit_event_type: string;
  readonly username: string;
  readonly ip_address?: string;
  readonly keeper_version?: string;
  readonly geo_location?: string;
  readonly to_username?: string;
  readonly from_username?: string;
  readonly record_uid?: string;
  readonly record_title?: string;
  readonly record_url?: string;
  readonly shared_folder_uid?: string;
  readonly shared_folder_title?: string;
  readonly node?: number | bigint;
  readonly node_title?: string;
  readonly role_id?: number | bigint;
  readonly role_title?: string;
  readonly team_uid?: string;
  readonly team_title?: string;
  readonly channel?: string;
  readonly status?: string;
  readonly recipient?: string;
  readonly value?: string;
}
export interface AuditOptions {
  readonly initial?: string | undefined;
  readonly lagSeconds: number;
  readonly lookbackSeconds: number;
  readonly maxEventsPerRun?: number | undefined;
  readonly onMissing: "fail" | "continue";
}
export interface AuditPartition {
  readonly from: string;
  readonly to: string;
}
export interface AuditSummaryRow {
  readonly day: string;
  readonly audit_event_type: string;
  readonly username: string;
  readonly occurrences: number;
  readonly first_created: string;
  readonly last_created: string;
}
export interface CommandOption {
  readonly name: string;
  readonly command: string | readonly string[];
  readonly primaryKey?: string | readonly string[];
  readonly rows?: string;
  readonly columns?: Readonly<Record<string, "plain" | "personal" | "secret">>;
}
export interface CommandOutput {
  readonly data: unknown;
  readonly message: string;
  readonly date?: number;
}
export interface FolderRow {
  readonly uid: string;
  readonly name?: string;
  readonly source: string;
  readonly parent_uid: string | null;
  readonly shared: boolean;
}
export interface HealthRow {
  readonly checked_at: string;
  readonly status: string;
}
export interface KeeperCall {
  readonly signal: AbortSignal;
  readonly deadline?: number;
  wait?(_: WaitNotice): void;
  countRequest?(): void;
}
export interface KeeperClientHost {
  readonly clock?: Clock;
  readonly sleep?: Sleep;
  readonly logger?: Logger;
}
export interface KeeperClientOptions {
  readonly baseUrl: string;
  readonly apiKey: string | Secret;
  readonly encryptionKey?: string | Secret;
  readonly ratePerMinute?: number;
  readonly commandTimeoutMs?: number;
  readonly pollIntervalMs?: PollInterval;
  readonly maxResponseBytes?: number;
  readonly idleTimeoutMs?: number;
  readonly allowInsecure?: boolean;
  readonly ca?: string;
  readonly pinnedCertificate?: string;
  readonly clientCertificate?: {
    readonly certificate: string;
    readonly key: string | Secret;
  };
  readonly mode?: "auto" | "v1" | "v2";
}
export interface KeeperCommand {
  readonly line: string;
  readonly root: string;
  readonly label: string;
  readonly privilege?: string;
  readonly unquotable?: true;
}
export interface KeeperErrorKind extends ErrorExplanation {
  readonly boundary: "config" | "source";
  readonly recoverability: Recoverability;
  readonly unavailable?: true;
}
export interface KeeperOptions {
  readonly baseUrl: string;
  readonly apiKey: Secret;
  readonly encryptionKey?: Secret | undefined;
  readonly ratePerMinute: number;
  readonly commandTimeoutMs: number;
  readonly pollIntervalMs: {
    readonly min: number;
    readonly max: number;
  };
  readonly maxResponseBytes: number;
  readonly allowInsecure: boolean;
  readonly ca?: string | undefined;
  readonly pinnedCertificate?: string | undefined;
  readonly clientCertificate?: {
    readonly certificate: string;
    readonly key: Secret;
  } | undefined;
  readonly mode: "auto" | "v1" | "v2";
  readonly preset: Preset;
  readonly audit: AuditOptions;
  readonly hashEmails: boolean | {
    readonly key: Secret;
  };
  readonly allowShrink: boolean | readonly string[];
  readonly requestIds: readonly string[];
  readonly commands: readonly CommandOption[];
  readonly allowUnsafeCommands: readonly string[];
}
export interface KeeperOptionsInput {
  readonly baseUrl: string;
  readonly apiKey: string | Secret;
  readonly encryptionKey?: string | Secret | undefined;
  readonly ratePerMinute?: number | undefined;
  readonly commandTimeoutMs?: number | undefined;
  readonly pollIntervalMs?: {
    readonly min: number;
    readonly max: number;
  } | undefined;
  readonly maxResponseBytes?: number | undefined;
  readonly allowInsecure?: boolean | undefined;
  readonly ca?: string | undefined;
  readonly pinnedCertificate?: string | undefined;
  readonly clientCertificate?: {
    readonly certificate: string;
    readonly key: string | Secret;
  } | undefined;
  readonly mode?: "auto" | "v1" | "v2" | undefined;
  readonly preset?: Preset | undefined;
  readonly audit?: AuditOptionsInput | undefined;
  readonly hashEmails?: boolean | {
    readonly key: string | Secret;
  } | undefined;
  readonly allowShrink?: boolean | readonly string[] | undefined;
  readonly requestIds?: readonly string[] | undefined;
  readonly commands?: readonly CommandOption[] | undefined;
  readonly allowUnsafeCommands?: readonly string[] | undefined;
}
export interface NodeRow {
  readonly node_id: number | bigint;
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
export interface PollInterval {
  readonly min: number;
  readonly max: number;
}
export interface QueueStatusRow {
  readonly checked_at: string;
  readonly worker_running: boolean;
  readonly queue_size: number;
  readonly active_requests: number;
  readonly completed_requests: number;
  readonly currently_processing?: string | null;
}
export interface RateWindow {
  readonly count: number;
  readonly milliseconds: number;
}
export interface RecordRow {
  readonly record_uid: string;
  readonly type: string;
  readonly record_category: string;
  readonly shared: boolean;
  readonly title?: string;
  readonly description?: string;
}
export interface RoleRow {
  readonly role_id: number | bigint;
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
  readonly enforcements: Readonly<Record<string, string>>;
  readonly managed_node_count: number;
  readonly managed_nodes: readonly string[];
  readonly managed_nodes_permissions: readonly object[];
}
export interface ServiceAnswer {
  readonly value: JsonObject;
  readonly date?: number;
  readonly server?: string;
}
export interface SharedFolderRow {
  readonly shared_folder_uid: string;
  readonly name?: string;
  readonly folder_path?: string;
  readonly members: readonly {
    readonly shared_to: string;
    readonly kind: "user" | "team";
    readonly permissions?: string;
  }[];
  readonly records?: readonly {
    readonly record_uid: string;
  }[];
}
export interface TeamMemberRow {
  readonly team_uid: string;
  readonly email: string;
  readonly team_name: string;
  readonly queued: boolean;
}
export interface TeamRow {
  readonly team_uid: string;
  readonly name: string;
  readonly node: string;
  readonly restricts: string;
  readonly user_count?: number;
  readonly users?: readonly string[];
  readonly queued_user_count: number;
  readonly queued_users: readonly string[];
  readonly role_count?: number;
  readonly roles?: readonly string[];
}
export interface UserRow {
  readonly user_id: number | bigint;
  readonly email: string;
  readonly name?: string;
  readonly job_title?: string;
  readonly status: string;
  readonly transfer_status: string;
  readonly node: string;
  readonly team_count: number;
  readonly teams: readonly string[];
  readonly role_count: number;
  readonly roles: readonly string[];
  readonly alias: readonly string[];
  readonly "2fa_enabled": boolean;
}
// #endregion

// #region Types
export type AuditOptionsInput = { readonly [K in keyof AuditOptions]?: AuditOptions[K] | undefined; };
export type CommandName = string & {};
export type CommandRow = JsonObject;
export type JsonObject = Readonly<Record<string, unknown>>;
export type KeeperErrorCode = "LEAT_KEEPER_ACCESS_DENIED" | "LEAT_KEEPER_ADDRESS_REFUSED" | "LEAT_KEEPER_AUDIT_MISSING" | "LEAT_KEEPER_AUDIT_SECOND_IN_DOUBT" | "LEAT_KEEPER_BODY_TOO_LARGE" | "LEAT_KEEPER_COMMAND_FAILED" | "LEAT_KEEPER_COMMAND_NOT_GRANTED" | "LEAT_KEEPER_CONTRADICTION" | "LEAT_KEEPER_DECRYPTION" | "LEAT_KEEPER_INSECURE_URL" | "LEAT_KEEPER_INVALID_COMMAND" | "LEAT_KEEPER_INVALID_OPTION" | "LEAT_KEEPER_MALFORMED_ANSWER" | "LEAT_KEEPER_NOT_LICENSED" | "LEAT_KEEPER_NOT_PERMITTED" | "LEAT_KEEPER_NOT_SERVICE_MODE" | "LEAT_KEEPER_PARTLY_READ" | "LEAT_KEEPER_PROXY_ERROR" | "LEAT_KEEPER_RATE_LIMITED" | "LEAT_KEEPER_REDIRECT" | "LEAT_KEEPER_REQUEST_REFUSED" | "LEAT_KEEPER_RESULT_LOST" | "LEAT_KEEPER_SESSION_EXPIRED" | "LEAT_KEEPER_SHRANK" | "LEAT_KEEPER_TEXT_OUTPUT" | "LEAT_KEEPER_THROTTLED" | "LEAT_KEEPER_TIMEOUT" | "LEAT_KEEPER_UNAUTHORIZED" | "LEAT_KEEPER_UNKNOWN_COLUMN" | "LEAT_KEEPER_UNREACHABLE" | "LEAT_KEEPER_UNSAFE_COMMAND" | "LEAT_KEEPER_WORKER_STOPPED";
export type KeeperResources = readonly [Resource<"records", RecordRow>, Resource<"folders", FolderRow>, Resource<"shared_folders", SharedFolderRow>, Resource<"users", UserRow>, Resource<"teams", TeamRow>, Resource<"team_members", TeamMemberRow>, Resource<"roles", RoleRow>, Resource<"nodes", NodeRow>, Resource<"audit_events", AuditEventRow>, Resource<"audit_summary", AuditSummaryRow>, Resource<"queue_status", QueueStatusRow>, Resource<"health", HealthRow>, ...Resource<BuiltInName | CommandName, CommandRow>[]];
export type Preset = (typeof PRESETS)[number];
export type Sleep = (_: number, _: AbortSignal) => Promise<void>;
// #endregion

// #region Classes
export declare class KeeperClient {
  #private;
  constructor(_: KeeperClientOptions, _?: KeeperClientHost);
  run(_: KeeperCommand, _: KeeperCall, _?: RowSink): Promise<CommandOutput>;
  stream(_: KeeperCommand, _: KeeperCall): AsyncGenerator<readonly JsonObject[], CommandOutput & {
    readonly streamed: number;
  }, void>;
  pause(_: number, _: string, _: KeeperCall): Promise<void>;
  requestResult(_: string, _: KeeperCall): Promise<{
    readonly command: string;
    readonly output: CommandOutput;
  }>;
  requestStatus(_: string, _: KeeperCall): Promise<ServiceAnswer>;
  submit(_: KeeperCommand, _: KeeperCall): Promise<void>;
  queueStatus(_: KeeperCall): Promise<ServiceAnswer>;
  health(_: KeeperCall): Promise<ServiceAnswer>;
  get learnedLimit(): RateWindow | undefined;
}
// #endregion

// #region Functions
export declare function auditPartitions(_: string, _: string, _: "day" | "month"): readonly AuditPartition[];
export declare function safeCommand(_: string | readonly string[], _?: readonly string[]): KeeperCommand;
// #endregion

// #region Variables
export declare const keeper: CallableSource<KeeperOptions, KeeperOptionsInput, KeeperResources>;
export declare const KEEPER_ERRORS: Readonly<Record<KeeperErrorCode, KeeperErrorKind>>;
export declare const systemSleep: Sleep;
// #endregion

// #region Default Export
declare const _default: CallableSource<KeeperOptions, KeeperOptionsInput, KeeperResources>;
export default _default
// #endregion

// #region Referenced (internal)
type BuiltInName = (typeof RESOURCE_NAMES)[number];
declare class RowSink {
  #private;
  constructor(_: (_: readonly JsonObject[]) => Promise<void>);
  get delivered(): number;
  get heldBytes(): number;
  begin(): void;
  take(_: Buffer): Promise<void>;
  envelope(): Buffer;
}
// #endregion
