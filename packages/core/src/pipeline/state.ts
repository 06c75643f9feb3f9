import type { StateRow } from '../destination/client.ts';
import { LoadError } from '../errors/leat-error.ts';
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

/**
 * Refuses a package that does not go on where the destination is. Behind lies a copy of an older day, or an empty server in
 * the place of one that failed: loading would leave a gap that nobody ever sees. Ahead is what another machine loaded
 * meanwhile: it read from the same place, so its rows are these.
 *
 * @throws LoadError `LEAT_STATE_GAP`, `LEAT_PACKAGE_OVERTAKEN`.
 */
export async function expectToFollow(
  { client, call }: Pick<RunScope, 'client' | 'call'>,
  pipeline: string,
  state: readonly StateRow[],
): Promise<void> {
  if (state.length === 0) return;
  const stored = await client.readState(pipeline, call);
  for (const { source, resource, version } of state) {
    const found = stored.find((row) => row.source === source && row.resource === resource)?.version ?? 0;
    const details = { resource, expected: version - 1, found };
    if (found < version - 1) throw stateGap(details);
    if (found >= version) throw overtaken(details);
  }
}

interface Mismatch {
  readonly resource: string;
  readonly expected: number;
  readonly found: number;
}

function stateGap(details: Mismatch): LoadError {
  return new LoadError(`The destination lacks loads of "${details.resource}" that came before this one.`, {
    code: 'LEAT_STATE_GAP',
    recoverability: 'terminal',
    remedy:
      'Bring back the destination as it was, or drop the package (`leat packages drop --force`) and run again: reading goes on from what the destination has.',
    details: { ...details },
  });
}

function overtaken(details: Mismatch): LoadError {
  return new LoadError(`Rows of "${details.resource}" were loaded since this package was written.`, {
    code: 'LEAT_PACKAGE_OVERTAKEN',
    recoverability: 'terminal',
    remedy:
      'Drop the package (`leat packages drop --force`) and run again: whoever loaded meanwhile read from the same place, and reading goes on from what the destination has.',
    details: { ...details },
  });
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
