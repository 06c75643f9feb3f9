import type { CallOptions } from '@leat/core';
import type { PipelineFactory } from '@leat/runtime';
import type { CommandContext } from '../command-context.ts';

/** Reads the project around the working directory and gives its pipelines; the runtime is loaded only now. */
export async function openPipelines(context: CommandContext): Promise<PipelineFactory> {
  const { container } = await context.openProject();
  const { PIPELINES, resolve } = await import('@leat/runtime');
  return resolve(container, PIPELINES);
}

/** Options of calls to a client that nothing interrupts: reading a few of leat's own rows. */
export function callOptions({ logger }: CommandContext): CallOptions {
  return { signal: new AbortController().signal, logger };
}
