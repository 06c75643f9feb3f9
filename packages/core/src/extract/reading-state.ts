import type { Json } from '../source/resource.ts';
import { CURSOR_STATE } from './cursor/cursor-state.ts';
import { PARENT_STATE, type ReadingNode } from './reading-tree.ts';

/** The state of a resource without what leat keeps in it: what the source sees and changes. */
export function ownState({ state, resource }: ReadingNode): Readonly<Record<string, Json>> {
  const { [CURSOR_STATE]: cursor, [PARENT_STATE]: parent, ...own } = state;
  const { incremental, transform } = resource.definition;
  return wholeState(own, {
    cursor: incremental === undefined ? cursor : undefined,
    parent: transform === undefined ? parent : undefined,
  });
}

/** The state to save: the source's own, the cursor, and how far the parent was read. */
export function wholeState(
  own: Readonly<Record<string, Json>>,
  { cursor, parent }: { readonly cursor: Json | undefined; readonly parent: Json | undefined },
): Readonly<Record<string, Json>> {
  return {
    ...own,
    ...(cursor === undefined ? {} : { [CURSOR_STATE]: cursor }),
    ...(parent === undefined ? {} : { [PARENT_STATE]: parent }),
  };
}
