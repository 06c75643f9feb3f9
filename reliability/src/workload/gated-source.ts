import type { AnyResource, ResourceContext, Source } from '@leat/core';
import workloadSource, { type WorkloadOptions } from './workload-source.ts';

/** A workload that stands still behind a page until a gate opens, for races inside one process. */
export function gatedSource(options: WorkloadOptions, afterPages: number, gate: Promise<void>): Source {
  const source = workloadSource(options);
  const { plugin } = source;
  const resources: typeof plugin.resources = async (context) =>
    (await plugin.resources(context)).map((resource) => gated(resource, afterPages, gate));
  return { ...source, plugin: { ...plugin, resources } };
}

function gated(resource: AnyResource, afterPages: number, gate: Promise<void>): AnyResource {
  const { rows } = resource.definition;
  async function* standing(context: ResourceContext): AsyncGenerator<readonly object[], void, undefined> {
    let pages = 0;
    const stream = typeof rows === 'function' ? await rows(context) : rows;
    // The workload's own generator of pages.
    for await (const page of stream as AsyncIterable<readonly object[]>) {
      yield page;
      pages += 1;
      if (pages === afterPages) await gate;
    }
  }
  return { ...resource, definition: { ...resource.definition, rows: standing } };
}
