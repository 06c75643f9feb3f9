import { abortedError } from '../errors/aborted.ts';
import { isLeatError, SourceError } from '../errors/leat-error.ts';

/** Errors of leat pass; what a source threw on its own is wrapped, with the cause kept. */
export function sourceFailure(resource: string, error: unknown, signal: AbortSignal): unknown {
  if (isLeatError(error)) return error;
  if (signal.aborted) return abortedError(signal);
  return new SourceError(
    `Resource "${resource}" failed: ${error instanceof Error ? error.message : 'something that is no error was thrown'}`,
    {
      code: 'LEAT_SOURCE_FAILED',
      recoverability: 'transient',
      remedy:
        'Look at the cause and at the source; run the same command again to go on. Rows of other resources were loaded.',
      cause: error,
      details: { resource },
    },
  );
}

/** What ends a transformer whose parent failed. */
export function parentFailure(resource: string, parent: string, error: unknown): SourceError {
  const known = isLeatError(error) ? error : undefined;
  return new SourceError(
    `Resource "${resource}" cannot go on: "${parent}", which it is made of, failed: ${known?.message ?? 'unknown'}`,
    {
      code: 'LEAT_PARENT_FAILED',
      recoverability: known?.recoverability ?? 'transient',
      remedy: known?.remedy ?? 'Look at the cause.',
      cause: error,
      unavailable: known?.unavailable ?? false,
      details: { resource, parent, ...(known === undefined ? {} : { cause: known.code }) },
    },
  );
}
