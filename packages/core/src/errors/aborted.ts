import { isLeatError, PipelineError } from './leat-error.ts';

/** What a run that was told to stop at once ends with. */
export function abortedError(signal: AbortSignal): unknown {
  if (isLeatError(signal.reason)) return signal.reason;
  return new PipelineError('The run was stopped.', {
    code: 'LEAT_ABORTED',
    recoverability: 'transient',
    remedy: 'Run the same command again; nothing was loaded twice and nothing is lost.',
    cause: signal.reason,
  });
}
