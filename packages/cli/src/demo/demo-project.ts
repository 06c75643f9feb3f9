import { composeContainer, Redactor, Settings, type Composition, type Setting } from '@leat/runtime';
import type { CommandContext } from '../command-context.ts';

/** Name of the demo's pipeline; with the defaults of `leat query` it leads to the demo's file and dataset. */
export const DEMO_PIPELINE = 'leat-demo';
/** File the demo loads into, in the working directory. */
export const DEMO_FILE: string = `${DEMO_PIPELINE}.duckdb`;

/**
 * The object graph of a project that exists only in memory: the demo takes the same way as any other run, but neither the
 * configuration around it nor the environment can make it fail.
 */
export function demoProject(
  context: CommandContext,
  options: Readonly<Record<string, unknown>> = {},
): ReturnType<typeof composeContainer> {
  const { process, output, logger } = context;
  output.redactor ??= new Redactor();
  const values: readonly (readonly [path: readonly string[], value: unknown])[] = [
    [['destination'], 'duckdb'],
    [['destinations', 'duckdb', 'path'], DEMO_FILE],
    [['pipelines', DEMO_PIPELINE, 'source'], 'keeper'],
    ...Object.entries(options).map(([key, value]) => [['sources', 'keeper', key], value] as const),
  ];
  const settings = values.map(([path, value]): Setting => ({
    path,
    value,
    origin: { layer: 'default', place: 'leat demo' },
  }));
  const composition: Composition = {
    location: { folder: process.cwd() },
    settings: new Settings(settings),
    variables: [],
    environment: process.env,
    logger,
    redactor: output.redactor,
    besides: import.meta.filename,
  };
  return composeContainer(composition);
}
