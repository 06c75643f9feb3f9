import { ConfigError, isLeatError, SourceError } from '@leat/core';
import type { ErrorDetails, LeatError } from '@leat/core';
import { KEEPER_ERRORS } from './error-codes.ts';
import type { KeeperErrorCode } from './error-codes.ts';

/** What a place that throws knows better than the catalog of codes. */
export interface KeeperErrorFacts {
  readonly remedy?: string;
  /** Only what this package made itself: errors of HTTP libraries carry request headers. */
  readonly cause?: unknown;
  readonly details?: ErrorDetails;
  /** True where the service says that trying again can help. */
  readonly transient?: boolean;
}

/** The same error for somebody who asked for the thing by name: it fails then, and is not skipped. */
export function asFailure(error: unknown): unknown {
  if (!isLeatError(error) || !error.unavailable) return error;
  const { code, recoverability, remedy, details, cause } = error;
  const options = { code, recoverability, remedy, details, ...(cause === undefined ? {} : { cause }) };
  return error instanceof ConfigError
    ? new ConfigError(error.message, options)
    : new SourceError(error.message, options);
}

/** Makes the error of a code: class, recoverability and default remedy come from the catalog. */
export function keeperError(code: KeeperErrorCode, message: string, facts: KeeperErrorFacts = {}): LeatError {
  const kind = KEEPER_ERRORS[code];
  const options = {
    code,
    recoverability: facts.transient === true ? 'transient' : kind.recoverability,
    remedy: facts.remedy ?? kind.remedy,
    unavailable: kind.unavailable ?? false,
    ...(facts.cause === undefined ? {} : { cause: facts.cause }),
    ...(facts.details === undefined ? {} : { details: facts.details }),
  } as const;
  return kind.boundary === 'config' ? new ConfigError(message, options) : new SourceError(message, options);
}
