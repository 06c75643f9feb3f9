import { ConfigError, SourceError } from '@leat/core';
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

/** Makes the error of a code: class, recoverability and default remedy come from the catalog. */
export function keeperError(code: KeeperErrorCode, message: string, facts: KeeperErrorFacts = {}): LeatError {
  const kind = KEEPER_ERRORS[code];
  const options = {
    code,
    recoverability: facts.transient === true ? 'transient' : kind.recoverability,
    remedy: facts.remedy ?? kind.remedy,
    ...(facts.cause === undefined ? {} : { cause: facts.cause }),
    ...(facts.details === undefined ? {} : { details: facts.details }),
  } as const;
  return kind.boundary === 'config' ? new ConfigError(message, options) : new SourceError(message, options);
}
