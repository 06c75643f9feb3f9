import { isSection } from './flatten.ts';

/** Where a value comes from. */
export interface Origin {
  readonly layer: 'flag' | 'environment' | '.env.local' | '.env' | 'secrets' | 'config' | 'default';
  /** The place in words a user can act on: `environment variable LEAT__DESTINATION`, `leat.config.ts`. */
  readonly place: string;
}

/** One value of the merged configuration; a list, a plugin and a reference are values too. */
export interface Setting {
  readonly path: readonly string[];
  readonly value: unknown;
  readonly origin: Origin;
}

/** The configuration merged from all its layers; every value remembers where it came from. Immutable. */
export class Settings {
  readonly #settings: ReadonlyMap<string, Setting>;

  constructor(settings: Iterable<Setting> = []) {
    const merged = new Map<string, Setting>();
    for (const setting of settings) {
      const hasMore = [...merged.values()].some((other) => startsWith(other.path, setting.path));
      if (hasMore && isEmptySection(setting.value)) continue;
      // A value takes the place of everything above and below it, so that a path never holds both a value and a section.
      for (const [key, other] of merged) {
        if (startsWith(other.path, setting.path) || startsWith(setting.path, other.path)) merged.delete(key);
      }
      merged.set(keyOf(setting.path), setting);
    }
    this.#settings = merged;
  }

  /** Gives a copy with these values in the place of what it held: the higher layer. */
  over(settings: Iterable<Setting>): Settings {
    return new Settings([...this.#settings.values(), ...settings]);
  }

  /** The value at exactly this path. */
  get(path: readonly string[]): Setting | undefined {
    return this.#settings.get(keyOf(path));
  }

  /** All values at or below a path, in the order in which they were set. */
  below(path: readonly string[] = []): readonly Setting[] {
    return [...this.#settings.values()].filter((setting) => startsWith(setting.path, path));
  }

  /** The keys directly below a path. */
  keys(path: readonly string[]): readonly string[] {
    const keys = new Set<string>();
    for (const setting of this.below(path)) {
      const key = setting.path[path.length];
      if (key !== undefined) keys.add(key);
    }
    return [...keys];
  }
}

/** Writes a path for people: `sources.keeper.apiKey`, with quotes around keys that hold a dot. */
export function formatPath(path: readonly string[]): string {
  return path.map((part) => (/^[\w-]+$/.test(part) ? part : JSON.stringify(part))).join('.');
}

/** Builds the nested object out of values whose paths start at the same section. */
export function toObject(
  settings: Iterable<{ readonly path: readonly string[]; readonly value: unknown }>,
  depth: number,
): object {
  const root = new Map<string, unknown>();
  for (const { path, value } of settings) {
    let level = root;
    for (const part of path.slice(depth, -1)) {
      const next = level.get(part);
      const branch = next instanceof Branch ? next : new Branch();
      level.set(part, branch);
      level = branch;
    }
    const last = path.at(-1);
    if (last !== undefined) level.set(last, value);
  }
  return plain(root);
}

/** A map that this file made, as opposed to one a user put into the configuration. */
class Branch extends Map<string, unknown> {}

function plain(branch: ReadonlyMap<string, unknown>): object {
  // fromEntries defines properties, so that a key called __proto__ stays a key.
  return Object.fromEntries([...branch].map(([key, value]) => [key, value instanceof Branch ? plain(value) : value]));
}

function isEmptySection(value: unknown): boolean {
  return isSection(value) && Object.keys(value).length === 0;
}

function startsWith(path: readonly string[], prefix: readonly string[]): boolean {
  return prefix.length <= path.length && prefix.every((part, index) => path[index] === part);
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
