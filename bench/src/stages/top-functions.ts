import type { ProfileNode } from './cpu-profile.ts';

/** A function and all time spent in it, wherever it was called from. */
export interface FunctionCost {
  readonly name: string;
  /** File below the repository and line, or what runs it: `packages/core/src/columns/text-vector.ts:23`. */
  readonly place: string;
  readonly selfMicros: number;
}

/** The functions that take the most time themselves, the most expensive first; waiting is left out. */
export function topFunctions(nodes: readonly ProfileNode[], count: number): readonly FunctionCost[] {
  const costs = new Map<string, FunctionCost>();
  for (const { functionName, url, line, selfMicros } of nodes) {
    if (functionName === '(idle)') continue;
    const place = url === '' ? 'engine' : `${url.replace(/^.*\/((?:packages|bench)\/)/, '$1')}:${line}`;
    const name = functionName === '' ? '(anonymous)' : functionName;
    const key = `${name} ${place}`;
    costs.set(key, { name, place, selfMicros: (costs.get(key)?.selfMicros ?? 0) + selfMicros });
  }
  return [...costs.values()].toSorted((a, b) => b.selfMicros - a.selfMicros).slice(0, count);
}
