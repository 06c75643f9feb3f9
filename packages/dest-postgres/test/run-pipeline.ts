/** Runs a generated pipeline in a process of its own: the argument is a `GeneratedRun`, as JSON. */
import { definePipeline, type Pipeline } from '@leat/core';
import { generatorSource, type GeneratorOptions } from '@leat/testkit';
import postgres from '../src/index.ts';

/** What to load, and where to. */
export interface GeneratedRun {
  readonly url: string;
  readonly dataset: string;
  readonly workDir: string;
  readonly options: GeneratorOptions;
}

/** The pipeline, with files so small that every table has several. */
export function pipelineOf({ url, dataset, workDir, options }: GeneratedRun): Pipeline {
  return definePipeline({
    name: 'generated',
    source: generatorSource(options),
    destination: postgres({ url }),
    dataset,
    workDir,
    limits: { maxJobFileBytes: 16 * 1024, inferenceRows: 100 },
  });
}

const [argument] = process.argv.slice(2);
if (import.meta.main && argument !== undefined) {
  // Written by a test of this package.
  await pipelineOf(JSON.parse(argument) as GeneratedRun).run();
}
