// @leat/source-keeper exports "."

// #region Interfaces
export interface CommandOption {
  readonly name: string;
  readonly command: string | readonly string[];
  readonly primaryKey?: string | readonly string[];
  readonly rows?: string;
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
}
export interface KeeperCommand {
  readonly line: string;
  readonly root: string;
  readonly label: string;
  readonly privilege?: string;
}
export interface KeeperErrorKind extends ErrorExplanation {
  readonly boundary: "config" | "source";
  readonly recoverability: Recoverability;
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
  readonly mode: "v2";
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
  readonly mode?: "v2" | undefined;
  readonly commands?: readonly CommandOption[] | undefined;
  readonly allowUnsafeCommands?: readonly string[] | undefined;
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
export interface ServiceAnswer {
  readonly value: JsonObject;
  readonly date?: number;
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
export type CommandName = string & {};
export type CommandRow = JsonObject;
export type JsonObject = Readonly<Record<string, unknown>>;
export type KeeperErrorCode = "LEAT_KEEPER_ACCESS_DENIED" | "LEAT_KEEPER_ADDRESS_REFUSED" | "LEAT_KEEPER_BODY_TOO_LARGE" | "LEAT_KEEPER_COMMAND_FAILED" | "LEAT_KEEPER_COMMAND_NOT_GRANTED" | "LEAT_KEEPER_DECRYPTION" | "LEAT_KEEPER_INSECURE_URL" | "LEAT_KEEPER_INVALID_COMMAND" | "LEAT_KEEPER_INVALID_OPTION" | "LEAT_KEEPER_MALFORMED_ANSWER" | "LEAT_KEEPER_NOT_LICENSED" | "LEAT_KEEPER_NOT_PERMITTED" | "LEAT_KEEPER_NOT_SERVICE_MODE" | "LEAT_KEEPER_PROXY_ERROR" | "LEAT_KEEPER_RATE_LIMITED" | "LEAT_KEEPER_REDIRECT" | "LEAT_KEEPER_REQUEST_REFUSED" | "LEAT_KEEPER_RESULT_LOST" | "LEAT_KEEPER_SESSION_EXPIRED" | "LEAT_KEEPER_TEXT_OUTPUT" | "LEAT_KEEPER_THROTTLED" | "LEAT_KEEPER_TIMEOUT" | "LEAT_KEEPER_UNAUTHORIZED" | "LEAT_KEEPER_UNREACHABLE" | "LEAT_KEEPER_UNSAFE_COMMAND" | "LEAT_KEEPER_WORKER_STOPPED";
export type KeeperResources = readonly [Resource<"records", RecordRow>, Resource<"folders", FolderRow>, Resource<"users", UserRow>, Resource<"teams", TeamRow>, Resource<"queue_status", QueueStatusRow>, Resource<"health", HealthRow>, ...Resource<CommandName, CommandRow>[]];
export type Sleep = (_: number, _: AbortSignal) => Promise<void>;
// #endregion

// #region Classes
export declare class KeeperClient {
  #private;
  constructor(_: KeeperClientOptions, _?: KeeperClientHost);
  run(_: KeeperCommand, _: KeeperCall): Promise<CommandOutput>;
  submit(_: KeeperCommand, _: KeeperCall): Promise<void>;
  queueStatus(_: KeeperCall): Promise<ServiceAnswer>;
  health(_: KeeperCall): Promise<ServiceAnswer>;
  get learnedLimit(): RateWindow | undefined;
}
// #endregion

// #region Functions
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
