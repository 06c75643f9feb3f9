import { isReference } from './references.ts';
import type { Origin, Setting } from './settings.ts';

/** Turns the object of a configuration file into single values; an empty section stays, so that its name is known. */
export function flatten(value: object, origin: Origin, path: readonly string[] = []): readonly Setting[] {
  return Object.entries(value).flatMap(([key, child]): readonly Setting[] => {
    const childPath = [...path, key];
    if (child === undefined) return [];
    const hasContent = isSection(child) && Object.values(child).some((grandchild) => grandchild !== undefined);
    return hasContent ? flatten(child, origin, childPath) : [{ path: childPath, value: child, origin }];
  });
}

/** Tells whether a value of a configuration is a section; references, plugins, sources and class instances are values. */
export function isSection(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isReference(value)) return false;
  if ('kind' in value && typeof value.kind === 'string' && KINDS.has(value.kind)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // An object literal of another realm has another Object.prototype; that one ends its chain, as a class's does not.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const KINDS: ReadonlySet<string> = new Set([
  'source',
  'destination',
  'configured-source',
  'configured-destination',
  'resource',
]);
