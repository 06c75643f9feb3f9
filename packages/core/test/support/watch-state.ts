import type { Bench } from './run.ts';

/** What the destination holds as the state of a resource. */
export function storedState(desk: Bench, resource: string): unknown {
  const row = desk.store.datasets.get('test')?.snapshot.state.find((candidate) => candidate.resource === resource);
  return row === undefined ? undefined : JSON.parse(row.state);
}
