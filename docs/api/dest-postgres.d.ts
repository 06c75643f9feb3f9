// @leat/dest-postgres exports "."

// #region Interfaces
export interface PostgresInput {
  readonly url?: string | Secret;
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
  readonly user?: string;
  readonly password?: string | Secret | (() => string | Promise<string>);
  readonly sslMode?: SslMode;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string | Secret;
  readonly role?: string;
  readonly applicationName?: string;
  readonly connectTimeoutMs?: number;
  readonly statementTimeoutMs?: number;
  readonly lockTimeoutMs?: number;
  readonly temporal?: "date" | "text";
  readonly keys?: boolean;
  readonly indexes?: boolean;
  readonly comments?: boolean;
}
export interface PostgresOptions extends UrlParts {
  readonly password?: Secret | (() => string | Promise<string>) | undefined;
  readonly key?: Secret | undefined;
  readonly role?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
  readonly statementTimeoutMs: number;
  readonly lockTimeoutMs: number;
  readonly temporal: "date" | "text";
  readonly keys: boolean;
  readonly indexes: boolean;
  readonly comments: boolean;
}
// #endregion

// #region Types
export type ArrayItem = string | number | bigint | boolean | null | readonly ArrayItem[];
export type SslMode = (typeof SSL_MODES)[number];
// #endregion

// #region Functions
export declare function arrayLiteral(_: readonly ArrayItem[]): string;
// #endregion

// #region Default Export
declare const _default: CallableDestination<PostgresOptions, PostgresInput>;
export default _default
// #endregion

// #region Referenced (internal)
interface UrlParts {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  readonly sslMode?: SslMode | undefined;
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly applicationName?: string | undefined;
  readonly connectTimeoutMs?: number | undefined;
}
// #endregion
