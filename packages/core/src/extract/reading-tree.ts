import { ConfigError } from '../errors/leat-error.ts';
import type { AnyResource, Json } from '../source/resource.ts';

/** Key of a transformer's state below which it remembers how far its parent was read for it. */
export const PARENT_STATE = '_leat_parent';

/** One reading of one resource from one state on; transformers that want exactly these rows are fed by it. */
export interface ReadingNode {
  readonly resource: AnyResource;
  /** What the resource starts from; nobody else's to change. */
  readonly state: Readonly<Record<string, Json>>;
  /** False where a resource is read for its transformers only. */
  loaded: boolean;
  readonly children: ReadingNode[];
}

/**
 * Decides what is read: every selected resource once, and the parents of transformers.
 *
 * A transformer that is as far as its selected parent shares the reading of it. Otherwise the parent is read once more,
 * from where it was last read for the transformer: so neither gets a row twice or never, whichever was left out or failed
 * before. A transformer that replaces its table wants all of its parent.
 *
 * @throws ConfigError `LEAT_TRANSFORMER_CYCLE` where a resource is fed by itself.
 */
export function planReadings(
  selected: readonly AnyResource[],
  initialState: (resource: string) => Record<string, Json>,
): readonly ReadingNode[] {
  const nodes = new Map<string, ReadingNode>();
  const roots: ReadingNode[] = [];
  const byName = new Map(selected.map((resource) => [resource.definition.name, resource]));
  const open = (resource: AnyResource, state: Readonly<Record<string, Json>>, path: readonly string[]): ReadingNode => {
    const { name, transform } = resource.definition;
    if (path.includes(name)) throw cycle([...path, name]);
    const key = JSON.stringify([name, state]);
    const known = nodes.get(key);
    if (known !== undefined) return known;
    const node: ReadingNode = { resource, state, loaded: false, children: [] };
    nodes.set(key, node);
    if (transform === undefined) roots.push(node);
    else {
      const parent = byName.get(transform.from.definition.name) ?? transform.from;
      open(parent, replaces(resource) ? {} : stateOf(state[PARENT_STATE]), [...path, name]).children.push(node);
    }
    return node;
  };
  for (const resource of selected) open(resource, initialState(resource.definition.name), []).loaded = true;
  return roots;
}

/** Whether every load of the resource takes the place of what is there. */
export function replaces({ definition: { write } }: AnyResource): boolean {
  return (typeof write === 'object' ? write.disposition : write) === 'replace';
}

function stateOf(json: Json | undefined): Readonly<Record<string, Json>> {
  // No list: `Array.isArray` does not narrow readonly arrays.
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, Json>) : {};
}

function cycle(path: readonly string[]): ConfigError {
  return new ConfigError(`A transformer is fed by itself: ${path.join(' ← ')}.`, {
    code: 'LEAT_TRANSFORMER_CYCLE',
    recoverability: 'terminal',
    remedy: 'Let one of them read from somewhere else.',
    details: { resources: path.join(', ') },
  });
}
