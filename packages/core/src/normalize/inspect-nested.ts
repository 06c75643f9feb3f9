import { isScalarObject } from '../schema/lattice.ts';

/** Why a value cannot be unnested, and where in it. */
export interface NestedProblem {
  readonly reason: 'too-deep' | 'unsupported-value' | 'unreadable';
  /** Keys from the value down; `[]` stands for an element of a list. */
  readonly path: readonly string[];
}

/**
 * Looks for what would break the unnesting of a value: more levels than `levels` (a cycle has infinitely many), functions
 * and symbols, properties whose getter throws. Everything else is fine.
 */
export function inspectNested(value: object, levels: number): NestedProblem | undefined {
  const path: string[] = [];
  try {
    const reason = inspect(value, levels, path);
    return reason === undefined ? undefined : { reason, path: shortened(path.toReversed()) };
  } catch {
    // A getter or a proxy threw. What it threw may hold values of the row, so it goes no further.
    return { reason: 'unreadable', path: [] };
  }
}

/** Walks the value; on the way back from a problem, `path` collects the keys, innermost first. */
function inspect(value: object, levels: number, path: string[]): NestedProblem['reason'] | undefined {
  if (levels === 0) return 'too-deep';
  if (Array.isArray(value)) {
    for (const item of value) {
      const reason = inspectItem(item, levels, path, '[]');
      if (reason !== undefined) return reason;
    }
    return undefined;
  }
  if (value instanceof Map) {
    for (const [key, item] of value) {
      const reason = inspectItem(item, levels, path, String(key));
      if (reason !== undefined) return reason;
    }
    return undefined;
  }
  for (const key in value) {
    // Keys come from `for in`, so the property exists; its type is what is being found out.
    const reason = inspectItem((value as Record<string, unknown>)[key], levels, path, key);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function inspectItem(item: unknown, levels: number, path: string[], key: string): NestedProblem['reason'] | undefined {
  const reason = reasonAgainst(item, levels, path);
  if (reason !== undefined) path.push(key);
  return reason;
}

function reasonAgainst(item: unknown, levels: number, path: string[]): NestedProblem['reason'] | undefined {
  switch (typeof item) {
    case 'object':
      return item === null || isScalarObject(item) ? undefined : inspect(item, levels - 1, path);
    case 'function':
    case 'symbol':
      return 'unsupported-value';
    default:
      return undefined;
  }
}

/** Both ends of a path are enough to find the place. */
function shortened(path: readonly string[]): readonly string[] {
  return path.length <= 12 ? path : [...path.slice(0, 8), '…', ...path.slice(-3)];
}
