import { isScalarObject } from '../schema/lattice.ts';

/** Why a value cannot be unnested, and where in it: keys joined with dots. */
export interface NestedProblem {
  readonly reason: 'too-deep' | 'unsupported-value' | 'unreadable';
  readonly path: string;
}

/**
 * Looks for what would break the unnesting of a value: more levels than `levels` (a cycle has infinitely many), functions
 * and symbols, properties whose getter throws. Everything else is fine.
 */
export function inspectNested(value: object, levels: number): NestedProblem | undefined {
  try {
    return inspect(value, levels, '');
  } catch {
    // A getter or a proxy threw. What it threw may hold values of the row, so it goes no further.
    return { reason: 'unreadable', path: '' };
  }
}

function inspect(value: object, levels: number, path: string): NestedProblem | undefined {
  if (levels === 0) return { reason: 'too-deep', path: path.slice(0, 100) };
  if (Array.isArray(value)) {
    for (const item of value) {
      const problem = inspectItem(item, levels, path, '[]');
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (value instanceof Map) {
    for (const [key, item] of value) {
      const problem = inspectItem(item, levels, path, String(key));
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  for (const key in value) {
    // Keys come from `for in`, so the property exists; its type is what is being found out.
    const problem = inspectItem((value as Record<string, unknown>)[key], levels, path, key);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function inspectItem(item: unknown, levels: number, path: string, key: string): NestedProblem | undefined {
  switch (typeof item) {
    case 'object':
      return item === null || isScalarObject(item) ? undefined : inspect(item, levels - 1, levels > 500 ? `${path}.${key}` : path);
    case 'function':
    case 'symbol':
      return { reason: 'unsupported-value', path: `${path}.${key}` };
    default:
      return undefined;
  }
}
