import {
  defineResource,
  defineSource,
  type AnyResource,
  type CallableSource,
  type ResourceContext,
  type WriteMode,
} from '@leat/core';
import { generatorSource, type GeneratedDocument, type GeneratedRow, type GeneratorShape } from '@leat/testkit';
import { hold } from './hold.ts';

/** What a workload yields: a window of the generator's rows, in one revision. Plain data, so that a child process takes it. */
export interface WorkloadOptions {
  readonly write: WriteMode;
  readonly shape: GeneratorShape;
  readonly seed: number;
  /** Position of the first row; `state` goes on behind the last committed one. */
  readonly from: number | 'state';
  /** Position behind the last row. */
  readonly to: number;
  readonly revision: number;
  readonly pageSize?: number;
  /** Stops after so many pages until the parent process releases it; see `hold`. */
  readonly holdAfterPages?: number;
}

type Page = readonly (GeneratedRow | GeneratedDocument)[];

/** Name of the one resource and its table. */
export const WORKLOAD_RESOURCE = 'rows';

/**
 * Yields windows of generated rows, and keeps position and revision in state whatever the write mode, so that a state
 * ahead of its data shows in every mode.
 */
const workloadSource: CallableSource<WorkloadOptions, WorkloadOptions, readonly AnyResource[]> = defineSource({
  name: 'workload',
  options: {
    '~standard': {
      version: 1,
      vendor: 'leat',
      // Made by this package's own code; a wrong option fails in the generator's own validation.
      validate: (value) => ({ value: value as WorkloadOptions }),
    },
  },
  resources: ({ options, ...host }): readonly AnyResource[] => {
    const { shape, seed, to, revision, pageSize = 100 } = options;
    const generated = generatorSource.resources({
      ...host,
      options: { rows: to, shape, seed, revision, pageSize, resume: true, resources: [WORKLOAD_RESOURCE] },
    });
    if (generated instanceof Promise) throw new TypeError('the generator lists its resources at once');
    return generated.map(({ definition }) =>
      defineResource({
        name: definition.name,
        primaryKey: 'id',
        write: options.write,
        rows: (context: ResourceContext) => pages(options, definition.rows, context),
      }),
    );
  },
});

export default workloadSource;

type Rows =
  ReturnType<typeof generatorSource.resources> extends infer R
    ? R extends readonly (infer One)[]
      ? One extends { readonly definition: { readonly rows: infer Of } }
        ? Of
        : never
      : never
    : never;

async function* pages(
  options: WorkloadOptions,
  rows: Rows,
  context: ResourceContext,
): AsyncGenerator<Page, void, undefined> {
  const { state, signal } = context;
  const stored = state['next'];
  const start = options.from === 'state' ? (typeof stored === 'number' ? stored : 0) : options.from;
  if (typeof rows !== 'function') throw new TypeError('the generator makes its rows when it is read');
  // The generator's own state is the position to begin at.
  const stream = (await rows({ ...context, state: { next: start } })) as AsyncIterable<Page>;
  let next = start;
  let taken = 0;
  for await (const page of stream) {
    next += page.length;
    state['next'] = next;
    state['revision'] = options.revision;
    yield page;
    taken += 1;
    if (taken === options.holdAfterPages) await hold(signal);
  }
}
