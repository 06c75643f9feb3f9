// @leat/dest-duckdb exports "."

// #region Interfaces
export interface DuckDbInput {
  readonly path: string;
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly accessMode?: "read-write" | "read-only";
  readonly temporal?: "date" | "text";
}
export interface DuckDbOptions {
  readonly path: string;
  readonly memoryLimit: string | undefined;
  readonly threads: number | undefined;
  readonly accessMode: "read-write" | "read-only";
  readonly temporal: "date" | "text";
}
// #endregion

// #region Default Export
declare const _default: CallableDestination<DuckDbOptions, DuckDbInput>;
export default _default
// #endregion
