import { type CheckFinding, isLeatError, type LeatError } from '@leat/core';

/** A finding that all is well. */
export function ok(name: string, message: string): CheckFinding {
  return { name, status: 'ok', message };
}

/** A finding that something will not work. */
export function failed(name: string, { message, remedy }: Pick<LeatError, 'message' | 'remedy'>): CheckFinding {
  return { name, status: 'failed', message, remedy };
}

/** A finding that a part will not work, or that something deserves a look. */
export function warning(name: string, { message, remedy }: Pick<LeatError, 'message' | 'remedy'>): CheckFinding {
  return { name, status: 'warning', message, remedy };
}

/** What a task gave, or the explained failure it ended in. */
export type Settled<T> = { readonly value: T } | { readonly error: LeatError };

/** Turns an explained failure into a value; anything else goes on. */
export async function settle<T>(task: () => Promise<T>): Promise<Settled<T>> {
  try {
    return { value: await task() };
  } catch (error) {
    if (isLeatError(error)) return { error };
    throw error;
  }
}
