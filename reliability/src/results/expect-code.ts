import type { WorkloadAnswer } from '../child/workload-run.ts';
import type { Problem } from './case-result.ts';

/** A problem where a run did not end with the error that is due. */
export function expectCode(answer: WorkloadAnswer, code: string): Problem[] {
  if (!answer.ok && answer.code === code) return [];
  const got = answer.ok ? 'a finished run' : `${answer.code} ${answer.message}`;
  return [{ outcome: 'wrong-error', detail: `${code} expected, got ${got}` }];
}
