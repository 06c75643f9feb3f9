import type { StateRow } from '../destination/client.ts';
import type { ExtractResult } from '../extract/extract-result.ts';
import type { Json } from '../source/resource.ts';
import type { RunScope } from './run-scope.ts';

/** State of the resources of a run: what it was, and what is to be stored. */
export interface RunState {
  /** A copy for the resource to change; empty for a resource that is refreshed. */
  initial(resource: string): Record<string, Json>;
  /** Rows of those resources that were read without failure and whose state is not what it was. */
  changed(results: readonly ExtractResult[]): readonly StateRow[];
}

const NONE: ReadonlySet<string> = new Set();

/** Reads the state from the destination: a clean machine goes on where another one stopped. */
export async function restoreState(
  { setup, client, call }: Pick<RunScope, 'setup' | 'client' | 'call'>,
  refresh: ReadonlySet<string> = NONE,
): Promise<RunState> {
  const source = setup.source.plugin.name;
  const stored = new Map(
    (await client.readState(setup.name, call)).filter((row) => row.source === source).map((row) => [row.resource, row]),
  );
  return {
    // Written by `changed` below: an object, since a resource's state is one.
    initial: (resource) =>
      refresh.has(resource) ? {} : (JSON.parse(stored.get(resource)?.state ?? '{}') as Record<string, Json>),
    changed: (results) =>
      results
        .filter(
          ({ status, resource, state }) =>
            status !== 'failed' && state !== (stored.get(resource.definition.name)?.state ?? '{}'),
        )
        .map(({ resource, state }) => ({
          pipeline: setup.name,
          source,
          resource: resource.definition.name,
          version: (stored.get(resource.definition.name)?.version ?? 0) + 1,
          state,
        })),
  };
}
