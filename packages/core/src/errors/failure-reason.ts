import type { Recoverability } from './leat-error.ts';

/** Why a driver's call failed, in words every engine shares; drivers classify, the loader decides. */
export type FailureReason =
  | 'connection'
  | 'authentication'
  | 'permission'
  | 'syntax'
  | 'undefined-entity'
  | 'constraint'
  | 'conflict'
  | 'quota'
  | 'timeout'
  | 'unknown';

const TRANSIENT: ReadonlySet<FailureReason> = new Set(['connection', 'conflict', 'timeout']);

/** Maps a reason to whether trying again can help. `quota` is terminal: waiting is the user's decision. */
export function recoverabilityOf(reason: FailureReason): Recoverability {
  return TRANSIENT.has(reason) ? 'transient' : 'terminal';
}
