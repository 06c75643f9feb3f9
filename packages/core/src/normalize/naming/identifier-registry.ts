import { SchemaError } from '../../errors/leat-error.ts';
import { SYSTEM_PREFIX } from '../../schema/system-tables.ts';
import type { NamingConvention } from './naming-convention.ts';
import { startWithin, tagOf, withoutTrailingUnderscores } from './shorten.ts';

/** The identifier a source path has got. */
export interface Registration {
  readonly identifier: string;
  /**
   * Set if the convention's own choice was taken or reserved, so that the identifier carries a suffix: worth a warning.
   */
  readonly collision?: Collision;
}

/** Two source paths that meet in one identifier. */
export interface Collision {
  /** What the convention chose. */
  readonly wanted: string;
  /** The source path that has it; absent if it is reserved for leat. */
  readonly owner?: readonly string[];
}

interface Node {
  registration: Registration | undefined;
  children: Map<string, Node> | undefined;
  derived: Map<string, Node> | undefined;
}

/** Leads every suffix, so that it can begin with no digit and reads as one. */
const SUFFIX_MARK = '_x';

/**
 * Gives the source paths of one scope (the columns of a table, or the tables of a schema) identifiers that are all
 * different.
 *
 * A path keeps its identifier: ask again and the answer is the same object. Seed the entries of a stored schema first,
 * and names do not depend on the order in which the source brings its keys. Names are compared without regard to case
 * where the destination has none.
 */
export class IdentifierRegistry {
  readonly #naming: NamingConvention;
  readonly #fold: (identifier: string) => string;
  readonly #root: Node = newNode();
  /** Folded identifier → the path that owns it, or undefined where leat does. */
  readonly #owners = new Map<string, readonly string[] | undefined>();

  constructor(naming: NamingConvention, caseSensitive: boolean) {
    this.#naming = naming;
    this.#fold = caseSensitive ? (identifier) => identifier : foldCase;
  }

  /**
   * The identifier of a source path, registered now if it is new. Costs one `Map` look-up per part for a known path.
   *
   * `parts` are what it is named after, if not the whole path.
   */
  register(path: readonly string[], parts: readonly string[] = path): Registration {
    const node = this.#nodeOf(path);
    node.registration ??= this.#claim(path, this.#naming.path(parts), JSON.stringify(path));
    return node.registration;
  }

  /**
   * The identifier of something that leat makes out of a source path, such as `v_text`, the variant column of a column.
   *
   * It is named like a path below that path's identifier, but is another thing than a source key of that name.
   */
  derive(path: readonly string[], name: string): Registration {
    const base = this.register(path).identifier;
    const node = this.#derivedNodeOf(path, name);
    node.registration ??= this.#claim([...path, name], this.#naming.path([base, name]), JSON.stringify([path, name]));
    return node.registration;
  }

  /**
   * Enters an identifier that a stored schema gave to `path`.
   *
   * Throws `SchemaError` (LEAT_IDENTIFIER_TAKEN) if it belongs to another path, or the path has another one.
   */
  seed(path: readonly string[], identifier: string): void {
    this.#seedNode(this.#nodeOf(path), path, identifier);
  }

  /** The same for what `derive` made. Throws as `seed` does. */
  seedDerived(path: readonly string[], name: string, identifier: string): void {
    this.#seedNode(this.#derivedNodeOf(path, name), [...path, name], identifier);
  }

  /**
   * Keeps an identifier from being given to any path; for names outside the source, such as columns that leat did not
   * create.
   */
  reserve(identifier: string): void {
    const folded = this.#fold(identifier);
    if (!this.#owners.has(folded)) this.#owners.set(folded, undefined);
  }

  #seedNode(node: Node, path: readonly string[], identifier: string): void {
    if (node.registration?.identifier === identifier) return;
    const folded = this.#fold(identifier);
    if (node.registration !== undefined || this.#owners.has(folded)) throw identifierTaken(identifier);
    this.#owners.set(folded, path);
    node.registration = { identifier };
  }

  #claim(path: readonly string[], wanted: string, hashed: string): Registration {
    if (this.#isFree(wanted)) {
      this.#owners.set(this.#fold(wanted), path);
      return { identifier: wanted };
    }
    const identifier = this.#suffixed(wanted, hashed);
    const owner = this.#owners.get(this.#fold(wanted));
    this.#owners.set(this.#fold(identifier), path);
    return { identifier, collision: owner === undefined ? { wanted } : { wanted, owner } };
  }

  #isFree(identifier: string): boolean {
    return !isSystemName(identifier) && !this.#owners.has(this.#fold(identifier));
  }

  /** The suffix depends on the path alone; only if that is taken too, against all odds, on the number of tries. */
  #suffixed(wanted: string, hashed: string): string {
    const stem = isSystemName(wanted) ? wanted.slice(1) : wanted;
    for (let attempt = 0; ; attempt++) {
      const suffix = SUFFIX_MARK + tagOf(attempt === 0 ? hashed : `${hashed}${attempt}`);
      const start = withoutTrailingUnderscores(startWithin(stem, this.#naming.maxBytes - suffix.length));
      if (this.#isFree(start + suffix)) return start + suffix;
    }
  }

  #nodeOf(path: readonly string[]): Node {
    let node = this.#root;
    for (const key of path) node = childOf((node.children ??= new Map()), key);
    return node;
  }

  #derivedNodeOf(path: readonly string[], name: string): Node {
    return childOf((this.#nodeOf(path).derived ??= new Map()), name);
  }
}

function newNode(): Node {
  return { registration: undefined, children: undefined, derived: undefined };
}

function childOf(children: Map<string, Node>, key: string): Node {
  let child = children.get(key);
  if (child === undefined) {
    child = newNode();
    children.set(key, child);
  }
  return child;
}

/** Names of leat's own tables and columns, now and later, whatever the case. */
function isSystemName(identifier: string): boolean {
  return identifier.slice(0, SYSTEM_PREFIX.length).toLowerCase() === SYSTEM_PREFIX;
}

/**
 * Upper case tells fewer names apart than lower case (`ς` `σ`, `ſ` `s`): rather a suffix too many than a column lost.
 */
function foldCase(identifier: string): string {
  return identifier.toUpperCase().normalize('NFC');
}

function identifierTaken(identifier: string): SchemaError {
  return new SchemaError(
    `A stored schema gives the identifier "${identifier}" to two source paths, or a path two identifiers.`,
    {
      code: 'LEAT_IDENTIFIER_TAKEN',
      recoverability: 'terminal',
      remedy: 'Rename one of them in the stored schema, or load into a new dataset.',
      details: { identifier },
    },
  );
}
