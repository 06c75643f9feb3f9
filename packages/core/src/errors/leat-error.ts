/** Whether running the same step again can help. The loader retries `transient` and stops on `terminal`. */
export type Recoverability = 'terminal' | 'transient';

/** Code of an error, stable across releases; what each means stands in `ERROR_CODES` or in a plugin's `errorCodes`. */
export type ErrorCode = `LEAT_${string}`;

/** Facts for the log line: never a secret, never a value of a row. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

export interface LeatErrorOptions {
  readonly code: ErrorCode;
  readonly recoverability: Recoverability;
  /** What the reader should do next, in the imperative. */
  readonly remedy: string;
  /** What was thrown below. Keep it free of request headers and row values: loggers print it. */
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
  /** The account or the licence does not give what was asked: a resource that nobody named is skipped then, not failed. */
  readonly unavailable?: boolean;
}

/** Base of every error leat throws on purpose: what happened (message), why (cause), what to do next (remedy). */
export class LeatError extends Error {
  override readonly name: string = 'LeatError';
  readonly code: ErrorCode;
  readonly recoverability: Recoverability;
  readonly remedy: string;
  readonly details: ErrorDetails;
  readonly unavailable: boolean;

  constructor(message: string, options: LeatErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = options.code;
    this.recoverability = options.recoverability;
    this.remedy = options.remedy;
    this.details = options.details ?? {};
    this.unavailable = options.unavailable ?? false;
  }
}

/** Configuration or credentials are missing or wrong; nothing was extracted. */
export class ConfigError extends LeatError {
  override readonly name = 'ConfigError';
}

/** A source could not deliver its rows. */
export class SourceError extends LeatError {
  override readonly name = 'SourceError';
}

/** Data do not fit the schema, a contract or a limit. */
export class SchemaError extends LeatError {
  override readonly name = 'SchemaError';
}

/** A destination refused or failed. */
export class DestinationError extends LeatError {
  override readonly name = 'DestinationError';
}

/** A load package could not be written, verified or loaded. */
export class LoadError extends LeatError {
  override readonly name = 'LoadError';
}

/** A run could not start or go on: locked, aborted, overtaken. */
export class PipelineError extends LeatError {
  override readonly name = 'PipelineError';
}

/**
 * Tells whether `value` is a leat error, also one from another copy of this package.
 *
 * `instanceof` fails when two versions of `@leat/core` are installed side by side; the shape does not.
 */
export function isLeatError(value: unknown): value is LeatError {
  if (value instanceof LeatError) return true;
  return (
    value instanceof Error &&
    'code' in value &&
    typeof value.code === 'string' &&
    value.code.startsWith('LEAT_') &&
    'remedy' in value &&
    typeof value.remedy === 'string'
  );
}
