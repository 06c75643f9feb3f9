import {
  defineResource,
  defineSource,
  SourceError,
  type CallableSource,
  type ErrorCatalog,
  type Resource,
  type ResourceContext,
} from '@leat/core';
import { rowGenerator, type GeneratedDocument, type GeneratedRow } from './generated-row.ts';
import {
  fillGeneratorOptions,
  generatorOptionsSchema,
  type FilledGeneratorOptions,
  type GeneratorOptions,
} from './generator-options.ts';

/** A resource of the generator source. */
export type GeneratorResource = Resource<string, GeneratedRow | GeneratedDocument>;

const errorCodes: ErrorCatalog = {
  LEAT_GENERATOR_FAILED: {
    title: 'The generator source failed on purpose',
    causes: ['The option `failAfter` asks a resource to fail after so many rows.'],
    remedy: 'Run again without `failAfter`.',
  },
};

/**
 * Generates rows that an oracle can check: each has `id`, `seq` and `payload_sha`, and follows from the seed alone.
 *
 * Generating costs well under a microsecond per flat row, so that benchmarks measure what comes after it.
 */
export const generatorSource: CallableSource<GeneratorOptions, GeneratorOptions, readonly GeneratorResource[]> =
  defineSource({
    name: 'generator',
    options: generatorOptionsSchema,
    errorCodes,
    resources: ({ options }) => {
      const filled = fillGeneratorOptions(options);
      return filled.resources.map((name): GeneratorResource =>
        defineResource({
          name,
          primaryKey: 'id',
          write: filled.write,
          rows: (context: ResourceContext) => pages(filled, name, context),
        }),
      );
    },
  });

async function* pages(
  options: FilledGeneratorOptions,
  resource: string,
  context: ResourceContext,
): AsyncGenerator<readonly (GeneratedRow | GeneratedDocument)[], void, undefined> {
  const row = rowGenerator(options, resource);
  const start = options.resume ? positionIn(context) : 0;
  const failAt = start + failAfter(options, resource);
  const end = Math.min(options.rows, start + (context.limit ?? options.rows));
  let seq = start;
  while (seq < Math.min(end, failAt) && !context.signal.aborted) {
    const page: (GeneratedRow | GeneratedDocument)[] = [];
    const pageEnd = Math.min(seq + options.pageSize, end, failAt);
    for (; seq < pageEnd; seq += 1) page.push(row(seq));
    if (options.resume) context.state['next'] = seq;
    context.countRequest();
    yield page;
  }
  if (seq === failAt && failAt < end) throw failure(options, resource, failAt - start);
}

function positionIn(context: ResourceContext): number {
  const next = context.state['next'];
  return typeof next === 'number' ? next : 0;
}

function failAfter(options: FilledGeneratorOptions, resource: string): number {
  const { failAfter: limit } = options;
  return (typeof limit === 'object' ? limit[resource] : limit) ?? Infinity;
}

function failure(options: FilledGeneratorOptions, resource: string, rows: number): SourceError {
  return new SourceError(`resource ${JSON.stringify(resource)} failed on purpose after ${rows} rows`, {
    code: 'LEAT_GENERATOR_FAILED',
    recoverability: 'transient',
    remedy: 'Run again without the option failAfter.',
    details: { resource, rows, seed: options.seed },
  });
}
