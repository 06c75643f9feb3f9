import { isLeatError, type LeatError } from '@leat/core';

/** The LeatError that a task ends in. */
export async function errorOf(task: Promise<unknown>): Promise<LeatError> {
  const outcome = await task.then(
    () => 'no error',
    (error: unknown) => error,
  );
  if (isLeatError(outcome)) return outcome;
  throw new Error(`expected a LeatError, got ${String(outcome)}`);
}
